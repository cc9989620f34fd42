public import Model
import Outbound
public import Secrets
import Store

/// Changes the key that credentials are sealed with, under whatever runs.
///
/// The order makes it safe to be killed anywhere: the new key is where keys are kept before the store names it, all
/// credentials are sealed anew in the transaction that names it, and the old key may be thrown away after that.
public struct KeyRotation: Sendable {
    private let services: ImportServices

    public init(services: ImportServices) {
        self.services = services
    }

    /// Seals all credentials with `key`.
    ///
    /// - Parameters:
    ///   - keep: called before anything is written to the store, in its transaction: makes the key known to every
    ///     process that looks for it. No other change of keys comes between.
    /// - Returns: how many credentials there are.
    /// - Throws: ``SecretsError/wrongKey`` where one cannot be opened: then nothing has changed.
    public func rotate(
        to key: SealingKey, by actor: AuditActor, keep: @escaping @Sendable () throws -> Void = {}
    ) async throws -> Int {
        let services = services
        let now = services.clock()
        return try await services.store.write { connection in
            try keep()
            let rows = try SealedCredentials.all(in: connection)
            for var row in rows {
                let credential = try services.open(row.secret, of: row.owner)
                row.secret = try credential.withUnsealed { try key.seal($0, context: row.owner.context) }
                try SealedCredentials.replace(row, in: connection)
            }
            try SealedCredentials.setKeyFingerprint(key.fingerprint, at: now, in: connection)
            try AuditEvents.insert(
                .sealingKeyRotated, by: actor, on: .instance,
                details: ["fingerprint": key.fingerprint, "credentials": "\(rows.count)"], at: now, in: connection)
            return rows.count
        }
    }

    /// Gives up what a lost key has sealed; from now on `key` seals.
    /// - Returns: how many credentials are gone.
    public func forget(sealingWith key: SealingKey, by actor: AuditActor) async throws -> Int {
        let now = services.clock()
        return try await services.store.write { connection in
            let count = try SealedCredentials.all(in: connection).count
            try SealedCredentials.forgetAll(in: connection)
            try SealedCredentials.setKeyFingerprint(key.fingerprint, at: now, in: connection)
            try AuditEvents.insert(
                .sealedCredentialsForgotten, by: actor, on: .instance,
                details: ["fingerprint": key.fingerprint, "credentials": "\(count)"], at: now, in: connection)
            return count
        }
    }

    /// How many credentials are sealed, and how many of them the keys here open.
    public func count() async throws -> (sealed: Int, opened: Int) {
        let services = services
        return try await services.store.read { connection in
            let rows = try SealedCredentials.all(in: connection)
            return (rows.count, rows.count { (try? services.open($0.secret, of: $0.owner)) != nil })
        }
    }
}
