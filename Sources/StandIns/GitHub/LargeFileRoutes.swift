import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// git-lfs: the batch call of each repository, and the store the objects lie in, which wants nobody's credentials.
struct LargeFileRoutes: Sendable {
    let server: StandInGitHub

    private static let mediaType = "application/vnd.git-lfs+json"
    /// What the batch answer gives, and the store asks for.
    private static let key = "opens-the-store"

    func add(to router: Router<StandInContext>) {
        router.post(":owner/:repo/info/lfs/objects/batch") { request, context in
            try await batch(request, context)
        }
        router.get("large-files/:id/:oid") { request, context in try object(request, context) }
    }

    private struct Question: Decodable {
        struct Object: Decodable {
            var oid: String
            var size: Int
        }

        var operation: String
        var objects: [Object]
    }

    private func batch(_ request: Request, _ context: StandInContext) async throws -> Response {
        let name = context.parameters.get("repo") ?? ""
        let token = try server.token(of: request)
        let hosted = server.hosted("\(context.parameters.get("owner") ?? "")/\(name.dropLast(4))")
        guard let hosted, hosted.isVisible(to: token) else { throw GitHubError.notFound }
        let body = try await request.body.collect(upTo: 1 << 20)
        guard let question = try? JSONDecoder().decode(Question.self, from: Data(body.readableBytesView)),
            question.operation == "download"
        else { throw GitHubError(status: .unprocessableContent, message: "Invalid batch request") }
        let store =
            "\(Addresses(request, prefix: "", fallback: server.url).web)/large-files/\(hosted.project.repository.id)"
        let objects = question.objects.map { answer($0, hosted.project, store) }
        var response = Response.json(["transfer": "basic", "objects": .array(objects), "hash_algo": "sha256"])
        response.headers[.contentType] = Self.mediaType
        return response
    }

    private func answer(_ object: Question.Object, _ project: SampleProject, _ store: String) -> JSONValue {
        guard let file = project.largeFiles.first(where: { $0.oid == object.oid }), !file.isMissing else {
            return [
                "oid": .string(object.oid), "size": .int(object.size),
                "error": ["code": 404, "message": "Object does not exist on the server"],
            ]
        }
        return [
            "oid": .string(object.oid), "size": .int(file.content.count), "authenticated": true,
            "actions": [
                "download": [
                    "href": .string("\(store)/\(object.oid)"), "header": ["X-Store-Key": .string(Self.key)],
                    "expires_in": 3600,
                ]
            ],
        ]
    }

    private func object(_ request: Request, _ context: StandInContext) throws -> Response {
        guard request.headers[.authorization] == nil else {
            throw GitHubError(status: .badRequest, message: "Only one auth mechanism allowed")
        }
        guard request.headers[.storeKey] == Self.key else {
            throw GitHubError(status: .forbidden, message: "Access denied")
        }
        let project = context.parameters.get("id", as: Int.self).flatMap { server.hosted(id: $0) }?.project
        let oid = context.parameters.get("oid")
        guard let file = project?.largeFiles.first(where: { $0.oid == oid }), !file.isMissing else {
            throw GitHubError.notFound
        }
        return Response(
            status: .ok, headers: [.contentType: "application/octet-stream"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.content)))
    }
}

extension HTTPField.Name {
    /// A valid token.
    fileprivate static let storeKey = HTTPField.Name("X-Store-Key") ?? .via
}
