import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Reads the parameters out of a request: query string, JSON, forms.
enum BodyDecoding {
    /// No request of this API needs more; files come in through other doors.
    static let limit = 256 * 1024

    /// - Throws: ``APIError``: 413, 415, or 400 for malformed JSON, in that order.
    static func parameters(of request: Request, limit: Int = limit) async throws -> RequestParameters {
        let query = query(of: request)
        guard [.post, .put, .patch, .delete].contains(request.method) else { return query }
        return query.merging(try await body(of: request, limit: limit))
    }

    static func query(of request: Request) -> RequestParameters {
        NestedForm.parse(request.uri.query ?? "")
    }

    private static func body(of request: Request, limit: Int) async throws -> RequestParameters {
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw APIError.tooLarge
        }
        guard buffer.readableBytes > 0 else { return RequestParameters() }
        let bytes = [UInt8](buffer.readableBytesView)
        let type = request.headers[.contentType] ?? ""
        switch mediaType(type) {
        case "application/json": return try object(bytes)
        case "application/x-www-form-urlencoded": return NestedForm.parse(String(decoding: bytes, as: UTF8.self))
        case "multipart/form-data":
            return MultipartForm.parse(bytes, boundary: MultipartForm.boundary(of: type) ?? "")
        default:
            throw APIError(.unsupportedMediaType, .error("The provided content-type '\(type)' is not supported."))
        }
    }

    private static func mediaType(_ contentType: String) -> String {
        let type = contentType.prefix { $0 != ";" }
        return type.filter { !$0.isWhitespace }.lowercased()
    }

    /// A body that is JSON but not an object has no parameters.
    private static func object(_ bytes: [UInt8]) throws -> RequestParameters {
        guard bytes.contains(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) else { return RequestParameters() }
        do {
            if case .object(let values) = try json(bytes) { return RequestParameters(values) }
            return RequestParameters()
        } catch {
            throw APIError(.badRequest, .error(malformed))
        }
    }

    static func json(_ bytes: [UInt8]) throws -> ParameterValue {
        try JSONDecoder().decode(ParameterValue.self, from: Data(bytes))
    }

    /// Grape's text, with its line breaks and its blank at the end.
    private static let malformed = """

        Problem:
          message body does not match declared format
        Resolution:
          when specifying application/json as content-type, you must pass valid application/json in the \
        request's 'body'\u{20}
        """
}
