import Model
import Outbound
import Remote
import RemoteREST

extension GitHubReader {
    /// All that protects branches and tags, in one page. Whatever GitHub hides from this token is no reason to fail.
    func protection() async throws(SourceFault) -> RemotePage {
        var answers: [[UInt8]] = []
        var unreadable: String?
        var parts: [GitHubProtectionQueries.Part] = [.rules(after: nil), .rulesets(after: nil)]
        var isAdministered = false
        do throws(SourceFault) {
            while !parts.isEmpty {
                let body = try await protection(parts)
                answers.append(body)
                let repository = try repository(in: body)
                isAdministered = isAdministered || repository?.viewerCanAdminister == true
                parts = repository?.further ?? []
            }
        } catch .remote(let error) where error.isRefusal {
            (answers, unreadable) = try await oldProtection()
            isAdministered = true
        }
        let tags = host.isPublic || !isAdministered ? nil : try await every("tags/protection", [])
        return Self.page(answers, tags: tags, unreadable: unreadable)
    }

    private func protection(_ parts: [GitHubProtectionQueries.Part]) async throws(SourceFault) -> [UInt8] {
        try await shrinking("protection") { size throws(SourceFault) in
            let first = min(size, GitHubProtectionQueries.pageSize)
            return try await self.ask(GitHubProtectionQueries.page(self.name, parts, first: first))
        } alone: { reason throws(SourceFault) in
            throw .tooHeavy(reason)
        }
    }

    /// What a server says that does not know the query's fields.
    private func oldProtection() async throws(SourceFault) -> (answers: [[UInt8]], unreadable: String?) {
        var answers: [[UInt8]] = []
        var after: String?
        do throws(SourceFault) {
            repeat {
                let body = try await ask(GitHubProtectionQueries.bare(name, after: after))
                answers.append(body)
                after = try repository(in: body)?.branchProtectionRules?.pageInfo?.next
            } while after != nil
        } catch .remote(let error) where error.isRefusal {
            return (answers, "GitHub refuses to tell them to this token")
        }
        return (answers, "this GitHub server is too old to tell rulesets and all parts of branch protection")
    }

    private func repository(in body: [UInt8]) throws(SourceFault) -> GitHubProtection.Repository? {
        do {
            let answer: GraphQLAnswer<GitHubProtection.Answer> = try GitHubRows.decode(body, what: "the protection")
            return answer.data?.repository
        } catch {
            throw .remote(error)
        }
    }

    private static func page(_ answers: [[UInt8]], tags: [UInt8]?, unreadable: String?) -> RemotePage {
        var body = Array("{\"answers\":[".utf8) + answers.joined(separator: [UInt8(ascii: ",")]) + Array("]".utf8)
        if let tags { body += Array(",\"tagProtection\":[".utf8) + tags + Array("]".utf8) }
        if let unreadable { body += Array(",\"unreadable\":\"\(unreadable)\"".utf8) }
        return RemotePage(payload: body + Array("}".utf8), following: [])
    }
}

extension RemoteError {
    /// GitHub does not answer this to this token, or does not know what is asked.
    fileprivate var isRefusal: Bool {
        switch self {
        case .forbidden, .notFound: true
        case .unavailable(_, let detail): detail.hasPrefix("GitHub refuses the query")
        default: false
        }
    }
}
