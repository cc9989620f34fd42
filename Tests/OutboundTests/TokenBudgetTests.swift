import Foundation
import Outbound
import Testing

/// Bitbucket Data Center's limit: a bucket of tokens for each user.
@Suite struct TokenBudgetTests {
    let start = Date(timeIntervalSince1970: 1_800_000_000)

    private func at(_ seconds: Double) -> Date { start.addingTimeInterval(seconds) }

    private func answer(
        _ status: Int = 200, left: Int? = nil, size: Int = 60, fill: Int = 5, interval: Int = 1, retryAfter: Int? = 0
    ) -> RateBudget.Answer {
        var fields: [String: String] = [:]
        if let left {
            fields = [
                "x-ratelimit-limit": "\(size)", "x-ratelimit-remaining": "\(left)", "x-ratelimit-fillrate": "\(fill)",
                "x-ratelimit-interval-seconds": "\(interval)",
            ]
            fields["retry-after"] = retryAfter.map { "\($0)" }
        }
        return RateBudget.Answer(bucket: .rest, status: status, fields: fields, took: 0)
    }

    /// One request and its answer.
    private func round(_ budget: inout RateBudget, _ answer: RateBudget.Answer, at seconds: Double)
        -> RateBudget.Verdict
    {
        #expect(budget.ask(.rest, now: at(seconds)) == .go)
        return budget.answered(answer, now: at(seconds), jitter: 0)
    }

    @Test("A server without limits is bound by concurrency only")
    func unlimited() {
        var budget = RateBudget(rules: .bitbucketServer)
        for _ in 0..<5000 { #expect(round(&budget, answer(), at: 0) == .answered) }
        for _ in 0..<8 { #expect(budget.ask(.rest, now: start) == .go) }
        #expect(budget.ask(.rest, now: start) == .waitForAnswer(.concurrency))
    }

    @Test("An empty bucket is waited for as long as the tokens take, not a minute")
    func refills() {
        var budget = RateBudget(rules: .bitbucketServer)
        #expect(round(&budget, answer(left: 6), at: 0) == .answered)
        #expect(budget.ask(.rest, now: start) == .go)
        // Five stay in reserve; the sixth is under way.
        #expect(budget.ask(.rest, now: start) == .wait(until: at(0.2), .primary))
        #expect(budget.ask(.rest, now: at(0.2)) == .go)
    }

    @Test("What is under way is not sent a second time with the same token")
    func underWay() {
        var budget = RateBudget(rules: .bitbucketServer)
        #expect(round(&budget, answer(left: 8), at: 0) == .answered)
        for _ in 0..<3 { #expect(budget.ask(.rest, now: start) == .go) }
        #expect(budget.ask(.rest, now: start) == .wait(until: at(0.2), .primary))
    }

    @Test("A bucket smaller than the requests under way waits for answers")
    func tiny() {
        var budget = RateBudget(rules: .bitbucketServer)
        #expect(round(&budget, answer(left: 2, size: 2), at: 0) == .answered)
        for _ in 0..<2 { #expect(budget.ask(.rest, now: start) == .go) }
        #expect(budget.ask(.rest, now: at(5)) == .waitForAnswer(.concurrency))
    }

    @Test("Answers that overtake each other don't give tokens back")
    func overtaking() {
        var budget = RateBudget(rules: .bitbucketServer)
        _ = round(&budget, answer(left: 6), at: 0)
        _ = round(&budget, answer(left: 9), at: 0)
        #expect(budget.ask(.rest, now: start) == .go)
        #expect(budget.ask(.rest, now: start) == .wait(until: at(0.2), .primary))
    }

    @Test("A refusal is waited out as long as the server says, by all, and counts once")
    func refused() {
        var budget = RateBudget(rules: .bitbucketServer)
        for _ in 0..<4 { #expect(budget.ask(.rest, now: start) == .go) }
        for _ in 0..<4 {
            #expect(
                budget.answered(answer(429, left: 0, retryAfter: 3), now: start, jitter: 0) == .limited(.primary))
        }
        #expect(budget.ask(.rest, now: at(1)) == .wait(until: at(3), .primary))
        #expect(budget.ask(.rest, now: at(3)) == .go)
        #expect(budget.concurrency == 8)
    }

    @Test("A server that refuses and says one may ask again at once is asked less and less")
    func lying() {
        var budget = RateBudget(rules: .bitbucketServer)
        var now = 0.0
        var pauses: [Double] = []
        for _ in 0..<7 {
            #expect(round(&budget, answer(429, left: 60), at: now) == .limited(.primary))
            guard case .wait(let until, .primary) = budget.ask(.rest, now: at(now)) else {
                Issue.record("no wait")
                return
            }
            let next = until.timeIntervalSince(start)
            pauses.append((next - now).rounded())
            now = next
        }
        // A second is what the reserve takes to fill.
        #expect(pauses == [1, 4, 8, 16, 32, 60, 60])
    }

    @Test("A refusal without any number pauses shortly, doubling while nothing goes well")
    func silentRefusals() {
        var budget = RateBudget(rules: .bitbucketServer)
        #expect(round(&budget, answer(429), at: 0) == .limited(.primary))
        #expect(budget.ask(.rest, now: at(1)) == .wait(until: at(2), .secondary))
        #expect(round(&budget, answer(429), at: 3) == .limited(.primary))
        #expect(budget.ask(.rest, now: at(4)) == .wait(until: at(7), .secondary))
        for index in 0..<4 { _ = round(&budget, answer(), at: 8 + Double(index)) }
        #expect(round(&budget, answer(429), at: 20) == .limited(.primary))
        #expect(budget.ask(.rest, now: at(20)) == .wait(until: at(22), .secondary))
    }

    @Test("A missing permission is one, though every answer names the seconds to wait: none", arguments: [401, 403])
    func permission(status: Int) {
        var budget = RateBudget(rules: .bitbucketServer)
        #expect(round(&budget, answer(status, left: 0), at: 0) == .answered)
    }

    @Test(
        "Whatever numbers a server names, waiting has an end that can be reckoned with",
        arguments: ["0", "-1", "nan", "inf", "1e300", "-1e300", "x", "\(Int.max)"])
    func hostile(number: String) {
        let names = [
            "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-fillrate", "x-ratelimit-interval-seconds",
        ]
        for name in names {
            var budget = RateBudget(rules: .bitbucketServer)
            var told = answer(429, left: 0, retryAfter: 1)
            told.fields[name] = number
            #expect(round(&budget, told, at: 0) == .limited(.primary))
            switch budget.ask(.rest, now: start) {
            case .wait(let until, _): #expect(until > start && until.timeIntervalSince(start).isFinite, "\(name)")
            case .go, .waitForAnswer: Issue.record("\(name)")
            }
            #expect((budget.requestsAMinute ?? 1) > 0)
        }
    }

    @Test("The bucket is remembered")
    func remembered() throws {
        var budget = RateBudget(rules: .bitbucketServer)
        _ = round(&budget, answer(429, left: 0, retryAfter: 100), at: 0)
        var again = try JSONDecoder().decode(RateBudget.self, from: JSONEncoder().encode(budget))
        #expect(again.rules == .bitbucketServer)
        #expect(again.ask(.rest, now: at(1)) == .wait(until: at(100), .primary))
        #expect(again.requestsAMinute == 300)
    }

    /// The server's side of the rule, as its documentation tells it.
    private struct Server {
        var tokens: Double
        let size: Double
        let fill: Double
        var time = 0.0

        mutating func take(at now: Double) -> Bool {
            tokens = min(size, tokens + (now - time) * fill)
            time = now
            guard tokens >= 1 else { return false }
            tokens -= 1
            return true
        }
    }

    @Test("A thousand requests through a bucket of 60 that gains 5 a second take what it takes, and none is refused")
    func steady() {
        var budget = RateBudget(rules: .bitbucketServer)
        var server = Server(tokens: 60, size: 60, fill: 5)
        var (now, sent) = (0.0, 0)
        while sent < 1000 {
            switch budget.ask(.rest, now: at(now)) {
            case .go:
                now += 0.01
                guard server.take(at: now) else {
                    Issue.record("refused at \(now)")
                    return
                }
                sent += 1
                #expect(budget.answered(answer(left: Int(server.tokens)), now: at(now), jitter: 0) == .answered)
            case .wait(let until, _): now = max(now + 0.001, until.timeIntervalSince(start))
            case .waitForAnswer: Issue.record("one at a time")
            }
        }
        // (1000 - 60 + reserve) / 5 = 189 seconds.
        #expect(now > 187 && now < 230, "\(now)")
    }
}
