public import HTTPTypes
public import Hummingbird
import NIOCore
public import Store

/// A JSON answer.
public struct Answer: ResponseGenerator, Sendable {
    public var status: HTTPResponse.Status
    public var headers: HTTPFields
    private var body: ByteBuffer

    public init(_ value: some JSONWritable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) {
        let writer = JSONWriter()
        value.write(to: writer)
        self.init(bytes: writer.bytes, status: status, headers: headers)
    }

    private init(bytes: [UInt8], status: HTTPResponse.Status, headers: HTTPFields) {
        self.status = status
        self.headers = headers
        body = ByteBuffer(bytes: bytes)
    }

    public static func created(_ value: some JSONWritable) -> Answer {
        Answer(value, status: .created)
    }

    /// 204 without a body.
    public static let noContent = Answer(bytes: [], status: .noContent, headers: [:])

    /// `{"message":"202 Accepted"}`: what was asked for will be done.
    public static let accepted = Answer(MessageAnswer(message: "202 Accepted"), status: .accepted)

    /// One page of a list, with the headers that lead through it.
    public static func page<Element, Shown: JSONWritable>(
        _ rows: PagedRows<Element>, _ page: Page, of request: APIRequest, _ show: (Element) -> Shown
    ) -> Answer {
        let writer = JSONWriter(capacity: 64 * 1024)
        writer.array(rows.elements) { show($0).write(to: writer) }
        let headers = PageHeaders(page: page, count: rows.elements.count, total: rows.total).fields(for: request)
        return Answer(bytes: writer.bytes, status: .ok, headers: headers)
    }

    /// One page of a list read by keyset. `next` are the parameters that lead to the next page; `nil` on the last one.
    public static func keyset<Element, Shown: JSONWritable>(
        _ elements: [Element], next: [(String, String)]?, of request: APIRequest, _ show: (Element) -> Shown
    ) -> Answer {
        let writer = JSONWriter(capacity: 64 * 1024)
        writer.array(elements) { show($0).write(to: writer) }
        var headers: HTTPFields = [:]
        if let next { headers[.link] = "<\(request.url(replacing: next))>; rel=\"next\"" }
        return Answer(bytes: writer.bytes, status: .ok, headers: headers)
    }

    public func response(from request: Request, context: some RequestContext) -> Response {
        var headers = headers
        if status != .noContent { headers[.contentType] = "application/json" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}

/// `{"message":"…"}`.
struct MessageAnswer: Entity {
    var message: String

    func write(_ object: inout JSONObject) {
        object.add("message", message)
    }
}
