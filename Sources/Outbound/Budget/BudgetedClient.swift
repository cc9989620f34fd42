import Foundation
import HTTPTypes
public import Logging
import NIOCore
import Synchronization

/// What only the reader of an answer's body can tell about it.
public struct AnswerReport: Sendable, Hashable {
    /// The GraphQL points it took (`rateLimit { cost }`); nil where it doesn't say.
    public var points: Int?
    /// Whether it says that a rate limit is reached, with a status that doesn't (`"type": "RATE_LIMITED"`).
    public var isRateLimited = false
    /// Whether it is damaged (cut JSON, an error page in HTML), so that asking again may help.
    public var isDamaged = false

    /// Nothing special.
    public init(points: Int? = nil, isRateLimited: Bool = false, isDamaged: Bool = false) {
        self.points = points
        self.isRateLimited = isRateLimited
        self.isDamaged = isDamaged
    }
}

/// Sends requests of one account to one host within its budget, retries what may be retried, and keeps account.
///
/// Each import has its own, over a ``BudgetKeeper`` shared by all that use the same account.
public final class BudgetedClient: Sendable {
    private struct Ledger {
        var spending = Spending()
        var waits: [Int: Limitation] = [:]
        var nextWait = 0
    }

    let client: OutboundClient
    let keeper: BudgetKeeper
    let retryPolicy: RetryPolicy
    let logger: Logger
    private let ledger = Mutex(Ledger())
    /// How often one request may be refused for a limit; each refusal costs a wait of a second at least.
    private let maximumRefusals = 20

    /// - Parameters:
    ///   - client: the door to the network.
    ///   - keeper: the account's budget.
    ///   - retryPolicy: when to send again.
    ///   - spending: what was spent before, where an import goes on.
    public init(
        client: OutboundClient, keeper: BudgetKeeper, retryPolicy: RetryPolicy = RetryPolicy(),
        spending: Spending = Spending(), logger: Logger
    ) {
        self.client = client
        self.keeper = keeper
        self.retryPolicy = retryPolicy
        self.logger = logger
        ledger.withLock { $0.spending = spending }
    }

    /// What was spent so far.
    public var spending: Spending { ledger.withLock { $0.spending } }

    /// What holds requests back now; nil while none waits for the source's permission.
    public var limitation: Limitation? {
        let waits = ledger.withLock { Array($0.waits.values) }
        return waits.filter { $0.until != nil }.max { ($0.until ?? .distantPast) < ($1.until ?? .distantPast) }
    }

    /// What is left of the account's primary limits, as far as the source has said or as it is reckoned here.
    public var primaryLimits: [RateBudget.Bucket: RateBudget.Primary] {
        keeper.budget.primaryLimits(at: keeper.clock.now())
    }

    /// The requests a minute that can be sent for hours; nil where there is no such limit or none is known.
    public var requestsAMinute: Int? { keeper.budget.requestsAMinute }

    /// Sends a request when the budget allows it. Any status that no retry can change is an answer.
    ///
    /// - Parameters:
    ///   - request: the request; only a repeatable one is sent again after a failure.
    ///   - bucket: which limit it counts towards.
    ///   - cost: what it is expected to take of the primary limit.
    ///   - weight: its points towards the minute's limit: 1 for a read, 5 for a write.
    ///   - report: reads from the body what only the caller understands.
    /// - Throws: ``OutboundError`` after the last attempt; `CancellationError` when the task is cancelled.
    public func send(
        _ request: OutboundRequest, bucket: RateBudget.Bucket = .rest, cost: Int = 1, weight: Int = 1,
        report: @Sendable (OutboundResponse) -> AnswerReport = { _ in AnswerReport() }
    ) async throws -> OutboundResponse {
        var attempt = 1
        var refusals = 0
        while true {
            try await acquire(bucket, cost: cost, weight: weight)
            let outcome: RetryPolicy.Outcome
            var answer: OutboundResponse?
            var failure: OutboundError?
            switch try await once(request, bucket, cost, report) {
            case .limited:
                refusals += 1
                if refusals >= maximumRefusals {
                    throw OutboundError.rateLimited(host: keeper.host, attempts: refusals)
                }
                continue
            case .answered(let response, let isDamaged):
                answer = response
                outcome =
                    isDamaged
                    ? .failed(.truncated(url: request.url.description))
                    : .answered(status: response.status.code, retryAfter: response.headers[.retryAfter])
            case .failed(let error):
                failure = error
                outcome = .failed(error)
            }
            let action = retryPolicy.action(
                attempt: request.isRepeatable ? attempt : .max, outcome: outcome, now: keeper.clock.now(),
                random: keeper.clock.random())
            guard case .retry(let pause) = action else {
                if let failure { throw failure }
                if let answer { return answer }
                continue
            }
            try await pauseBeforeRetry(pause, request, attempt)
            attempt += 1
        }
    }

    /// Sends a request that no API limit counts (a file on another host), and hands its answer to a closure as it
    /// comes. Counted, never retried: the closure may have kept a part.
    ///
    /// - Throws: as ``OutboundClient/stream(_:tally:_:)``.
    public func download<Result: Sendable>(
        _ request: OutboundRequest,
        _ consume: @escaping @Sendable (OutboundResponseHead, OutboundBody) async throws -> Result
    ) async throws -> Result {
        let tally = RequestTally()
        defer { account(tally) { $0.otherRequests += $1 } }
        return try await client.stream(request, tally: tally, consume)
    }

    /// Adds what somebody else has sent on this import's behalf: git through the relay.
    public func account(for other: RequestTally.Count) {
        ledger.withLock {
            $0.spending.otherRequests += other.requests
            $0.spending.bytes += other.bytes
        }
    }
}

extension BudgetedClient {
    private enum Attempt {
        case answered(OutboundResponse, isDamaged: Bool)
        case limited
        case failed(OutboundError)
    }

    private func once(
        _ request: OutboundRequest, _ bucket: RateBudget.Bucket, _ cost: Int,
        _ report: (OutboundResponse) -> AnswerReport
    ) async throws -> Attempt {
        let tally = RequestTally()
        let start = ContinuousClock.now
        let response: OutboundResponse
        do {
            response = try await client.send(request, tally: tally)
        } catch {
            keeper.abandoned(bucket, cost: cost, took: (ContinuousClock.now - start).seconds)
            account(tally) { Self.count($1, bucket, points: 0, in: &$0) }
            guard let error = error as? OutboundError else { throw error }
            return .failed(error)
        }
        let told = report(response)
        let verdict = keeper.answered(
            RateBudget.Answer(
                bucket: bucket, cost: cost, status: response.status.code, fields: Self.limitFields(response),
                saysLimited: told.isRateLimited || Self.saysLimited(response),
                took: (ContinuousClock.now - start).seconds))
        let isRefusal = verdict != .answered
        account(tally) { spending, requests in
            let points = bucket == .graphQL && !isRefusal ? told.points ?? cost : 0
            Self.count(requests, bucket, points: points, in: &spending)
            if isRefusal { spending.refusals += 1 }
        }
        return isRefusal ? .limited : .answered(response, isDamaged: told.isDamaged)
    }

    private static func count(_ requests: Int, _ bucket: RateBudget.Bucket, points: Int, in spending: inout Spending) {
        switch bucket {
        case .rest: spending.restRequests += requests
        case .graphQL:
            spending.graphQLRequests += requests
            spending.graphQLPoints += points
        }
    }

    private func account(_ tally: RequestTally, _ count: (inout Spending, Int) -> Void) {
        let counted = tally.count
        ledger.withLock {
            $0.spending.bytes += counted.bytes
            count(&$0.spending, counted.requests)
        }
    }

    private static func limitFields(_ response: OutboundResponse) -> [String: String] {
        var fields: [String: String] = [:]
        for field in response.headers where RateBudget.fieldNames.contains(field.name.canonicalName) {
            fields[field.name.canonicalName] = field.value
        }
        return fields
    }

    /// GitHub tells a secondary limit from a missing permission in the text alone where it names no pause.
    private static func saysLimited(_ response: OutboundResponse) -> Bool {
        guard response.status.code == 403 || response.status.code == 429 else { return false }
        let text = String(decoding: response.body.readableBytesView.prefix(4096), as: UTF8.self).lowercased()
        return ["secondary rate limit", "abuse detection", "rate limit exceeded"].contains { text.contains($0) }
    }

    private func acquire(_ bucket: RateBudget.Bucket, cost: Int, weight: Int) async throws {
        let start = ContinuousClock.now
        let id = ledger.withLock { ledger in
            ledger.nextWait += 1
            return ledger.nextWait
        }
        defer {
            let waited = (ContinuousClock.now - start).seconds
            ledger.withLock {
                if $0.waits.removeValue(forKey: id) != nil { $0.spending.secondsWaited += waited }
            }
        }
        try await keeper.acquire(bucket, cost: cost, weight: weight) { limit, until in
            let limitation = Limitation(host: keeper.host, limit: limit, until: until)
            ledger.withLock { $0.waits[id] = limitation }
        }
    }

    private func pauseBeforeRetry(_ pause: Duration, _ request: OutboundRequest, _ attempt: Int) async throws {
        logger.debug("Request is sent again", metadata: ["url": "\(request.url)", "attempt": "\(attempt + 1)"])
        ledger.withLock { $0.spending.retries += 1 }
        try await keeper.clock.sleep(keeper.clock.now().addingTimeInterval(pause.seconds))
    }
}
