import Foundation
import Model
import Outbound
import Remote
import RemoteREST
import Synchronization

/// Names that the imported repository has had, which texts of those days still give to its files.
///
/// GitHub shows a file under `owner/name/files/` to whoever may read that repository. The credential may read others than
/// the one that is imported, and whoever writes a text chooses the address: only under names that lead to the imported
/// repository is it shown.
final class GitHubFormerNames: Sendable {
    /// Texts that name more repositories than that are not to cost a request for each.
    static let most = 50

    private let reader: GitHubReader
    private let known = Mutex<[String: Bool]>([:])

    init(reader: GitHubReader) {
        self.reader = reader
    }

    /// Asks once for each name; GitHub leads from a former name to the repository.
    ///
    /// - Throws: ``RemoteFileError``, where the question has no answer.
    func contains(_ name: RepositoryName) async throws(RemoteFileError) -> Bool {
        let key = name.description.lowercased()
        let (answer, count) = known.withLock { ($0[key], $0.count) }
        if let answer { return answer }
        guard count < Self.most else { return false }
        let isIt = try await leads(name)
        known.withLock { $0[key] = isIt }
        return isIt
    }

    private func leads(_ name: RepositoryName) async throws(RemoteFileError) -> Bool {
        let request = GitHubRequest(
            url: GitHubRepository.url(.fullName(name.description), at: reader.host), what: "the repository \(name)")
        do throws(SourceFault) {
            let answer = try await reader.send(request)
            if [403, 404, 410, 451].contains(answer.status) { return false }
            let body = try answer.successful(request.what)
            return (try? JSONDecoder().decode(Numbered.self, from: Data(body)))?.id == reader.repositoryID
        } catch {
            throw .remote(error.error(what: request.what))
        }
    }

    private struct Numbered: Decodable {
        var id: Int64
    }
}
