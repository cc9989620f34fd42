import Model
import Remote
import RemoteREST

extension GitHubReader {
    /// How many rows a list has: the number of its last page of one row each.
    /// - Returns: `nil` where GitHub does not list them, because issues are turned off.
    func count(of collection: Collection) async throws(SourceFault) -> Int64? {
        guard let list = GitHubList(collection) else { return nil }
        let request = list.request(at: host, repository: repositoryID, cursor: .beginning, pageSize: 1)
        let answer = try await send(request)
        if answer.status == 410 { return nil }
        let body = try answer.successful(request.what)
        do {
            if let last = try GitHubLinks(answer.link, from: answer.url).lastPage { return Int64(last).asCount }
            let rows: [Anything] = try GitHubRows.decode(body, what: request.what)
            return Int64(rows.count)
        } catch {
            throw .remote(error)
        }
    }
}
