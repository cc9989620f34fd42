import Access
import Git
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Store

/// Files of a project's repository, by path and by object.
struct FileRoutes: ResourceRoutes {
    /// The most bytes of a file that go into JSON, which has to be made whole; `/raw` has no limit.
    static let contentLimit = 32 << 20

    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        let files = "projects/:id/repository/files/:file_path"
        router.get(files, .everyone, alsoScopes: [.readRepository], use: show)
        router.get("\(files)/raw", .everyone, alsoScopes: [.readRepository], use: showRaw)
        router.get("projects/:id/repository/blobs/:sha", .everyone, use: showBlob)
        router.get("projects/:id/repository/blobs/:sha/raw", .everyone, use: showRawBlob)
    }

    /// HEAD of the same gives the headers alone.
    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let ref = try request.read { $0.requiredText("ref") }
        let repository = try await api.repository(request)
        let facts = try await repository.file(request.path("file_path"), at: ref)
        if request.http.method == .head { return Answer(FileAnswer(facts: facts, content: []), headers: facts.headers) }
        let content = try await repository.reading(orNotFound: "File") {
            try await repository.git.blob(facts.file.entry.id, limit: Self.contentLimit)
        }
        return Answer(FileAnswer(facts: facts, content: content), headers: facts.headers)
    }

    @Sendable private func showRaw(_ request: APIRequest) async throws -> Response {
        let ref = try request.read { $0.optional("ref", String.self) }
        let repository = try await api.repository(request)
        let name = ref.flatMap { $0.isEmpty ? nil : $0 } ?? "HEAD"
        let facts = try await repository.file(request.path("file_path").withoutLeadingSlash, at: name)
        return try await raw(
            repository.git, facts.file.entry.id, size: facts.file.entry.size, isText: facts.isText,
            name: facts.file.entry.name, headers: facts.headers)
    }

    @Sendable private func showBlob(_ request: APIRequest) async throws -> Answer {
        let repository = try await api.repository(request)
        let id = try await blob(request, repository)
        let content = try await repository.reading(orNotFound: "Blob") {
            try await repository.git.blob(id, limit: Self.contentLimit)
        }
        return Answer(BlobAnswer(id: id, content: content))
    }

    @Sendable private func showRawBlob(_ request: APIRequest) async throws -> Response {
        let repository = try await api.repository(request)
        let id = try await blob(request, repository)
        let size = try await repository.git.blobSize(id)
        let look = try await repository.look(at: id)
        return try await raw(repository.git, id, size: size, isText: look.isText, name: nil, headers: [:])
    }

    private func blob(_ request: APIRequest, _ repository: ProjectRepository) async throws -> ObjectHash {
        let revision = try repository.revision(request.path("sha"), orNotFound: "Blob")
        guard let id = try await repository.git.resolve(revision, as: .blob) else { throw APIError.notFound("Blob") }
        return id
    }

    /// Nothing is sent as what a browser would run: text is plain, the rest are bytes.
    private func raw(
        _ git: GitRepository, _ blob: ObjectHash, size: Int64?, isText: Bool, name: String?, headers: HTTPFields
    ) async throws -> Response {
        let place = try await api.transfers.enter()
        var headers = headers
        headers[.contentType] = isText ? "text/plain; charset=utf-8" : "application/octet-stream"
        headers[.contentSecurityPolicy] = ServedFile.contentSecurityPolicy
        headers[.contentDisposition] = name.map { ContentDisposition.inline($0) } ?? "inline"
        headers[.cacheControl] = "max-age=0, private, must-revalidate, no-store, no-cache"
        let body = ResponseBody(contentLength: size.map { Int($0) }) { writer in
            defer { place.leave() }
            try await git.withBlob(blob) { stream in
                for try await chunk in stream { try await writer.write(chunk) }
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }
}

extension String {
    fileprivate var withoutLeadingSlash: String {
        hasPrefix("/") ? String(dropFirst()) : self
    }
}
