import Model
import Outbound
import Synchronization

/// What probes were told a moment ago, so that the imports they were made for do not ask for it again. An answer is
/// given once, to the account it was told to.
final class BitbucketServerFreshAnswers: Sendable {
    private struct Key: Hashable {
        var account: String
        var address: String
    }

    private struct Answer {
        var body: [UInt8]
        var toldAt: ContinuousClock.Instant
    }

    /// An import that waits for longer asks again.
    private static let lifetime = Duration.seconds(600)
    /// They are small; many imports may be asked for at once.
    private static let mostAnswers = 512

    private let answers = Mutex<[Key: Answer]>([:])

    func keep(_ body: [UInt8], of url: OutboundURL, for account: String) {
        let now = ContinuousClock.now
        answers.withLock { answers in
            answers = answers.filter { now - $0.value.toldAt < Self.lifetime }
            if answers.count >= Self.mostAnswers, let oldest = answers.min(by: { $0.value.toldAt < $1.value.toldAt }) {
                answers[oldest.key] = nil
            }
            answers[Key(account: account, address: url.text)] = Answer(body: body, toldAt: now)
        }
    }

    func take(_ url: OutboundURL, for account: String) -> [UInt8]? {
        guard let answer = answers.withLock({ $0.removeValue(forKey: Key(account: account, address: url.text)) }),
            ContinuousClock.now - answer.toldAt < Self.lifetime
        else { return nil }
        return answer.body
    }

    /// Those of one account.
    struct View: Sendable {
        let answers: BitbucketServerFreshAnswers
        let account: String
    }
}
