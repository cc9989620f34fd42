public import Model
import Secrets
public import Store

/// Turns a token into whoever it acts for.
public struct Authenticator: Sendable {
    private let store: any Datastore
    private let clock: @Sendable () -> Timestamp
    private let refusals: RefusalCounter?

    /// How long a token's `last_used_at` may lag behind, in seconds: every request would be a write otherwise.
    private static let markEvery = 60.0

    /// - Parameter refusals: told of every credential that is refused.
    public init(
        store: any Datastore, clock: @escaping @Sendable () -> Timestamp, refusals: RefusalCounter? = nil
    ) {
        self.store = store
        self.clock = clock
        self.refusals = refusals
    }

    /// Looks the token up by its digest and judges it and its account.
    /// - Throws: ``Refusal``, or ``StoreError`` where the store cannot answer.
    public func caller(token: String) async throws -> Caller {
        do {
            return try await judged(token: token)
        } catch let refusal as Refusal {
            refusals?.note(refusal)
            throw refusal
        }
    }

    private func judged(token: String) async throws -> Caller {
        let digest = Digest.sha256(token)
        guard let (found, user) = try await store.read({ try AccessTokens.find(digest: digest, in: $0) }) else {
            throw Refusal.unknown
        }
        let now = clock()
        guard found.revokedAt == nil else { throw Refusal.revoked }
        guard !found.isExpired(at: now) else { throw Refusal.expired }
        try judge(user)
        await markUsed(found, at: now)
        return Caller(user: user, token: found)
    }

    private func judge(_ user: User) throws(Refusal) {
        switch user.state {
        case .active: break
        case .blocked: throw .accountState("Your account has been blocked.")
        case .deactivated:
            throw .accountState("Your account has been deactivated by your administrator.")
        }
        switch user.kind {
        case .human, .groupBot: break
        case .placeholder, .ghost, .importUser: throw .accountState("This account cannot act.")
        }
    }

    private func markUsed(_ token: AccessToken, at now: Timestamp) async {
        if let last = token.lastUsedAt, now.seconds(since: last) < Self.markEvery { return }
        // A token that cannot be marked (a full disk, say) is still good for reading.
        try? await store.write { try AccessTokens.markUsed(token.id, at: now, in: $0) }
    }
}
