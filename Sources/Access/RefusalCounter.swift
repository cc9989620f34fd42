import Synchronization

/// Counts refused credentials by their reason. Each alone is not written down: whoever guesses would fill the store.
public final class RefusalCounter: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    public init() {}

    func note(_ refusal: Refusal) {
        counts.withLock { $0[refusal.kind, default: 0] += 1 }
    }

    /// What was counted since it was taken last.
    public func take() -> [String: Int] {
        counts.withLock { counts in
            defer { counts = [:] }
            return counts
        }
    }

    /// Puts back what could not be written down.
    public func giveBack(_ taken: [String: Int]) {
        counts.withLock { $0.merge(taken, uniquingKeysWith: +) }
    }
}

extension Refusal {
    fileprivate var kind: String {
        switch self {
        case .unknown: "unknown_token"
        case .expired: "expired_token"
        case .revoked: "revoked_token"
        case .throttled: "throttled_client"
        case .accountState: "account_that_may_not_act"
        }
    }
}
