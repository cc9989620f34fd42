public import Model
import Secrets
public import Store

/// Turns a token into whoever it acts for.
public struct Authenticator: Sendable {
    private let store: any Datastore
    private let clock: @Sendable () -> Timestamp
    private let refusals: RefusalCounter?
    private let failures: FailedAuthentications

    /// How long a token's `last_used_at` may lag behind, in seconds: every request would be a write otherwise.
    private static let markEvery = 60.0

    /// - Parameters:
    ///   - refusals: told of every credential that is refused.
    ///   - failures: throttles who shows tokens that nobody has; shared by all doors of one server.
    public init(
        store: any Datastore, clock: @escaping @Sendable () -> Timestamp, refusals: RefusalCounter? = nil,
        failures: FailedAuthentications = FailedAuthentications(limit: 0)
    ) {
        self.store = store
        self.clock = clock
        self.refusals = refusals
        self.failures = failures
    }

    /// Looks the token up by its digest and judges it and its account.
    /// - Throws: ``Refusal``, or ``StoreError`` where the store cannot answer.
    public func caller(token: String, from client: ClientAddress) async throws -> Caller {
        try await caller(firstOf: [token], from: client)
    }

    /// Whoever the first of these tokens that is known acts for: HTTP Basic has two places for one. Together they are
    /// one attempt.
    ///
    /// Nothing here depends on how much of a token is right: the store finds its digest or does not.
    /// - Throws: as ``caller(token:from:)``.
    public func caller(firstOf tokens: [String], from client: ClientAddress) async throws -> Caller {
        do {
            return try await known(firstOf: tokens, from: client)
        } catch let refusal as Refusal {
            refusals?.note(refusal)
            throw refusal
        }
    }

    private func known(firstOf tokens: [String], from client: ClientAddress) async throws -> Caller {
        let digests = tokens.map { Digest.sha256($0) }
        let now = clock()
        if let refusal = failures.refusal(of: digests, from: client, at: now) { throw Refusal.throttled(refusal) }
        for digest in digests {
            guard let (found, user) = try await store.read({ try AccessTokens.find(digest: digest, in: $0) }) else {
                continue
            }
            failures.succeeded(digest, from: client)
            return try await judged(found, user, at: now)
        }
        failures.failed(from: client, at: now)
        throw Refusal.unknown
    }

    private func judged(_ found: AccessToken, _ user: User, at now: Timestamp) async throws -> Caller {
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
