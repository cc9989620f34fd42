import Foundation
import Outbound
import Testing

@Suite struct RetryPolicyTests {
    let policy = RetryPolicy()
    let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test(
        "Pauses double, spread over their second half, and end at the longest",
        arguments: [
            (1, 0.0, 0.25), (1, 1.0, 0.5), (2, 1.0, 1.0), (3, 1.0, 2.0), (4, 0.0, 2.0), (4, 1.0, 4.0),
        ])
    func pauses(attempt: Int, random: Double, seconds: Double) {
        let action = policy.action(
            attempt: attempt, outcome: .answered(status: 502, retryAfter: nil), now: now, random: random)
        #expect(action == .retry(after: .seconds(seconds)))
    }

    @Test("The longest pause bounds all")
    func longest() {
        let patient = RetryPolicy(maximumAttempts: 100)
        let action = patient.action(
            attempt: 60, outcome: .failed(.connectionLost(url: "")), now: now, random: 1)
        #expect(action == .retry(after: .seconds(30)))
    }

    @Test("After the last attempt it gives up")
    func givesUp() {
        #expect(policy.action(attempt: 5, outcome: .failed(.truncated(url: "")), now: now, random: 0) == .giveUp)
    }

    @Test(
        "What can't get better isn't tried again",
        arguments: [
            RetryPolicy.Outcome.answered(status: 200, retryAfter: nil), .answered(status: 401, retryAfter: nil),
            .answered(status: 404, retryAfter: "1"), .answered(status: 422, retryAfter: nil),
            .answered(status: 501, retryAfter: nil), .failed(.tooLarge(url: "", limit: 1)),
            .failed(.redirectRefused(url: "", reason: "")), .failed(.tls(url: "", reason: "")),
            .failed(.addressRefused(url: "", reason: .port(22))),
        ])
    func final(outcome: RetryPolicy.Outcome) {
        #expect(policy.action(attempt: 1, outcome: outcome, now: now, random: 0) == .giveUp)
    }

    @Test(
        "What may pass is tried again",
        arguments: [
            RetryPolicy.Outcome.answered(status: 500, retryAfter: nil), .answered(status: 503, retryAfter: nil),
            .answered(status: 504, retryAfter: nil), .answered(status: 408, retryAfter: nil),
            .failed(.connectionLost(url: "")), .failed(.truncated(url: "")), .failed(.timedOut(url: "", step: .idle)),
            .failed(.connectionFailed(url: "", reason: "")), .failed(.unresolvable(host: "")),
        ])
    func passing(outcome: RetryPolicy.Outcome) {
        #expect(policy.action(attempt: 1, outcome: outcome, now: now, random: 0) != .giveUp)
    }

    @Test(
        "A source that names a pause gets it, in seconds or as a date, up to five minutes",
        arguments: [
            ("7", 7.0), ("Fri, 15 Jan 2027 08:00:20 GMT", 20.0), ("100000", 300.0), ("soon", 0.25), ("-3", 0.25),
            ("Wed, 21 Oct \u{301}2", 0.25), ("Fri, 15 Jan 2027 08:00:20\r\nGMT", 0.25), ("١٥", 0.25),
        ])
    func retryAfter(field: String, seconds: Double) {
        let action = policy.action(
            attempt: 1, outcome: .answered(status: 503, retryAfter: field), now: now, random: 0)
        #expect(action == .retry(after: .seconds(seconds)))
    }
}
