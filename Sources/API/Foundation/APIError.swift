public import Access
public import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// An answer that is not the one hoped for, in one of GitLab's shapes.
public struct APIError: Error, Sendable {
    /// GitLab's shapes of errors.
    public enum Body: Sendable, Equatable {
        /// `{"error":"text"}`: parameters, syntax, unknown routes.
        case error(String)
        /// `{"message":"text"}`: authority, missing objects, conflicts.
        case message(String)
        /// `{"message":{"field":["text"]}}`: a value that the object itself refuses.
        case fields([(name: String, texts: [String])])
        /// `{"message":{"error":"text"}}`. GitLab says no more than that something went wrong; `reason` says what.
        case messageError(String, reason: String? = nil)
        /// `{"errors":"text"}`: the import services.
        case errors(String)
        /// `{"errors":["text"]}`.
        case errorList([String])
        /// `{"error":"code","error_description":"text","scope":"a b"}`: the token itself.
        case token(code: String, description: String, scope: String?)
        /// No JSON: the throttles that stand before GitLab's API.
        case plain(String)

        public static func == (left: Body, right: Body) -> Bool {
            let (leftWriter, rightWriter) = (JSONWriter(), JSONWriter())
            left.write(to: leftWriter)
            right.write(to: rightWriter)
            return leftWriter.bytes == rightWriter.bytes
        }
    }

    public var status: HTTPResponse.Status
    public var body: Body
    public var headers: HTTPFields

    public init(_ status: HTTPResponse.Status, _ body: Body, headers: HTTPFields = [:]) {
        self.status = status
        self.body = body
        self.headers = headers
    }

    /// `404 Project Not Found` and the like; also for what exists and may not be seen.
    public static func notFound(_ what: String) -> APIError {
        APIError(.notFound, .message("404 \(what) Not Found"))
    }

    /// `404 Not found`: a record missing inside a handler.
    public static let recordNotFound = APIError(.notFound, .message("404 Not found"))

    /// `404 Not Found`: a lookup that GitLab gives no name.
    public static let notFound = APIError(.notFound, .message("404 Not Found"))

    /// `{"error":"404 Not Found"}`: no such route.
    public static let noSuchRoute = APIError(.notFound, .error("404 Not Found"))

    public static let unauthorized = APIError(.unauthorized, .message("401 Unauthorized"))

    public static func forbidden(_ reason: String? = nil) -> APIError {
        APIError(.forbidden, .message(reason.map { "403 Forbidden - \($0)" } ?? "403 Forbidden"))
    }

    /// 400 with GitLab's joined texts.
    public static func invalidParameters(_ texts: [String]) -> APIError {
        APIError(.badRequest, .error(texts.joined(separator: ", ")))
    }

    /// 400 in the shape of a record that refuses values.
    public static func refusedFields(_ fields: [(name: String, texts: [String])]) -> APIError {
        APIError(.badRequest, .fields(fields))
    }

    public static func badRequest(_ text: String) -> APIError {
        APIError(.badRequest, .message(text))
    }

    public static func conflict(_ text: String = "409 Conflict") -> APIError {
        APIError(.conflict, .message(text))
    }

    /// 429 as GitLab's Rack-level throttles answer it, with their headers.
    public static func throttled(_ refusal: ThrottleRefusal, name: String) -> APIError {
        var headers: HTTPFields = [:]
        headers[.rateLimitName] = name
        headers[.rateLimitLimit] = String(refusal.limit)
        headers[.rateLimitObserved] = String(refusal.observed)
        headers[.rateLimitRemaining] = "0"
        headers[.rateLimitReset] = String(refusal.resetsAt.millisecondsSinceEpoch / 1000)
        headers[.retryAfter] = String(refusal.seconds)
        return APIError(.tooManyRequests, .plain("Retry later\n"), headers: headers)
    }

    /// 429 of one endpoint, in that endpoint's shape. GitLab sends no `Retry-After` here; clients use it all the same.
    static func tooOften(_ refusal: ThrottleRefusal, _ shape: (String) -> Body) -> APIError {
        APIError(
            .tooManyRequests, shape("This endpoint has been requested too many times. Try again later."),
            headers: [.retryAfter: String(refusal.seconds)])
    }

    public static let tooLarge = APIError(.contentTooLarge, .message("413 Request Entity Too Large"))
    public static let internalError = APIError(.internalServerError, .message("500 Internal Server Error"))
    public static let unavailable = APIError(.serviceUnavailable, .message("503 Service Unavailable"))

    /// The error as it goes out.
    var response: Response {
        let writer = JSONWriter()
        body.write(to: writer)
        var headers = headers
        if case .plain(let text) = body {
            headers[.contentType] = "text/plain"
            return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
        headers[.contentType] = "application/json"
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.bytes)))
    }
}

extension APIError.Body: Entity {
    public func write(_ object: inout JSONObject) {
        switch self {
        case .error(let text): object.add("error", text)
        case .message(let text): object.add("message", text)
        case .fields(let fields):
            object.add("message") { object in
                for field in fields { object.add(field.name, field.texts) }
            }
        case .messageError(let text, let reason):
            object.add("message") { message in
                message.add("error", text)
                if let reason { message.add("reason", reason) }
            }
        case .errors(let text): object.add("errors", text)
        case .errorList(let texts): object.add("errors", texts)
        case .token(let code, let description, let scope):
            object.add("error", code)
            object.add("error_description", description)
            if let scope { object.add("scope", scope) }
        case .plain: break
        }
    }
}
