import Foundation
import Git
import HTTPTypes
import Hummingbird
import Logging
import Model
import NIOCore
import Store

/// Serves large files to git-lfs: whoever may fetch a project's code may have its large files, and nobody else. Nothing
/// can be uploaded or locked, as nothing can be pushed.
struct LFSResponder: Sendable {
    /// A question about more objects than this is cut into several by git-lfs itself (it asks for 100).
    private static let bodyLimit = 1 << 20

    let access: GitAccess
    let files: LFSStorage
    /// Where people reach this server; nil takes what the request calls it.
    let externalURL: String?
    let logger: Logger

    func respond(
        to lfs: LFSRequest, _ request: Request, from sender: GitSender, context: some RequestContext
    ) async -> Response {
        do {
            return try await answer(lfs, request, sender, context)
        } catch let refusal as GitRefusal {
            return LFSAnswer.refusal(refusal)
        } catch {
            logger.error("git-lfs could not be served", metadata: ["error": "\(error)"])
            return LFSAnswer.refusal(
                GitRefusal(status: .serviceUnavailable, text: "The server cannot read its store now."))
        }
    }

    private func answer(
        _ lfs: LFSRequest, _ request: Request, _ sender: GitSender, _ context: some RequestContext
    ) async throws -> Response {
        switch (lfs.operation, request.method) {
        case (.batch, .post): return try await batch(lfs, request, sender)
        case (.object(let oid), .get), (.object(let oid), .head):
            return try await object(oid, lfs, request, sender, context)
        case (.object, .put), (.locks, .post): throw GitRefusal.readOnly
        case (.locks, .get):
            _ = try await access.codeProject(lfs.path, from: sender)
            return LFSAnswer.json(["locks": [String]()])
        case (.verifyLocks, .post):
            _ = try await access.codeProject(lfs.path, from: sender)
            return LFSAnswer.json(["ours": [String](), "theirs": [String]()])
        case (.unsupported, _): throw GitRefusal.noSuchLFSService
        default: throw GitRefusal.method
        }
    }

    private func batch(_ lfs: LFSRequest, _ request: Request, _ sender: GitSender) async throws -> Response {
        let project = try await access.codeProject(lfs.path, from: sender)
        guard let body = try? await request.body.collect(upTo: Self.bodyLimit),
            let question = try? JSONDecoder().decode(LFSBatchQuestion.self, from: Data(body.readableBytesView))
        else { throw GitRefusal.lfsQuestion }
        guard question.operation == "download" else {
            throw question.operation == "upload" ? GitRefusal.readOnly : GitRefusal.lfsQuestion
        }
        guard question.transfers?.contains("basic") ?? true, question.hashAlgorithm ?? "sha256" == "sha256" else {
            throw GitRefusal.lfsQuestion
        }
        let oids = question.objects.map(\.oid)
        let sizes = try await access.store.read { try LFSObjects.sizes(of: oids, project: project.id, in: $0) }
        let base = "\(address(request))/\(project.fullPath).git/gitlab-lfs/objects"
        let objects = question.objects.map { reply(to: $0, size: sizes[$0.oid], base: base, request) }
        return LFSAnswer.json(LFSBatchReply(objects: objects))
    }

    /// The header goes back to whoever sent it, so that git-lfs need not ask for the token a second time (GitLab's
    /// `download_actions`).
    private func reply(
        to object: LFSBatchQuestion.Object, size: Int64?, base: String, _ request: Request
    ) -> LFSBatchReply.Object {
        guard let size, files.size(of: object.oid) == size else {
            return LFSBatchReply.Object(
                oid: object.oid, size: object.size ?? 0,
                error: .init(
                    code: 404,
                    message: "Object does not exist on the server or you don't have permissions to access it"))
        }
        let header = request.headers[.authorization].map { ["Authorization": $0] } ?? [:]
        return LFSBatchReply.Object(
            oid: object.oid, size: size, authenticated: true,
            actions: ["download": .init(href: "\(base)/\(object.oid)", header: header)])
    }

    private func address(_ request: Request) -> String {
        externalURL ?? "http://\(request.head.authority ?? "localhost")"
    }

    private func object(
        _ oid: String, _ lfs: LFSRequest, _ request: Request, _ sender: GitSender, _ context: some RequestContext
    ) async throws -> Response {
        let project = try await access.codeProject(lfs.path, from: sender)
        let size = try await access.store.read { try LFSObjects.sizes(of: [oid], project: project.id, in: $0)[oid] }
        guard let size, let path = files.path(of: oid), files.size(of: oid) == size else {
            throw GitRefusal.noLFSObject
        }
        var headers: HTTPFields = [
            .contentType: "application/octet-stream", .acceptRanges: "bytes", .xContentTypeOptions: "nosniff",
            .contentDisposition: "attachment", .eTag: "\"\(oid)\"", .cacheControl: "private, max-age=31536000",
        ]
        switch ByteRange(request.headers[.range], of: size) {
        case .whole:
            let body = try await body(request, path, 0..<size, context)
            headers[.contentLength] = String(size)
            return Response(status: .ok, headers: headers, body: body)
        case .part(let range):
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
            headers[.contentLength] = String(range.count)
            return Response(
                status: .partialContent, headers: headers, body: try await body(request, path, range, context))
        case .outside:
            return Response(status: .rangeNotSatisfiable, headers: [.contentRange: "bytes */\(size)"])
        }
    }

    private func body(
        _ request: Request, _ path: String, _ range: Range<Int64>, _ context: some RequestContext
    ) async throws -> ResponseBody {
        guard request.method == .get, !range.isEmpty else { return ResponseBody() }
        return try await FileIO().loadFile(
            path: path, range: Int(range.lowerBound)...Int(range.upperBound - 1), context: context)
    }
}

/// The part of a file that a `Range` field asks for (RFC 9110, 14.2): one range of bytes; others are answered whole.
enum ByteRange: Equatable {
    case whole
    case part(Range<Int64>)
    case outside

    init(_ field: String?, of size: Int64) {
        guard let field, field.hasPrefix("bytes="), !field.contains(",") else {
            self = .whole
            return
        }
        let ends = field.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else {
            self = .whole
            return
        }
        switch (Int64(ends[0]), Int64(ends[1])) {
        case (nil, let last?) where ends[0].isEmpty:
            self = last == 0 || size == 0 ? .outside : .part(max(0, size - last)..<size)
        case (let first?, nil) where ends[1].isEmpty:
            self = first < size ? .part(first..<size) : .outside
        case (let first?, let last?) where first <= last:
            // The last number may be the largest there is: nothing is added to it.
            self = first < size ? .part(first..<(min(last, size - 1) + 1)) : .outside
        default: self = .whole
        }
    }
}

extension GitRefusal {
    fileprivate static let noLFSObject = GitRefusal(
        status: .notFound, text: "Object does not exist on the server or you don't have permissions to access it")

    fileprivate static let lfsQuestion = GitRefusal(
        status: .unprocessableContent,
        text: "This is no batch request of git-lfs: operation \"download\", transfer \"basic\", hash_algo \"sha256\".")

    fileprivate static let noSuchLFSService = GitRefusal(
        status: .notImplemented,
        text: "Server supports batch API only, please update your Git LFS client to version 1.0.1 and up.")
}

extension HTTPField.Name {
    fileprivate static let xContentTypeOptions = HTTPField.Name("X-Content-Type-Options") ?? .via
}
