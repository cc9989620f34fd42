import Foundation
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import Synchronization

/// The relay's work: reads git's requests, asks the source, passes the answers back as they come.
final class Relaying: Sendable {
    private struct State {
        /// Where the repository is: elsewhere than the upstream where the source has redirected.
        var base: OutboundURL
        /// Whether a public server has redirected there.
        var isLedFromOutside = false
        var lastFailure: RelayFailure?
    }

    /// git is known to be cut off: the head of the answer is out, and the rest can't follow.
    private struct BrokenOff: Error {}

    let tally = RequestTally()
    private let route: RelayRoute
    private let upstream: OutboundURL
    private let credential: Credential?
    private let client: OutboundClient
    private let limits: RelayLimits
    private let logger: Logger
    private let state: Mutex<State>

    init(
        capability: String, upstream: OutboundURL, credential: Credential?, client: OutboundClient,
        limits: RelayLimits, logger: Logger
    ) {
        route = RelayRoute(capability: capability)
        self.upstream = upstream
        self.credential = credential
        self.client = client
        self.limits = limits
        self.logger = logger
        state = Mutex(State(base: upstream))
    }

    var lastFailure: RelayFailure? { state.withLock { $0.lastFailure } }

    /// Serves one connection of git until either side ends it.
    func serve(_ connection: RelayConnection) async {
        do {
            try await connection.executeThenClose { inbound, outbound in
                var requests = inbound.makeAsyncIterator()
                while let request = try await RelayedRequest.next(from: &requests, limit: limits.requestBytes) {
                    try await answer(request, outbound)
                    if request.isTooLarge || !request.head.isKeepAlive { break }
                }
            }
        } catch {
            // git went away, or was cut off because the source broke off: lastFailure holds the cause.
            logger.debug("A relayed connection ended early", metadata: ["upstream": "\(upstream)"])
        }
    }

    private func answer(
        _ request: RelayedRequest, _ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws {
        guard !request.isTooLarge else {
            return try await refuse(.requestTooLarge(limit: limits.requestBytes), request, outbound)
        }
        switch route.target(of: request.head) {
        case .refused(let status, let message):
            try await Self.write(status, message, request, outbound)
        case .advertisement, .uploadPack:
            try await relay(request, outbound)
        }
    }

    /// Asks the source, again where that may help and git has heard nothing yet.
    private func relay(
        _ request: RelayedRequest, _ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws {
        var attempt = 1
        while true {
            guard let failure = try await attemptOnce(request, outbound) else { return }
            let outcome: RetryPolicy.Outcome =
                switch failure {
                case .answered(let status, _): .answered(status: status, retryAfter: nil)
                case .failed(let error): .failed(error)
                case .limited, .notGit, .requestTooLarge: .answered(status: 400, retryAfter: nil)
                }
            let action = limits.retryPolicy.action(
                attempt: attempt, outcome: outcome, now: .now, random: .random(in: 0...1))
            guard case .retry(let pause) = action else { return try await refuse(failure, request, outbound) }
            try await Task.sleep(for: pause)
            attempt += 1
        }
    }

    /// One request to the source; nil when its answer was passed on whole.
    private func attemptOnce(
        _ request: RelayedRequest, _ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws -> RelayFailure? {
        let hasBegun = Mutex(false)
        do {
            return try await client.stream(upstreamRequest(request), tally: tally) { [self] head, body in
                let retryAfter = head.headers[.retryAfter]
                if head.status.code == 429 || (head.status.code == 403 && retryAfter != nil) {
                    return .limited(url: head.url.description, retryAfter: retryAfter)
                }
                guard head.status.code == 200 else {
                    return .answered(status: head.status.code, url: head.url.description)
                }
                guard head.headers[.contentType]?.hasPrefix("application/x-git-upload-pack-") ?? false else {
                    return .notGit(url: head.url.description)
                }
                learnBase(from: head)
                hasBegun.withLock { $0 = true }
                try await outbound.write(.head(Self.head(head, for: request)))
                for try await piece in body { try await outbound.write(.body(.byteBuffer(piece))) }
                try await outbound.write(.end(nil))
                return nil
            }
        } catch let error as OutboundError {
            guard hasBegun.withLock({ $0 }) else { return .failed(error) }
            remember(.failed(error))
            throw BrokenOff()
        }
    }

    private func upstreamRequest(_ request: RelayedRequest) -> OutboundRequest {
        let (base, isLedFromOutside) = state.withLock { ($0.base, $0.isLedFromOutside) }
        let isAdvertisement = request.head.method == .GET
        let url =
            isAdvertisement
            ? base.appending(path: "info/refs").with(query: [("service", "git-upload-pack")])
            : base.appending(path: "git-upload-pack")
        var asked = OutboundRequest(isAdvertisement ? .get : .post, url)
        for name in RelayRoute.passedFields {
            if let value = request.head.headers.first(name: name.rawName) { asked.headers[name] = value }
        }
        asked.credential = url.origin == upstream.origin ? credential : nil
        asked.body = isAdvertisement ? nil : request.body
        asked.timeouts = limits.timeouts
        asked.isLedFromOutside = isLedFromOutside
        asked.maximumBytes = max(0, limits.totalBytes - tally.count.bytes)
        asked.acceptsCompression = false
        return asked
    }

    /// git asks for the refs first: where that was redirected, the repository has moved, and what follows goes there.
    private func learnBase(from head: OutboundResponseHead) {
        guard let base = head.url.droppingPath(suffix: "/info/refs") else { return }
        state.withLock { state in
            state.base = base
            state.isLedFromOutside = state.isLedFromOutside || head.isFromOutside
        }
    }

    private func remember(_ failure: RelayFailure) {
        logger.debug("A relayed fetch failed", metadata: ["upstream": "\(upstream)", "failure": "\(failure)"])
        state.withLock { $0.lastFailure = failure }
    }

    private func refuse(
        _ failure: RelayFailure, _ request: RelayedRequest,
        _ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws {
        remember(failure)
        try await Self.write(failure.status, failure.description, request, outbound)
    }

    /// Answers with a message; git shows the text of a refusal that comes as plain text.
    private static func write(
        _ status: Int, _ message: String, _ request: RelayedRequest,
        _ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws {
        let text = ByteBuffer(string: message + "\n")
        var head = HTTPResponseHead(version: request.head.version, status: .init(statusCode: status))
        head.headers.add(name: "Content-Type", value: "text/plain; charset=utf-8")
        head.headers.add(name: "Content-Length", value: "\(text.readableBytes)")
        if request.isTooLarge { head.headers.add(name: "Connection", value: "close") }
        try await outbound.write(.head(head))
        try await outbound.write(.body(.byteBuffer(text)))
        try await outbound.write(.end(nil))
    }

    private static func head(_ head: OutboundResponseHead, for request: RelayedRequest) -> HTTPResponseHead {
        var relayed = HTTPResponseHead(version: request.head.version, status: .ok)
        for name in [HTTPField.Name.contentType, .cacheControl] {
            if let value = head.headers[name] { relayed.headers.add(name: name.rawName, value: value) }
        }
        return relayed
    }
}
