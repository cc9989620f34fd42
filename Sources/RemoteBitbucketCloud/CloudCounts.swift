import Model
import Outbound
import RemoteREST

extension CloudReader {
    /// How many pull requests and issues there are: a short answer each.
    func counts() async throws(SourceFault) -> [ObjectKind: Int64] {
        var counts = [ObjectKind.pullRequest: try await size("pullrequests", Self.allStates)]
        counts[.issue] = try await countOfIssues()
        return counts
    }

    static let allStates = ["OPEN", "MERGED", "DECLINED", "SUPERSEDED"].map { (name: "state", value: $0) }

    /// `nil` where there is no tracker, or the credential may not see it.
    func countOfIssues() async throws(SourceFault) -> Int64? {
        let what = "the number of issues of \(address.fullName)"
        let url = address.api("issues").with(query: [
            (name: "pagelen", value: "1"), (name: "fields", value: "size"),
        ])
        guard let answer = try await tracker(url, what: what), answer.status != 403 else { return nil }
        return try Self.size(in: try answer.reading(what), what)
    }
}
