import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// git-lfs as every source has it: the batch call, and the store the objects lie in, which wants nobody's credentials.
struct LargeFiles: Sendable {
    let files: [SampleLargeFile]
    /// Address of the store, to which `/OID` is added.
    let store: String

    static let mediaType = "application/vnd.git-lfs+json"
    /// What the batch answer gives, and the store asks for.
    private static let key = "opens-the-store"

    private struct Question: Decodable {
        struct Object: Decodable {
            var oid: String
            var size: Int
        }

        var operation: String
        var objects: [Object]
    }

    /// Says where the objects asked for are.
    /// - Throws: `HTTPError` 422 for what is no question about downloads.
    func batch(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        guard let question = try? JSONDecoder().decode(Question.self, from: Data(body.readableBytesView)),
            question.operation == "download"
        else { throw HTTPError(.unprocessableContent, message: "Invalid batch request") }
        let objects = question.objects.map { answer($0) }
        var response = Response.json(["transfer": "basic", "objects": .array(objects), "hash_algo": "sha256"])
        response.headers[.contentType] = Self.mediaType
        return response
    }

    private func answer(_ object: Question.Object) -> JSONValue {
        guard let file = files.first(where: { $0.oid == object.oid }), !file.isMissing else {
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

    /// The bytes of an object.
    /// - Throws: `HTTPError` 400 for whoever shows credentials, 403 without the store's key, 404 for what is not there.
    static func object(_ oid: String?, of files: [SampleLargeFile], for request: Request) throws -> Response {
        guard request.headers[.authorization] == nil else {
            throw HTTPError(.badRequest, message: "Only one auth mechanism allowed")
        }
        guard request.headers[.storeKey] == key else { throw HTTPError(.forbidden, message: "Access denied") }
        guard let file = files.first(where: { $0.oid == oid }), !file.isMissing else { throw HTTPError(.notFound) }
        return Response(
            status: .ok, headers: [.contentType: "application/octet-stream"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.content)))
    }
}

extension HTTPField.Name {
    fileprivate static let storeKey = named("X-Store-Key")
}
