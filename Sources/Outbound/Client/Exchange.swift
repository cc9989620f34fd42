import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1

/// One request on one connection, with its time limits.
struct Exchange: Sendable {
    enum Outcome<Result: Sendable>: Sendable {
        case finished(Result)
        case redirected(OutboundResponseHead)
    }

    let hop: Hop
    let deadline: ContinuousClock.Instant
    let tally: RequestTally?
    let userAgent: String
    /// Bytes of the body that are taken.
    let limit: Int
    /// Whether the address that is dialled is public.
    var isOutside = false

    /// More header fields than any source sends, and what a page of them may weigh.
    static let maximumHeaderFields = 200
    static let maximumHeaderBytes = 64 * 1024

    func run<Result: Sendable>(
        on client: HTTPClient,
        _ consume: @escaping @Sendable (OutboundResponseHead, OutboundBody) async throws -> Result
    ) async throws -> Outcome<Result> {
        let watch = Watch(url: hop.url, timeouts: hop.request.timeouts, deadline: deadline)
        return try await withThrowingTaskGroup(of: Outcome<Result>?.self) { group in
            group.addTask {
                try await watch.run()
                return nil
            }
            group.addTask { try await exchange(on: client, watch: watch, consume) }
            defer { group.cancelAll() }
            while let outcome = try await group.next() {
                if let outcome { return outcome }
            }
            throw CancellationError()
        }
    }

    private func exchange<Result: Sendable>(
        on client: HTTPClient, watch: Watch,
        _ consume: @Sendable (OutboundResponseHead, OutboundBody) async throws -> Result
    ) async throws -> Outcome<Result> {
        let response = try await ask(client, watch)
        let head = try readHead(response)
        if hop.follows(head.status) { return .redirected(head) }
        let body = OutboundBody(
            pieces: response.body, url: hop.url, limit: limit, watch: watch, tally: tally)
        return .finished(try await consume(head, body))
    }

    private func ask(_ client: HTTPClient, _ watch: Watch) async throws -> HTTPClientResponse {
        watch.begins(.firstByte)
        defer { watch.ended() }
        do {
            // The watch keeps the time: the client's own deadline would end with the head of the answer.
            let response = try await client.execute(clientRequest(), deadline: .distantFuture)
            tally?.countRequest()
            return response
        } catch {
            let ours = OutboundError.reading(error, url: hop.url, progress: .asking)
            if let ours = ours as? OutboundError, !ours.wasSent { throw ours }
            tally?.countRequest()
            throw ours
        }
    }

    private func clientRequest() -> HTTPClientRequest {
        var request = HTTPClientRequest(url: hop.url.text)
        request.method = NIOHTTP1.HTTPMethod(rawValue: hop.method.rawValue)
        for field in hop.headers(userAgent: userAgent) {
            request.headers.add(name: field.name.rawName, value: field.value)
        }
        if let body = hop.body { request.body = .bytes(body) }
        return request
    }

    private func readHead(_ response: HTTPClientResponse) throws(OutboundError) -> OutboundResponseHead {
        let weight = response.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        guard (100...999).contains(response.status.code) else {
            throw .malformedAnswer(url: hop.url.description, reason: "its status is no HTTP status")
        }
        guard response.headers.count <= Self.maximumHeaderFields, weight <= Self.maximumHeaderBytes else {
            throw .headTooLarge(url: hop.url.description)
        }
        var fields = HTTPFields()
        for (name, value) in response.headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        if let length = fields[.contentLength].flatMap({ Int($0) }), length > limit,
            hop.method != .head
        {
            throw .tooLarge(url: hop.url.description, limit: limit)
        }
        if let encoding = fields[.contentEncoding]?.lowercased(), encoding == "gzip" || encoding == "deflate" {
            fields[.contentEncoding] = nil
            fields[.contentLength] = nil
        }
        return OutboundResponseHead(
            status: HTTPResponse.Status(code: Int(response.status.code), reasonPhrase: response.status.reasonPhrase),
            headers: fields, url: hop.url, isFromOutside: isOutside)
    }
}

extension OutboundError {
    /// Whether the request may have reached the source.
    var wasSent: Bool {
        switch self {
        case .connectionFailed, .timedOut(_, step: .connect), .tls, .shutDown: false
        default: true
        }
    }
}
