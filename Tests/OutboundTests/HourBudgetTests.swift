import Foundation
import Outbound
import Testing

/// Bitbucket Cloud's limit: a thousand requests in any hour, which many answers don't speak of.
@Suite struct HourBudgetTests {
    /// The beginning of a minute, because the hour is counted in minutes.
    let start = Date(timeIntervalSince1970: 1_800_000_000)

    private func at(_ seconds: Double) -> Date { start.addingTimeInterval(seconds) }

    private func answer(_ status: Int = 200, _ fields: [String: String] = [:]) -> RateBudget.Answer {
        RateBudget.Answer(bucket: .rest, status: status, fields: fields, took: 0)
    }

    private func told(_ left: Int, of limit: String = "1000", reset: Int) -> [String: String] {
        ["x-ratelimit-limit": limit, "x-ratelimit-remaining": "\(left)", "x-ratelimit-reset": "\(reset)"]
    }

    /// One request and its answer.
    private func round(_ budget: inout RateBudget, _ answer: RateBudget.Answer, at seconds: Double)
        -> RateBudget.Verdict
    {
        #expect(budget.ask(.rest, now: at(seconds)) == .go)
        return budget.answered(answer, now: at(seconds), jitter: 0)
    }

    @Test("Where nothing is said, no hour has more than a thousand requests, ten of them left for others")
    func ownHour() {
        var budget = RateBudget(rules: .bitbucketCloud)
        for index in 0..<990 { #expect(round(&budget, answer(), at: Double(index / 10)) == .answered) }
        // The first sixty seconds' requests count until an hour after the last of them.
        #expect(budget.ask(.rest, now: at(100)) == .wait(until: at(3660), .primary))
        for index in 0..<600 { #expect(round(&budget, answer(), at: 3660 + Double(index) / 20) == .answered) }
        #expect(budget.ask(.rest, now: at(3700)) == .wait(until: at(3720), .primary))
    }

    @Test("What is left of an hour that nothing is said of is known from here")
    func plan() {
        var budget = RateBudget(rules: .bitbucketCloud)
        #expect(budget.primaryLimits(at: start)[.rest]?.limit == 1000)
        for _ in 0..<100 { _ = round(&budget, answer(), at: 0) }
        #expect(budget.primaryLimits(at: at(1))[.rest]?.remaining == 900)
        _ = round(&budget, answer(200, told(400, reset: 600)), at: 2)
        #expect(budget.primaryLimits(at: at(2))[.rest]?.remaining == 400)
    }

    @Test(
        "Where it is said what is left, that counts, and the seconds are from now", arguments: ["60, 60;w=3600", "60"])
    func told(limit: String) {
        var budget = RateBudget(rules: .bitbucketCloud)
        _ = round(&budget, answer(200, told(7, of: limit, reset: 120)), at: 0)
        #expect(budget.primary[.rest]?.limit == 60)
        #expect(budget.ask(.rest, now: at(1)) == .go)
        // Six stay in reserve.
        #expect(budget.ask(.rest, now: at(1)) == .wait(until: at(121), .primary))
    }

    @Test("A larger allowance is used, whether or not it is said what is left of it")
    func scaled() {
        var budget = RateBudget(rules: .bitbucketCloud)
        let fields = ["x-ratelimit-limit": "5000", "x-ratelimit-nearlimit": "false"]
        for index in 0..<4990 { #expect(round(&budget, answer(200, fields), at: Double(index) / 100) == .answered) }
        #expect(budget.ask(.rest, now: at(55)) == .wait(until: at(3660), .primary))
    }

    @Test("When the time has come, one request finds out how much has come back")
    func probing() {
        var budget = RateBudget(rules: .bitbucketCloud)
        _ = round(&budget, answer(200, told(10, reset: 30)), at: 0)
        #expect(budget.ask(.rest, now: at(1)) == .wait(until: at(31), .primary))
        #expect(budget.ask(.rest, now: at(31)) == .go)
        #expect(budget.ask(.rest, now: at(31)) == .waitForAnswer(.primary))
        _ = budget.answered(answer(200, told(200, reset: 5)), now: at(31), jitter: 0)
        for _ in 0..<8 { #expect(budget.ask(.rest, now: at(31)) == .go) }
    }

    @Test("Near the limit, and not because of what was sent from here, it slows down to what an hour sustains")
    func nearLimit() {
        var budget = RateBudget(rules: .bitbucketCloud)
        _ = round(&budget, answer(200, ["x-ratelimit-nearlimit": "true"]), at: 0)
        #expect(budget.ask(.rest, now: at(1)) == .wait(until: at(3.6), .primary))
        _ = round(&budget, answer(200, ["x-ratelimit-nearlimit": "false"]), at: 3.6)
        #expect(budget.ask(.rest, now: at(3.7)) == .go)
    }

    @Test("Near the limit because of what was sent from here, what is left is spent")
    func nearOwnLimit() {
        var budget = RateBudget(rules: .bitbucketCloud)
        for _ in 0..<800 { _ = round(&budget, answer(), at: 0) }
        _ = round(&budget, answer(200, ["x-ratelimit-nearlimit": "true"]), at: 1)
        #expect(budget.ask(.rest, now: at(1)) == .go)
    }

    @Test("A refusal in plain text backs off, doubling up to eight minutes")
    func refused() {
        var budget = RateBudget(rules: .bitbucketCloud)
        var now = 0.0
        var pauses: [Double] = []
        for _ in 0..<8 {
            #expect(round(&budget, answer(429), at: now) == .limited(.secondary))
            guard case .wait(let until, .secondary) = budget.ask(.rest, now: at(now)) else {
                Issue.record("no wait")
                return
            }
            pauses.append(until.timeIntervalSince(at(now)))
            now = until.timeIntervalSince(start)
        }
        #expect(pauses == [15, 30, 60, 120, 240, 480, 480, 480])
    }

    @Test("A refusal that names a time is obeyed, in seconds left or as Retry-After")
    func namedRefusals() {
        var budget = RateBudget(rules: .bitbucketCloud)
        #expect(round(&budget, answer(429, told(0, reset: 900)), at: 0) == .limited(.primary))
        #expect(budget.ask(.rest, now: at(1)) == .wait(until: at(901), .primary))
        budget = RateBudget(rules: .bitbucketCloud)
        #expect(round(&budget, answer(429, ["retry-after": "77"]), at: 0) == .limited(.secondary))
        #expect(budget.ask(.rest, now: at(1)) == .wait(until: at(77), .secondary))
    }

    @Test("A missing scope is one, also when it was the last request of the hour")
    func permission() {
        var budget = RateBudget(rules: .bitbucketCloud)
        #expect(round(&budget, answer(403, told(0, reset: 900)), at: 0) == .answered)
    }

    @Test("Whatever numbers a source names, what is known can be reckoned with", arguments: [Int.max, .min, 0, -1])
    func hostile(number: Int) {
        for name in ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"] {
            var budget = RateBudget(rules: .bitbucketCloud)
            var fields = told(0, reset: 10)
            fields[name] = "\(number)"
            _ = round(&budget, answer(429, fields), at: 0)
            if case .wait(let until, _) = budget.ask(.rest, now: start) {
                #expect((0...253_402_300_800).contains(until.timeIntervalSince1970), "\(name)")
            }
        }
    }

    @Test("The hour is remembered")
    func remembered() throws {
        var budget = RateBudget(rules: .bitbucketCloud)
        for _ in 0..<990 { _ = round(&budget, answer(), at: 0) }
        var again = try JSONDecoder().decode(RateBudget.self, from: JSONEncoder().encode(budget))
        #expect(again.ask(.rest, now: at(60)) == .wait(until: at(3660), .primary))
    }

    /// The server's side of the rule.
    private struct Server {
        let limit: Int
        let window: Double
        private var times: [Double] = []

        init(limit: Int, window: Double) {
            (self.limit, self.window) = (limit, window)
        }

        /// - Returns: what is left and the seconds until more is; `nil` left where the request is refused.
        mutating func take(at now: Double) -> (left: Int?, reset: Int) {
            times.removeAll { $0 <= now - window }
            guard times.count < limit else { return (nil, Int(times[0] + window - now) + 1) }
            times.append(now)
            return (limit - times.count, Int(times[0] + window - now) + 1)
        }
    }

    /// - Parameter tells: whether the answers name the limit.
    @Test("Three thousand requests take three hours, and none is refused", arguments: [true, false])
    func steady(tells: Bool) {
        var budget = RateBudget(rules: .bitbucketCloud)
        var server = Server(limit: 1000, window: 3600)
        var (now, sent) = (0.0, 0)
        while sent < 3000 {
            switch budget.ask(.rest, now: at(now)) {
            case .go:
                now += 0.1
                let (left, reset) = server.take(at: now)
                guard let left else {
                    Issue.record("refused at \(now)")
                    return
                }
                sent += 1
                let fields = tells ? told(left, reset: reset) : [:]
                #expect(budget.answered(answer(200, fields), now: at(now), jitter: 0) == .answered)
            case .wait(let until, _): now = max(now + 0.001, until.timeIntervalSince(start))
            case .waitForAnswer: Issue.record("one at a time")
            }
        }
        #expect(now > 10_700 && now < 11_100, "\(now)")
    }
}
