import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// JSON as git-lfs wants it.
enum LFSAnswer {
    static let mediaType = "application/vnd.git-lfs+json"

    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings, numbers and nothing else: encoding them does not fail.
        let body = (try? encoder.encode(value)) ?? Data("{}".utf8)
        return Response(
            status: status, headers: [.contentType: mediaType, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }

    static func refusal(_ refusal: GitRefusal) -> Response {
        var response = json(Message(message: refusal.text), status: refusal.status)
        if let seconds = refusal.seconds { response.headers[.retryAfter] = String(seconds) }
        if refusal.status == .unauthorized {
            response.headers[.wwwAuthenticate] = "Basic realm=\"GitLab\""
            response.headers[.lfsAuthenticate] = "Basic realm=\"GitLab\""
        }
        return response
    }

    private struct Message: Encodable {
        var message: String
    }
}

extension HTTPField.Name {
    /// git-lfs looks here before it looks at `WWW-Authenticate`; the name is a valid token.
    fileprivate static let lfsAuthenticate = HTTPField.Name("LFS-Authenticate") ?? .wwwAuthenticate
}

/// The body of a batch request.
struct LFSBatchQuestion: Decodable {
    struct Object: Decodable {
        var oid: String
        var size: Int64?
    }

    var operation: String
    var objects: [Object]
    var transfers: [String]?
    var hashAlgorithm: String?

    enum CodingKeys: String, CodingKey {
        case operation, objects, transfers
        case hashAlgorithm = "hash_algo"
    }
}

/// The answer to a batch request.
struct LFSBatchReply: Encodable {
    struct Object: Encodable {
        var oid: String
        var size: Int64
        var authenticated: Bool?
        var actions: [String: Action]?
        var error: Fault?
    }

    struct Action: Encodable {
        var href: String
        var header: [String: String]
    }

    struct Fault: Encodable {
        var code: Int
        var message: String
    }

    var transfer = "basic"
    var objects: [Object]
    var hashAlgorithm = "sha256"

    enum CodingKeys: String, CodingKey {
        case transfer, objects
        case hashAlgorithm = "hash_algo"
    }
}
