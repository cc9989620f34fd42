import Model
import Outbound
import Remote
public import Secrets
public import Store

extension SealedCredentials.Row.Owner {
    /// What a sealed credential is bound to, so that one import's cannot be opened as another's.
    var context: String {
        switch self {
        case .projectImport(let id): "import \(id) credential"
        case .gistImport(let id): "gist import \(id) credential"
        }
    }
}

extension ImportServices {
    /// Seals a credential with the key that the store names. In the transaction that keeps it: a change of keys comes
    /// wholly before or after.
    /// - Throws: ``SecretsError/unknownKey(fingerprint:)`` where this process has another key; ``StoreError``.
    func seal(
        _ credential: Secret, for owner: SealedCredentials.Row.Owner, in connection: any WriteConnection
    ) throws -> SealedSecret {
        let key = try sealingKey(in: connection)
        return try credential.withUnsealed { try key.seal($0, context: owner.context) }
    }

    /// - Throws: ``SecretsError``.
    func open(_ sealed: SealedSecret, of owner: SealedCredentials.Row.Owner) throws -> Secret {
        Secret(try keyring.open(sealed, context: owner.context))
    }

    /// The key that seals now. A store that names none yet takes the newest one for good.
    @discardableResult
    public func sealingKey(in connection: any WriteConnection) throws -> SealingKey {
        if let fingerprint = try SealedCredentials.keyFingerprint(in: connection) {
            return try keyring.key(fingerprint)
        }
        let key = try keyring.newest()
        try SealedCredentials.setKeyFingerprint(key.fingerprint, at: clock(), in: connection)
        return key
    }

    /// Whose turn an import takes: one account at one source. Not a digest that a password could be guessed from.
    func fairnessKey(
        _ credential: Secret, at origin: String, in connection: any WriteConnection
    ) throws -> String {
        let key = try sealingKey(in: connection)
        return credential.withUnsealed { String(key.pseudonym(of: "\(origin) \($0)").prefix(32)) }
    }
}

extension AccountCredential {
    /// Name of the account that an import from Bitbucket reads as, which is no secret.
    static func user(of credential: Secret, for kind: ImportKind) -> String? {
        switch kind {
        case .github: nil
        case .bitbucketServer, .bitbucket: AccountCredential(joined: credential)?.user
        }
    }
}
