import Foundation
import Model
import Outbound
import Remote
import RemoteREST

extension BitbucketServerReader {
    /// The repository with its branch, its labels and how it merges: four requests.
    func facts() async throws(SourceFault) -> RepositoryFacts {
        let what = "the repository \(repository)"
        let body = try await body(of: host.rest(repository), what: what)
        return try await facts(of: try decode(body, what: what))
    }

    /// The same where the repository itself has been asked for already.
    func facts(of answer: BitbucketServerRepository) async throws(SourceFault) -> RepositoryFacts {
        let now = Timestamp(millisecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1000))
        var facts = answer.facts(at: host, repository, answeredAt: clock ?? now)
        if facts.defaultBranch == nil { facts.defaultBranch = try await defaultBranch() }
        facts.topics = try await topics()
        facts.details = try await settings()?.details
        return facts
    }

    private func decode<Value: Decodable>(_ body: [UInt8], what: String) throws(SourceFault) -> Value {
        do {
            return try JSONText.decode(body, what: what)
        } catch {
            throw .remote(error)
        }
    }

    /// `nil` for an empty repository.
    private func defaultBranch() async throws(SourceFault) -> String? {
        guard let body = try await defaultBranchBody() else { return nil }
        keepFresh(body, of: defaultBranchURL)
        return (try? JSONText.decode(body, what: "the default branch") as BitbucketServerBranch)?.name
    }

    private var defaultBranchURL: OutboundURL { host.rest(repository, path: "default-branch") }

    /// Servers before 7.5 have it elsewhere.
    func defaultBranchBody() async throws(SourceFault) -> Optional<[UInt8]> {
        let what = "the default branch of \(repository)"
        if let body = try await optional(defaultBranchURL, what: what) { return body }
        return try await optional(host.rest(repository, path: "branches/default"), what: what)
    }

    /// Labels of the repository, which a project here calls topics.
    private func topics() async throws(SourceFault) -> [String] {
        let url = host.rest(repository, path: "labels").with(query: [(name: "limit", value: "1000")])
        guard let body = try await optional(url, what: "the labels of \(repository)") else { return [] }
        let page: BitbucketServerPage<BitbucketServerLabel>? = try? JSONText.decode(body, what: "the labels")
        return Lenient.read(page?.values ?? [], kind: .label).values.map(\.name.withoutNUL).filter { !$0.isEmpty }
    }

    private func settings() async throws(SourceFault) -> BitbucketServerSettings? {
        let url = host.rest(repository, path: "settings/pull-requests")
        guard let body = try await optional(url, what: "the pull request settings of \(repository)") else { return nil }
        keepFresh(body, of: url)
        return try? JSONText.decode(body, what: "the pull request settings")
    }
}
