import Model
import Synchronization

/// Slows down whoever tries tokens: beyond so many unknown ones a minute from one address, the next are refused without
/// a look at them.
///
/// A token that was good from this address before is looked at all the same: behind one address there may be a whole
/// company, and one broken script in it must not lock out the others. What it costs is that somebody who comes to such
/// an address for the first time waits until the minute is over. Tokens that have expired or were revoked do not count:
/// whoever has them does not guess.
public final class FailedAuthentications: Sendable {
    private let failures: Throttle<ClientAddress>
    private let proven = Mutex<Proven>(Proven())

    /// Tokens that are remembered at most, by digest and address.
    private static let capacity = 20_000

    private struct Pair: Hashable {
        var digest: String
        var client: ClientAddress
    }

    /// Two generations: when the younger one is full, the older one goes.
    private struct Proven {
        var young: Set<Pair> = []
        var old: Set<Pair> = []

        func contains(_ pair: Pair) -> Bool { young.contains(pair) || old.contains(pair) }

        mutating func insert(_ pair: Pair) {
            if young.count >= capacity / 2 { (old, young) = (young, []) }
            young.insert(pair)
        }
    }

    /// - Parameter limit: failures within a minute from one address; 0 refuses nothing.
    public init(limit: Int) {
        failures = Throttle(limit: limit, seconds: 60)
    }

    /// The refusal for tokens with these digests, none of which was good from there before.
    func refusal(of digests: [String], from client: ClientAddress, at now: Timestamp) -> ThrottleRefusal? {
        guard let refusal = failures.refusal(of: client, at: now) else { return nil }
        let isProven = proven.withLock { proven in
            digests.contains { proven.contains(Pair(digest: $0, client: client)) }
        }
        return isProven ? nil : refusal
    }

    func failed(from client: ClientAddress, at now: Timestamp) {
        failures.note(client, at: now)
    }

    func succeeded(_ digest: String, from client: ClientAddress) {
        guard failures.limit > 0 else { return }
        proven.withLock { $0.insert(Pair(digest: digest, client: client)) }
    }
}
