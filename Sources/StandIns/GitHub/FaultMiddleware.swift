import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Lets the injected faults happen.
struct FaultMiddleware: RouterMiddleware {
    let server: StandInGitHub

    func handle(
        _ request: Request, context: StandInContext, next: (Request, StandInContext) async throws -> Response
    ) async throws -> Response {
        let fault = server.state.withLock { state in
            let fault = state.fault(method: request.method.rawValue, target: request.target)
            if fault != nil { state.note(context.logPosition) { $0.isFaulty = true } }
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
        case .revokeToken:
            for candidate in request.tokenCandidates() ?? [] {
                server.state.withLock { $0.tokens[candidate] = nil }
            }
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
        case .rateLimited(let seconds):
            let token = (try? server.token(of: request)) ?? nil
            server.exhaust(token, seconds: seconds)
            var response = GitHubError.rateLimited(token?.login).response
            let configuration = server.configuration
            let bucket = server.state.withLock { $0.bucket(token, .core, configuration) }
            response.headers[.rateLimitLimit] = String(bucket.limit)
            response.headers[.rateLimitRemaining] = "0"
            response.headers[.rateLimitReset] = String(bucket.reset)
            return response
        case .secondaryLimit(let seconds): return GitHubError.secondaryLimit(retryAfter: seconds).response
        case .oversized(let bytes):
            return Self.answer(200, "[\"" + String(repeating: "a", count: max(0, bytes - 4)) + "\"]", Self.jsonType)
        case .deepJSON(let depth):
            let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            return Self.answer(200, text, Self.jsonType)
        case .redirect(let address): return Self.answer(302, "", ["Location": address])
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
        case .truncatedJSON:
            let whole = try await response.body.collected()
            response.body = ResponseBody(byteBuffer: whole.half)
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
