import Access
import Files
import HTTPTypes
import Hummingbird
import Importer
import Model
import Store

/// The files that a project's texts show (GitLab's Markdown uploads).
struct UploadRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("projects/:id/uploads", use: list)
        router.get("projects/:id/uploads/:upload_id", use: download)
        // The first of the two is the secret here; one place in a path has one name.
        router.get("projects/:id/uploads/:upload_id/:filename", .everyone, use: show)
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        let uploads = try await api.read(request) { lookup in
            let project = try lookup.project(requiring: .maintainer)
            return try Uploads.list(project: project.id, page: page, in: lookup.connection)
        }
        return .page(uploads, page, of: request) { UploadAnswer(upload: $0) }
    }

    @Sendable private func download(_ request: APIRequest) async throws -> ServedFile {
        let id: UploadID = try request.identifier("upload_id")
        let upload = try await api.read(request) { lookup in
            let project = try lookup.project(requiring: .maintainer)
            return try Uploads.find(id, project: project.id, in: lookup.connection)
        }
        return try served(upload)
    }

    /// For whoever sees the project, as its issues are.
    @Sendable private func show(_ request: APIRequest) async throws -> ServedFile {
        let (secret, name) = (request.path("upload_id"), request.path("filename"))
        let upload = try await api.read(request) { lookup in
            let project = try lookup.project()
            return try Uploads.find(project: project.id, secret: secret, fileName: name, in: lookup.connection)
        }
        return try served(upload)
    }

    private func served(_ upload: Upload?) throws(APIError) -> ServedFile {
        guard let upload, let path = api.imports.files.path(of: upload.digest) else { throw .notFound("Upload") }
        return ServedFile(
            path: path, name: upload.fileName, mediaType: upload.mediaType, size: upload.size, digest: upload.digest)
    }
}

/// An upload in the project's list.
private struct UploadAnswer: Entity {
    var upload: Upload

    func write(_ object: inout JSONObject) {
        object.add("id", upload.id)
        object.add("size", upload.size)
        object.add("filename", upload.fileName)
        object.add("created_at", upload.createdAt)
        // Nobody here: an import brought it.
        object.null("uploaded_by")
    }
}
