import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Lets the injected faults happen.
struct FaultMiddleware: RouterMiddleware {
    let server: any StandIn

    func handle(
        _ request: Request, context: StandInContext, next: (Request, StandInContext) async throws -> Response
    ) async throws -> Response {
        var request = request
        var asked = ""
        if server.withTraffic({ $0.faults.contains { $0.body != nil } }), request.method == .post {
            asked = String(buffer: try await request.collectBody(upTo: 1 << 20))
        }
        let body = asked
        let fault = server.withTraffic { traffic in
            let fault = traffic.fault(method: request.method.rawValue, target: request.target, body: body)
            if fault != nil { traffic.note(context.logPosition) { $0.isFaulty = true } }
            return fault
        }
        guard let fault else { return try await next(request, context) }
        try await prepare(fault, request, context)
        if let response = replacement(for: fault, request) { return response }
        return try await spoil(try await next(request, context), fault, context)
    }

    /// What happens before the answer.
    private func prepare(_ fault: StandInFault.Kind, _ request: Request, _ context: StandInContext) async throws {
        switch fault {
        case .dropConnection:
            try await context.channel.reset()
            throw BrokenOnPurpose()
        case .hang:
            // Longer than anybody waits; ends with the server.
            try await Task.sleep(for: .seconds(86_400))
            throw BrokenOnPurpose()
        case .delay(let time):
            try await Task.sleep(for: time)
        case .revokeToken: server.revokeCredentials(of: request)
        default: break
        }
    }

    /// An answer in place of the real one.
    private func replacement(for fault: StandInFault.Kind, _ request: Request) -> Response? {
        switch fault {
        case .status(let code, let body, let headers): return Self.answer(code, body, headers)
        case .html502:
            let page =
                "<!DOCTYPE html><html><title>Unicorn!</title><body>This page is taking too long.</body></html>"
            return Self.answer(502, page, ["Content-Type": "text/html; charset=utf-8"])
        case .rateLimited(let seconds): return server.rateLimited(request, seconds: seconds)
        case .secondaryLimit(let seconds): return server.crowded(retryAfter: seconds)
        case .oversized(let bytes):
            return Self.answer(200, "[\"" + String(repeating: "a", count: max(0, bytes - 4)) + "\"]", Self.jsonType)
        case .deepJSON(let depth):
            let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            return Self.answer(200, text, Self.jsonType)
        case .redirect(let address): return Self.answer(302, "", ["Location": address])
        case .redirectLoop: return Self.answer(302, "", ["Location": request.target])
        default: return nil
        }
    }

    /// The real answer, made worse.
    private func spoil(
        _ response: Response, _ fault: StandInFault.Kind, _ context: StandInContext
    ) async throws -> Response {
        var response = response
        switch fault {
        case .wrongContentType: response.headers[.contentType] = "text/html; charset=utf-8"
        case .nextLinkToOtherHost(let origin):
            response.headers[.link] = response.headers[.link].map { Self.move($0, to: origin) }
            let whole = try await response.body.collected()
            let text = String(buffer: whole)
            let moved = Self.moveNext(in: text, to: origin)
            // What names no next page, a file say, stays as it is, byte by byte.
            response.body = ResponseBody(byteBuffer: moved == text ? whole : ByteBuffer(string: moved))
        case .truncatedJSON:
            let whole = try await response.body.collected()
            response.body = ResponseBody(byteBuffer: whole.half)
        case .repeatedItem, .missingItem:
            let whole = try await response.body.collected()
            let isMissing = if case .missingItem = fault { true } else { false }
            response.body = ResponseBody(byteBuffer: Self.moved(whole, isMissing: isMissing))
        case .resetMidBody:
            let whole = try await response.body.collected()
            let channel = context.channel
            response.body = ResponseBody(contentLength: whole.readableBytes) { writer in
                try await writer.write(whole.half)
                try await channel.reset()
                throw BrokenOnPurpose()
            }
        case .slowDrip(let bytes, let pause):
            let whole = try await response.body.collected()
            response.body = ResponseBody(contentLength: whole.readableBytes) { writer in
                var rest = whole
                while let piece = rest.readSlice(length: min(max(1, bytes), rest.readableBytes)),
                    piece.readableBytes > 0
                {
                    try await writer.write(piece)
                    try await Task.sleep(for: pause)
                }
                try await writer.finish(nil)
            }
        default: break
        }
        return response
    }

    private static let jsonType = ["Content-Type": "application/json; charset=utf-8"]

    /// The server is known by more than one name to its clients, so whatever origin the links have is replaced.
    private static func move(_ link: String, to origin: String) -> String {
        link.replacing(#/<https?://[^/>]+/#, with: "<\(origin)")
    }

    /// The same where the body says what comes next.
    private static func moveNext(in body: String, to origin: String) -> String {
        body.replacing(#/"next":"https?://[^/"]+//#, with: "\"next\":\"\(origin)/")
    }

    /// A list whose first object is there twice or not at all; the body itself where it is no list.
    private static func moved(_ body: ByteBuffer, isMissing: Bool) -> ByteBuffer {
        let whole = try? JSONSerialization.jsonObject(with: Data(body.readableBytesView))
        let shift = { (list: [Any]) in isMissing ? Array(list.dropFirst()) : Array(list.prefix(1)) + list }
        let answer: Any
        if let list = whole as? [Any] {
            answer = shift(list)
        } else if var object = whole as? [String: Any], let list = object["values"] as? [Any] {
            object["values"] = shift(list)
            answer = object
        } else {
            return body
        }
        return (try? JSONSerialization.data(withJSONObject: answer)).map { ByteBuffer(bytes: $0) } ?? body
    }

    private static func answer(_ code: Int, _ body: String, _ headers: [String: String]) -> Response {
        var fields: HTTPFields = [:]
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return Response(
            status: HTTPResponse.Status(code: code), headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
}
