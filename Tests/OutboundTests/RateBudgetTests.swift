import Foundation
import Outbound
import Testing

@Suite struct RateBudgetTests {
    let start = Date(timeIntervalSince1970: 1_800_000_000)

    private func at(_ seconds: Double) -> Date { start.addingTimeInterval(seconds) }

    private func answer(
        _ status: Int = 200, bucket: RateBudget.Bucket = .rest, cost: Int = 1, remaining: Int? = nil, limit: Int = 5000,
        reset: Double = 3600, extra: [String: String] = [:], saysLimited: Bool = false, took: Double = 0
    ) -> RateBudget.Answer {
        var fields = extra
        if let remaining {
            fields["x-ratelimit-limit"] = "\(limit)"
            fields["x-ratelimit-remaining"] = "\(remaining)"
            fields["x-ratelimit-reset"] = "\(Int(at(reset).timeIntervalSince1970))"
        }
        return RateBudget.Answer(
            bucket: bucket, cost: cost, status: status, fields: fields, saysLimited: saysLimited, took: took)
    }

    /// One request and its answer.
    private func round(_ budget: inout RateBudget, _ answer: RateBudget.Answer, at seconds: Double)
        -> RateBudget.Verdict
    {
        #expect(budget.ask(answer.bucket, cost: answer.cost, now: at(seconds)) == .go)
        return budget.answered(answer, now: at(seconds), jitter: 0)
    }

    @Test(
        "Whatever year a source names, it is asked again after an hour",
        arguments: [BudgetRules.gitHub, .bitbucketServer, .bitbucketCloud], [true, false])
    func farFuture(rules: BudgetRules, byField: Bool) {
        var budget = RateBudget(rules: rules)
        let far = 50 * 365 * 86_400.0
        let limited =
            byField
            ? answer(429, remaining: 0, reset: far)
            : answer(429, extra: ["retry-after": "\(Int(far))", "x-ratelimit-fillrate": "0.0000001"])
        _ = round(&budget, limited, at: 0)
        guard case .wait(let until, _) = budget.ask(.rest, now: at(0.1)) else {
            Testing.Issue.record("it is asked again at once")
            return
        }
        #expect(until.timeIntervalSince(at(0)) <= 3700)
        #expect(budget.ask(.rest, now: at(3700)) == .go)
    }

    @Test("A fresh budget allows as many requests at once as its rules say")
    func concurrency() {
        var budget = RateBudget(rules: .gitHub)
        for _ in 0..<16 { #expect(budget.ask(.rest, now: start) == .go) }
        #expect(budget.ask(.rest, now: start) == .waitForAnswer(.concurrency))
        budget.abandoned(.rest, took: 0, now: start)
        #expect(budget.ask(.rest, now: start) == .go)
    }

    @Test(
        "Whatever numbers a source names, what is known of its limits can be reckoned with", arguments: [Int.max, .min])
    func hostileNumbers(number: Int) throws {
        var budget = RateBudget(rules: .gitHub)
        let fields = [
            "x-ratelimit-limit": "\(Int.max)", "x-ratelimit-remaining": "\(number)", "x-ratelimit-reset": "\(number)",
        ]
        let hostile = RateBudget.Answer(
            bucket: .rest, cost: 1, status: 200, fields: fields, saysLimited: false, took: 0)
        #expect(round(&budget, hostile, at: 0) == .answered)
        let known = try #require(budget.primary[.rest])
        #expect((0...(1 << 40)).contains(known.remaining) && known.limit <= 1 << 40)
        #expect((0...253_402_300_799).contains(known.reset.timeIntervalSince1970))
    }

    @Test("What the hour leaves is spent down to the reserve, requests under way included")
    func primary() {
        var budget = RateBudget(rules: .gitHub)
        #expect(round(&budget, answer(remaining: 52), at: 0) == .answered)
        #expect(budget.ask(.rest, now: at(1)) == .go)
        #expect(budget.ask(.rest, now: at(1)) == .go)
        #expect(budget.ask(.rest, now: at(1)) == .wait(until: at(3601), .primary))
        #expect(budget.ask(.graphQL, now: at(1)) == .go)
        #expect(budget.ask(.rest, now: at(3601)) == .go)
    }

    @Test("Answers that overtake each other don't give back what is spent")
    func overtaking() {
        var budget = RateBudget(rules: .gitHub)
        _ = round(&budget, answer(remaining: 4000), at: 0)
        _ = round(&budget, answer(remaining: 4010), at: 1)
        #expect(budget.primary[.rest]?.remaining == 4000)
        _ = round(&budget, answer(remaining: 4999, reset: 7200), at: 3601)
        #expect(budget.primary[.rest]?.remaining == 4999)
    }

    @Test("REST and GraphQL are kept apart by the resource the answer names, others don't count")
    func resources() {
        var budget = RateBudget(rules: .gitHub)
        _ = round(&budget, answer(remaining: 10, extra: ["x-ratelimit-resource": "graphql"]), at: 0)
        _ = round(&budget, answer(remaining: 3, limit: 30, extra: ["x-ratelimit-resource": "search"]), at: 0)
        #expect(budget.primary[.graphQL]?.remaining == 10)
        #expect(budget.primary[.rest] == nil)
    }

    @Test("A used-up hour waits for its reset, whatever the status", arguments: [403, 429])
    func primaryRefusal(status: Int) {
        var budget = RateBudget(rules: .gitHub)
        #expect(round(&budget, answer(status, remaining: 0, reset: 600), at: 0) == .limited(.primary))
        #expect(budget.ask(.rest, now: at(1)) == .wait(until: at(601), .primary))
    }

    static let secondary: [(String, Int, [String: String], Bool, Double)] = [
        ("403 with a pause", 403, ["retry-after": "30"], false, 30),
        ("429 with a pause", 429, ["retry-after": "120"], false, 120),
        ("429 without", 429, [:], false, 60),
        ("403 whose text says so", 403, [:], true, 60),
        ("200 of GraphQL that says so", 200, [:], true, 60),
        ("a pause of nothing", 429, ["retry-after": "0"], false, 1),
    ]

    @Test("A secondary limit pauses as long as asked, or a minute", arguments: secondary)
    func secondaryRefusal(name: String, status: Int, fields: [String: String], says: Bool, pause: Double) {
        var budget = RateBudget(rules: .gitHub)
        let refused = answer(status, remaining: 4000, extra: fields, saysLimited: says)
        #expect(round(&budget, refused, at: 0) == .limited(.secondary))
        #expect(budget.ask(.graphQL, now: at(0.5)) == .wait(until: at(pause), .secondary))
        #expect(budget.ask(.rest, now: at(pause)) == .go)
        #expect(budget.ask(.rest, now: at(pause)) == .waitForAnswer(.concurrency), "one request at first")
    }

    @Test("A plain 403 is about permissions, not about limits")
    func permission() {
        var budget = RateBudget(rules: .gitHub)
        #expect(round(&budget, answer(403, remaining: 4000), at: 0) == .answered)
        #expect(round(&budget, answer(403), at: 0) == .answered)
        #expect(budget.ask(.rest, now: start) == .go)
    }

    @Test("Refusals in a row double the pause; those of one burst count once")
    func doubling() {
        var budget = RateBudget(rules: .gitHub)
        for _ in 0..<4 { #expect(budget.ask(.rest, now: start) == .go) }
        for _ in 0..<4 { _ = budget.answered(answer(429), now: at(1), jitter: 0) }
        #expect(budget.ask(.rest, now: at(2)) == .wait(until: at(61), .secondary))
        #expect(round(&budget, answer(429), at: 61) == .limited(.secondary))
        #expect(budget.ask(.rest, now: at(62)) == .wait(until: at(181), .secondary))
    }

    @Test("After a secondary limit it speeds up answer by answer, and only to half of what was too much")
    func slowStart() {
        var budget = RateBudget(rules: .gitHub)
        _ = round(&budget, answer(429, extra: ["retry-after": "1"]), at: 0)
        #expect((budget.concurrency, budget.ceiling) == (1, 8))
        for _ in 0..<4 { _ = round(&budget, answer(remaining: 4000), at: 10) }
        #expect(budget.concurrency == 2)
        for _ in 0..<40 { _ = round(&budget, answer(remaining: 4000), at: 20) }
        #expect(budget.concurrency == 8)
        for _ in 0..<100 { _ = round(&budget, answer(remaining: 4000), at: 90) }
        #expect(budget.concurrency == 9, "and then carefully beyond")
    }

    @Test("Jitter spreads the restart")
    func jitter() {
        var budget = RateBudget(rules: .gitHub)
        #expect(budget.ask(.rest, now: start) == .go)
        _ = budget.answered(answer(429, extra: ["retry-after": "50"]), now: start, jitter: 1)
        #expect(budget.ask(.rest, now: at(1)) == .wait(until: at(55), .secondary))
    }

    @Test("No more than the minute's points are spent in any 60 seconds")
    func pointsPerMinute() {
        var budget = RateBudget(rules: .gitHub)
        for index in 0..<900 { _ = round(&budget, answer(remaining: 4999 - index), at: Double(index) / 30) }
        #expect(budget.ask(.rest, now: at(30)) == .wait(until: at(60), .pointsPerMinute))
        #expect(budget.ask(.graphQL, now: at(30)) == .go)
        #expect(budget.ask(.rest, now: at(61)) == .go)
        #expect(budget.ask(.rest, cost: 1, weight: 5, now: at(61)) == .go)
    }

    @Test("No more than 90 seconds of response time are taken in 60, of which 60 by GraphQL")
    func responseTime() {
        var budget = RateBudget(rules: .gitHub)
        for index in 0..<6 {
            _ = round(&budget, answer(bucket: .graphQL, remaining: 4000, took: 9), at: Double(index))
        }
        #expect(budget.ask(.graphQL, now: at(10)) == .wait(until: at(60), .responseTime))
        #expect(budget.ask(.rest, now: at(10)) == .go, "REST has the rest of it")
        budget.abandoned(.rest, took: 30, now: at(11))
        #expect(budget.ask(.rest, now: at(12)) == .wait(until: at(60), .responseTime))
        #expect(budget.ask(.rest, now: at(61)) == .go)
    }

    @Test(
        "A host that names no limits, or none but zeros, is bound by concurrency only",
        arguments: [
            [:], ["x-ratelimit-limit": "0", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "0"],
        ])
    func unlimited(fields: [String: String]) {
        var budget = RateBudget(rules: .gitHub)
        _ = round(&budget, answer(extra: fields, took: 5), at: 0)
        for _ in 0..<5000 { #expect(round(&budget, answer(extra: fields, took: 5), at: 1) == .answered) }
        #expect(round(&budget, answer(429, extra: ["retry-after": "9"]), at: 2) == .limited(.secondary))
    }

    @Test("An error page without limits proves nothing")
    func errorPage() {
        var budget = RateBudget(rules: BudgetRules(restPointsPerMinute: 2))
        _ = round(&budget, answer(502), at: 0)
        _ = round(&budget, answer(502), at: 0)
        #expect(budget.ask(.rest, now: at(1)) == .wait(until: at(60), .pointsPerMinute))
    }

    @Test("A small limit keeps a small reserve")
    func anonymous() {
        var budget = RateBudget(rules: .gitHub)
        _ = round(&budget, answer(remaining: 8, limit: 60), at: 0)
        #expect(budget.ask(.rest, now: start) == .go)
        #expect(budget.ask(.rest, now: start) == .go)
        #expect(budget.ask(.rest, now: start) == .wait(until: at(3601), .primary))
    }

    @Test("What was learnt is remembered; what was under way is not")
    func remembered() throws {
        var budget = RateBudget(rules: .gitHub)
        _ = round(&budget, answer(429, remaining: 7, extra: ["retry-after": "100"]), at: 0)
        var again = try JSONDecoder().decode(RateBudget.self, from: JSONEncoder().encode(budget))
        #expect(again.ask(.rest, now: at(1)) == .wait(until: at(100), .secondary))
        #expect(again.primary[.rest]?.remaining == 7)
        #expect(again.ceiling == 8)
        #expect(budget.ask(.graphQL, now: at(100)) == .go)
        again = try JSONDecoder().decode(RateBudget.self, from: JSONEncoder().encode(budget))
        #expect(again.requestsUnderWay == 0)
    }
}
