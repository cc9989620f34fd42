import Synchronization

/// The keys this process knows, the newest first: one, but for the time of a change of keys.
///
/// Which of them seals is written in the store, beside what is sealed. A key that is not known yet is looked for again
/// where keys are kept, so that a running server goes on when the key is rotated under it.
public final class Keyring: Sendable {
    /// Reads the keys from where they are kept, the newest first; may make the first one.
    public typealias Load = @Sendable () throws -> [SealingKey]

    private let known = Mutex<[SealingKey]>([])
    private let load: Load

    public init(load: @escaping Load) {
        self.load = load
    }

    /// One key that never changes.
    public convenience init(_ key: SealingKey) {
        self.init { [key] }
    }

    /// The newest key: for a store that does not name one yet.
    /// - Throws: ``SecretsError``, also where there is none.
    public func newest() throws -> SealingKey {
        guard let key = try keys().first else { throw SecretsError.keyFile("there is no sealing key") }
        return key
    }

    /// - Throws: ``SecretsError/unknownKey(fingerprint:)``.
    public func key(_ fingerprint: String) throws -> SealingKey {
        for keys in [try keys(), try reloaded()] {
            if let key = keys.first(where: { $0.fingerprint == fingerprint }) { return key }
        }
        throw SecretsError.unknownKey(fingerprint: fingerprint)
    }

    /// Opens a value with whichever key it was sealed with: the cipher tells a wrong one.
    /// - Throws: ``SecretsError/wrongKey``, ``SecretsError/malformedSeal``.
    public func open(_ secret: SealedSecret, context: String) throws -> String {
        for keys in [try keys(), try reloaded()] {
            for key in keys {
                do {
                    return try key.open(secret, context: context)
                } catch SecretsError.wrongKey {
                    continue
                }
            }
        }
        throw SecretsError.wrongKey
    }

    private func keys() throws -> [SealingKey] {
        let keys = known.withLock { $0 }
        return keys.isEmpty ? try reloaded() : keys
    }

    /// What was known stays known: a value that was read before the change of keys may have to be opened after it.
    private func reloaded() throws -> [SealingKey] {
        let found = try load()
        return known.withLock { keys in
            let fingerprints = Set(found.map(\.fingerprint))
            keys = found + keys.filter { !fingerprints.contains($0.fingerprint) }
            return keys
        }
    }
}

extension Keyring: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "[redacted]" }
    public var debugDescription: String { "[redacted]" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
