import Foundation
import Git
import Model
import Outbound
import Remote

/// Runs what git asks of a source: begins it anew where the connection broke, and tells a limit of the source's from a
/// failure.
struct GitTransfer: Sendable {
    let run: ImportRun

    /// Seconds to wait where a source limits the rate of fetches and does not say how long.
    private static let usualWait = 300.0
    /// The longest wait that a source's word is taken for, seconds.
    private static let longestWait = 3600.0

    /// - Parameter limit: bytes that git may send; those of a project's repository where nothing is said.
    /// - Throws: ``ImportError/git(_:upstream:)`` after the last attempt; ``RemoteError/rateLimited(host:until:)``;
    ///   what `body` throws.
    func perform<Result>(
        from address: String, limit: Int? = nil, _ body: (GitRelay) async throws -> Result
    ) async throws -> Result {
        var attempt = 1
        while true {
            do {
                return try await once(address, limit, body)
            } catch let error as ImportError {
                guard let pause = pause(after: error, attempt: attempt) else { throw error }
                let clock = run.services.transferClock
                try await clock.sleep(clock.now().addingTimeInterval(pause))
                attempt += 1
            }
        }
    }

    private func once<Result>(
        _ address: String, _ limit: Int?, _ body: (GitRelay) async throws -> Result
    ) async throws -> Result {
        var limits = run.services.gitLimits
        limits.totalBytes = limit ?? run.services.sourceLimits.repository
        return try await withGitRelay(
            upstream: try OutboundURL(address), credential: run.remote.git.credential,
            client: run.services.outbound, limits: limits, logger: run.logger
        ) { relay in
            do {
                return try await body(relay)
            } catch let error as GitError {
                if case .limited(_, let retryAfter) = relay.lastFailure { throw rateLimit(retryAfter) }
                throw ImportError.git(error, upstream: relay.lastFailure)
            }
        }
    }

    private func rateLimit(_ retryAfter: String?) -> RemoteError {
        let clock = run.services.transferClock
        let wish = retryAfter.flatMap { RetryAfter.seconds($0, now: clock.now()) } ?? Self.usualWait
        let seconds = min(max(wish, 1), Self.longestWait)
        return .rateLimited(host: run.record.source.apiHost, until: run.now.adding(seconds: seconds))
    }

    /// Seconds until the next attempt; `nil` where none helps. Only what broke in the middle: what git had heard
    /// nothing of yet the relay has tried again already.
    private func pause(after error: ImportError, attempt: Int) -> Double? {
        guard case .git(let error, let upstream) = error, error.cause != .diskFull, error.cause != .notWritable else {
            return nil
        }
        let broken: OutboundError
        switch upstream {
        case .failed(let failure) where failure.isBreak: broken = failure
        // The answer was cut where nobody but git could tell.
        case nil where error.cause == .remoteInterrupted: broken = .truncated(url: run.facts.source.cloneURL)
        default: return nil
        }
        let action = run.services.fileRetries.action(
            attempt: attempt, outcome: .failed(broken), now: .now, random: .random(in: 0...1))
        guard case .retry(let pause) = action else { return nil }
        return Double(pause.components.seconds) + Double(pause.components.attoseconds) / 1e18
    }
}

extension OutboundError {
    /// Whether an answer had begun, and did not come to its end.
    fileprivate var isBreak: Bool {
        switch self {
        case .truncated, .timedOut(_, step: .idle): true
        default: false
        }
    }
}
