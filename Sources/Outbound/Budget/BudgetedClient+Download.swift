import Foundation
import HTTPTypes
public import NIOCore

/// A part of a file that comes in.
public enum DownloadPart: Sendable {
    /// The file begins, perhaps not for the first time: what came before is void.
    case beginning
    case bytes(ByteBuffer)
}

extension BudgetedClient {
    /// How often a file's host may ask to wait before it is given up.
    private static let maximumWaits = 10
    /// Seconds to wait where a host says it is asked too often and not for how long; GitLab's.
    private static let usualWait = 120.0
    /// The longest wait for one file, seconds.
    private static let longestWait = 3600.0

    /// Downloads a file that counts towards no API limit. Failures that may pass are tried again, and a host that asks
    /// to wait is obeyed.
    ///
    /// The credential goes to the request's own address only: where that answers with a redirect, its target is asked
    /// without it, on the same origin too, because storage refuses a second credential beside a signed address.
    ///
    /// - Parameter receive: is given the file's parts in order; called for answers with status 200 only.
    /// - Returns: the head of the last answer, whatever its status.
    /// - Throws: ``OutboundError``; what `receive` throws; `CancellationError` when the task is cancelled.
    public func fetchFile(
        _ request: OutboundRequest, _ receive: @escaping @Sendable (DownloadPart) throws -> Void
    ) async throws -> OutboundResponseHead {
        var (attempt, waits) = (1, 0)
        while true {
            let outcome: RetryPolicy.Outcome
            var answered: OutboundResponseHead?
            var failure: OutboundError?
            do {
                let head = try await fetchOnce(request, receive)
                if waits < Self.maximumWaits, let pause = wait(head) {
                    waits += 1
                    try await keeper.clock.sleep(keeper.clock.now().addingTimeInterval(pause))
                    continue
                }
                answered = head
                outcome = .answered(status: head.status.code, retryAfter: head.headers[.retryAfter])
            } catch let error as OutboundError {
                failure = error
                outcome = .failed(error)
            }
            let action = retryPolicy.action(
                attempt: attempt, outcome: outcome, now: keeper.clock.now(), random: keeper.clock.random())
            guard case .retry(let pause) = action else {
                if let answered { return answered }
                throw failure ?? .connectionLost(url: request.url.description)
            }
            try await keeper.clock.sleep(keeper.clock.now().addingTimeInterval(pause.seconds))
            attempt += 1
        }
    }

    private func fetchOnce(
        _ request: OutboundRequest, _ receive: @escaping @Sendable (DownloadPart) throws -> Void
    ) async throws -> OutboundResponseHead {
        guard request.credential != nil else { return try await take(request, receive) }
        var first = request
        first.maximumRedirects = 0
        let head = try await take(first, receive)
        guard [301, 302, 303, 307, 308].contains(head.status.code) else { return head }
        var second = request
        second.credential = nil
        second.url = try target(of: head, from: request.url)
        second.isLedFromOutside = request.isLedFromOutside || head.isFromOutside
        return try await take(second, receive)
    }

    private func target(of head: OutboundResponseHead, from url: OutboundURL) throws(OutboundError) -> OutboundURL {
        guard let location = head.headers[.location] else {
            throw .redirectRefused(url: url.description, reason: "it names no address")
        }
        let target: OutboundURL
        do {
            target = try url.resolving(location)
        } catch {
            throw .redirectRefused(url: url.description, reason: "\(error)")
        }
        guard url.scheme == .http || target.scheme == .https else {
            throw .redirectRefused(url: url.description, reason: "it leads from https to http")
        }
        return target
    }

    private func take(
        _ request: OutboundRequest, _ receive: @escaping @Sendable (DownloadPart) throws -> Void
    ) async throws -> OutboundResponseHead {
        try await download(request) { head, body in
            guard head.status == .ok else { return head }
            try receive(.beginning)
            for try await piece in body { try receive(.bytes(piece)) }
            return head
        }
    }

    /// Seconds a host asks to wait; `nil` where it does not.
    private func wait(_ head: OutboundResponseHead) -> Double? {
        guard head.status.code == 429 || head.status.code == 403 else { return nil }
        let now = keeper.clock.now()
        if let wish = head.headers[.retryAfter].flatMap({ RetryAfter.seconds($0, now: now) }) {
            return min(max(wish, 0.5), Self.longestWait)
        }
        let fields = Dictionary(head.headers.map { ($0.name.canonicalName, $0.value) }) { first, _ in first }
        if fields["x-ratelimit-remaining"] == "0",
            let reset = fields["x-ratelimit-reset"].flatMap({ Int($0) }).map({ Double($0) })
        {
            let pause = keeper.budget.rules.style == .window ? reset - now.timeIntervalSince1970 : reset
            return min(max(pause, 1), Self.longestWait)
        }
        return head.status.code == 429 ? Self.usualWait : nil
    }
}
