import Access
import Foundation
import HTTPTypes
import Hummingbird
import Importer
import Model
import NIOCore
import Store

/// GitLab's CSV of placeholder reassignments (`api/group_placeholder_reassignments`), and what became of what was sent.
struct PlaceholderReassignmentRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        let path = "groups/:id/placeholder_reassignments"
        router.get(path, use: download)
        router.post("\(path)/authorize", use: authorize)
        // The form around the file needs some room as well.
        router.upload(path, limit: PlaceholderCSV.Limits.bytes + (64 << 10), use: upload)
        router.get("\(path)/uploads", use: listUploads)
        router.get("\(path)/uploads/:upload_id", use: showUpload)
        router.get("\(path)/uploads/:upload_id/failures", use: showFailures)
    }

    @Sendable private func download(_ request: APIRequest) async throws -> Response {
        let (group, csv) = try await api.read(request) { lookup in
            let root = try lookup.managedRoot()
            return (try lookup.group().id, try Self.template(of: root.id, in: lookup.connection))
        }
        let seconds = api.clock().millisecondsSinceEpoch / 1000
        return Self.file(csv, named: "placeholder_reassignments_for_group_\(group)_\(seconds).csv")
    }

    /// Those who await a decision; cut where GitLab cuts it.
    private static func template(of root: NamespaceID, in connection: any ReadConnection) throws -> String {
        let filter = SourceUsers.Filter(root: root, statuses: [.pendingReassignment, .rejected])
        var csv = PlaceholderCSV.headerLine
        var last: SourceUserID?
        while true {
            let batch = try SourceUsers.list(filter, after: last, limit: 1000, in: connection)
            for sourceUser in batch {
                let line = PlaceholderCSV.line(sourceUser)
                if csv.utf8.count + line.utf8.count > PlaceholderCSV.Limits.bytes { return csv }
                csv += line
            }
            guard batch.count == 1000 else { return csv }
            last = batch.last?.id
        }
    }

    private static func file(_ csv: String, named name: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .contentDisposition: ContentDisposition.attachment(name),
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: csv)))
    }

    /// GitLab's proxy asks here how much it may take.
    @Sendable private func authorize(_ request: APIRequest) async throws -> Answer {
        _ = try await api.read(request) { try $0.managedRoot() }
        return Answer(AuthorizationAnswer())
    }

    @Sendable private func upload(_ request: APIRequest) async throws -> Answer {
        let file = try request.read { $0.requiredFile("file") }
        _ = try await api.read(request) { try $0.managedRoot() }
        guard file.name.lowercased().hasSuffix(".csv") else {
            throw APIError.unprocessable("You must upload a CSV file with a .csv file extension.")
        }
        let failures: String
        do {
            failures = try PlaceholderCSV.check(file.content)
        } catch {
            throw APIError.unprocessable("\(error)")
        }
        let id = try await api.write(request) { lookup, connection in
            let (root, requester) = (try lookup.managedRoot(), try lookup.account())
            let id = try ReassignmentUploads.insert(
                file.content, namespace: root.id, requestedBy: requester.id, failures: failures, at: lookup.now,
                in: connection)
            try JobRows.enqueue(
                kind: PlaceholderUploadRunner.jobKind, subject: id.rawValue,
                fairnessKey: "reassignment \(root.id)", at: lookup.now, in: connection)
            try lookup.audit(
                .sourceUsersFileUploaded, on: .group(root), ["upload": "\(id)"], in: connection)
            return id
        }
        var answer = Answer.created(
            MessageAnswer(
                message: "The file is being processed and you will receive an email when completed."))
        answer.headers[.location] =
            "\(api.externalURL)/api/v4/groups/\(NestedForm.escape(request.path("id")))"
            + "/placeholder_reassignments/uploads/\(id)"
        return answer
    }

    @Sendable private func listUploads(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        let uploads = try await api.read(request) { lookup in
            try ReassignmentUploads.list(namespace: lookup.managedRoot().id, page: page, in: lookup.connection)
        }
        return .page(uploads, page, of: request) { UploadAnswer(upload: $0) }
    }

    @Sendable private func showUpload(_ request: APIRequest) async throws -> Answer {
        Answer(UploadAnswer(upload: try await find(request)))
    }

    /// The lines that failed, each with its error: what GitLab sends by mail.
    @Sendable private func showFailures(_ request: APIRequest) async throws -> Response {
        let upload = try await find(request)
        return Self.file(upload.failures, named: "placeholder_reassignments_failures_\(upload.id).csv")
    }

    private func find(_ request: APIRequest) async throws -> ReassignmentUpload {
        try await api.read(request) { lookup in
            let root = try lookup.managedRoot()
            guard let upload = try ReassignmentUploads.find(request.identifier("upload_id"), in: lookup.connection),
                upload.namespaceID == root.id
            else { throw APIError.notFound("Upload") }
            return upload
        }
    }
}

/// How an uploaded CSV stands.
private struct UploadAnswer: Entity {
    var upload: ReassignmentUpload

    func write(_ object: inout JSONObject) {
        object.add("id", upload.id)
        object.add("status", upload.finishedAt == nil ? "started" : "finished")
        object.add("matched", upload.matched)
        object.add("failed", upload.failed)
        object.add("skipped", upload.skipped)
        object.add("created_at", upload.createdAt)
        object.add("finished_at", upload.finishedAt)
    }
}

/// `{"MaximumSize":10485760}`.
private struct AuthorizationAnswer: Entity {
    func write(_ object: inout JSONObject) {
        object.add("MaximumSize", PlaceholderCSV.Limits.bytes)
    }
}
