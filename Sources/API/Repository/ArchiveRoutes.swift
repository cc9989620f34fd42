import Access
import Git
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Store

/// Archives of a project's files, made while they are sent.
struct ArchiveRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    /// The endings GitLab takes.
    private static let endings = ["tar.gz", "tgz", "gz", "tar", "zip", "tar.bz2", "tbz", "tbz2", "tb2", "bz2"]

    func register(on router: APIRouter) {
        let path = "projects/:id/repository/archive"
        router.get(path, .everyone, alsoScopes: [.readRepository]) { try await send($0, ending: nil) }
        for ending in Self.endings {
            router.get("\(path).\(ending)", .everyone, alsoScopes: [.readRepository]) {
                try await send($0, ending: ending)
            }
        }
    }

    private func send(_ request: APIRequest, ending: String?) async throws -> Response {
        let (sha, path, word) = try request.read { reader in
            (
                reader.optional("sha", String.self), reader.optional("path", String.self) ?? "",
                ending ?? reader.optional("format", String.self) ?? "tar.gz"
            )
        }
        let repository = try await api.repository(request)
        guard let format = ArchiveFormat(gitLabName: word) else { throw APIError.notFound("File") }
        let commit = try await repository.commit(sha, orNotFound: "File")
        let folder = path.split(separator: "/").joined(separator: "/")
        if !folder.isEmpty { try await requirePath(folder, in: commit, repository) }
        let ref = sha.flatMap { $0.isEmpty ? nil : $0 } ?? repository.git.defaultBranch()?.short ?? "HEAD"
        let prefix = prefix(repository.project, ref: ref, commit.id, folder: folder)
        let place = try await api.transfers.enter()
        return response(repository.git, commit.id, format, prefix: prefix, folder: folder, place: place)
    }

    /// git finds out only after the first byte is due.
    private func requirePath(_ path: String, in commit: GitCommit, _ repository: ProjectRepository) async throws {
        let entry = try await repository.reading(orNotFound: "File") {
            try await repository.git.treeEntry(Revision(commit.id), path: path)
        }
        guard entry != nil else { throw APIError.notFound("File") }
    }

    /// `project-ref-sha`, and the folder where only one is sent: the directory all files lie in, and the file's name.
    private func prefix(_ project: Project, ref: String, _ id: ObjectHash, folder: String) -> String {
        let parts = [project.path, ref, id.hex] + (folder.isEmpty ? [] : [folder])
        return parts.map { $0.replacing("/", with: "-") }.joined(separator: "-")
    }

    private func response(
        _ git: GitRepository, _ commit: ObjectHash, _ format: ArchiveFormat, prefix: String, folder: String,
        place: Turnstile.Place
    ) -> Response {
        let body = ResponseBody { writer in
            defer { place.leave() }
            try await git.withArchive(Revision(commit), format: format, prefix: prefix, path: folder) { stream in
                for try await chunk in stream { try await writer.write(chunk) }
            }
            try await writer.finish(nil)
        }
        let headers: HTTPFields = [
            .contentType: format == .zip ? "application/zip" : "application/octet-stream",
            .contentDisposition: ContentDisposition.attachment("\(prefix).\(format.rawValue)"),
        ]
        return Response(status: .ok, headers: headers, body: body)
    }
}
