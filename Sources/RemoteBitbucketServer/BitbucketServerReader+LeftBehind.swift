import Model
import Outbound
import Remote
import RemoteREST

extension BitbucketServerReader {
    /// Three requests. Builds, reports, issues of Jira and comments on commits have no list of the whole repository:
    /// the server tells them for one commit or one pull request at a time.
    func leftBehind() async throws(SourceFault) -> [LeftBehind] {
        let url = host.page(of: repository)
        let settings = "\(url)/settings"
        let counted: [(ObjectKind, OutboundURL, String, isEverywhere: Bool)] = [
            (.fork, host.rest(repository, path: "forks"), url, true),
            (.webhook, host.rest(repository, path: "webhooks"), settings, true),
            (.deployKey, host.rest(repository, module: "keys", path: "ssh"), settings, false),
        ]
        var found: [LeftBehind] = []
        for (kind, list, page, isEverywhere) in counted {
            let count = try await count(kind, list, isEverywhere: isEverywhere)
            found.append(LeftBehind(kind: kind, count: count, url: page))
        }
        return found
            + [ObjectKind.buildStatus, .codeReport, .jiraLink, .commitComment].map {
                LeftBehind(kind: $0, count: nil, url: url, unknown: .unlisted)
            }
    }

    /// `nil` where the account may not see it.
    /// - Parameter isEverywhere: whether every server has such a list, so that one which denies it hides it.
    private func count(
        _ kind: ObjectKind, _ url: OutboundURL, isEverywhere: Bool
    ) async throws(SourceFault) -> Int64? {
        do throws(SourceFault) {
            let what = "the list \(kind.rawValue) of \(repository)"
            let bodies = try await everyPage(kind.rawValue, url, what: what).bodies
            let rows = bodies.flatMap { body -> [Lenient<CountedRow>?] in
                let page: BitbucketServerPage<CountedRow>? = try? JSONText.decode(body, what: what)
                return page?.values ?? []
            }
            let numbers = rows.compactMap { try? $0?.result.get().number }
            // One that moves to the next page while the list is read is on both.
            return Int64(Set(numbers).count + rows.count - numbers.count)
        } catch .remote(.forbidden) {
            return nil
        } catch .remote(.notFound) {
            // Where not every server has it, this one has no such thing at all.
            return isEverywhere ? nil : 0
        }
    }
}

/// A fork or a webhook, by its number, or the right of a key, by the key's.
private struct CountedRow: Decodable, Sendable {
    private var id: Int64?
    private var key: Key?

    private struct Key: Decodable, Sendable {
        var id: Int64?

        enum CodingKeys: String, CodingKey {
            case id
        }
    }

    enum CodingKeys: String, CodingKey {
        case id
        case key
    }

    var number: Int64? { id ?? key?.id }
}
