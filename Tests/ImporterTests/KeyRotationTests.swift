import Importer
import Model
import Outbound
import Remote
import Secrets
import StandIns
import Store
import Synchronization
import Testing

/// The key that seals credentials may change at any time; nothing is lost by it.
struct KeyRotationTests {
    private struct Stop: Error {}

    private func rotation(_ engine: Engine, _ keyring: Keyring) -> KeyRotation {
        var services = engine.services
        services.keyring = keyring
        return KeyRotation(services: services)
    }

    @Test func afterARotationTheNewKeyOpensEverythingAndTheOldOneNothing() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let (old, new) = (try SealingKey.generate(), try SealingKey.generate())
                var services = engine.services
                services.keyring = Keyring(old)
                let imported = try await ImportRequests(services: services).accept(engine.request()).1
                #expect(try await rotation(engine, Keyring(old)).count() == (sealed: 1, opened: 1))
                let count = try await rotation(engine, Keyring { [new, old] }).rotate(to: new, by: .server)
                #expect(count == 1)
                #expect(try await rotation(engine, Keyring(old)).count() == (sealed: 1, opened: 0))
                #expect(try await rotation(engine, Keyring(new)).count() == (sealed: 1, opened: 1))
                // The import goes on with it.
                services.keyring = Keyring(new)
                #expect(try await engine.work(on: imported, services).isComplete)
                #expect(try await rotation(engine, Keyring(new)).count() == (sealed: 0, opened: 0))
            }
        }
    }

    @Test func aRotationThatEndsEarlyHasChangedNothing() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let (old, new) = (try SealingKey.generate(), try SealingKey.generate())
                var services = engine.services
                services.keyring = Keyring(old)
                _ = try await ImportRequests(services: services).accept(engine.request())
                await #expect(throws: Stop.self) {
                    try await rotation(engine, Keyring { [new, old] }).rotate(to: new, by: .server) { throw Stop() }
                }
                // One credential that no key here opens: better nothing than half.
                await #expect(throws: SecretsError.wrongKey) {
                    try await rotation(engine, Keyring(new)).rotate(to: new, by: .server)
                }
                #expect(try await rotation(engine, Keyring(old)).count() == (sealed: 1, opened: 1))
                let events = try await engine.number(
                    "SELECT count(*) AS value FROM audit_events WHERE event_name = 'sealing_key_rotated'")
                #expect(events == 0)
            }
        }
    }

    @Test func aServerThatRunsOnFindsTheNewKeyByItself() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let (old, new) = (try SealingKey.generate(), try SealingKey.generate())
                let kept = KeptKeys([old])
                var services = engine.services
                services.keyring = Keyring { kept.all }
                let requests = ImportRequests(services: services)
                let first = try await requests.accept(engine.request(named: "first")).1
                _ = try await rotation(engine, Keyring { [new, old] }).rotate(to: new, by: .server) {
                    kept.all = [new, old]
                }
                kept.all = [new]
                // Neither opens the old import with the key it knew nor seals the new one with it.
                let second = try await requests.accept(engine.request(named: "second")).1
                #expect(try await rotation(engine, Keyring(new)).count() == (sealed: 2, opened: 2))
                for record in [first, second] {
                    #expect(try await engine.work(on: record, services).isComplete)
                }
            }
        }
    }

    @Test func aProcessWithAnotherKeyLeavesImportsToThoseThatHaveIt() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                var services = engine.services
                services.keyring = Keyring(try SealingKey.generate())
                #expect(try await engine.work(on: record, services).record.status == .scheduled)
                await #expect(throws: ImportRequestError.self) {
                    _ = try await ImportRequests(services: services).accept(engine.request(named: "other"))
                }
                #expect(try await engine.number("SELECT count(*) AS value FROM projects") == 1)
                #expect(try await engine.number("SELECT credential IS NOT NULL AS value FROM imports") == 1)
                try await engine.execute("UPDATE jobs SET run_at = 0")
                #expect(try await engine.work(on: record).isComplete)
            }
        }
    }

    /// A password is not kept as a digest that others could be tried against.
    @Test func whoseTurnItIsDoesNotTellTheCredential() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                let token = StandInToken.owner.value
                let keys = try await engine.rows("fairness_key", "FROM jobs")
                for plain in [token, "\(record.source.webOrigin) \(token)"] {
                    #expect(keys.allSatisfy { !$0.contains(Digest.sha256(plain).prefix(16)) })
                }
                // The same account, the same turn.
                _ = try await engine.requests.accept(engine.request(named: "second"))
                #expect(Set(try await engine.rows("fairness_key", "FROM jobs")).count == 1)
            }
        }
    }
}

/// What stands in a key file.
private final class KeptKeys: Sendable {
    private let keys: Mutex<[SealingKey]>

    init(_ keys: [SealingKey]) {
        self.keys = Mutex(keys)
    }

    var all: [SealingKey] {
        get { keys.withLock { $0 } }
        set { keys.withLock { $0 = newValue } }
    }
}

extension Engine {
    fileprivate func request(named name: String? = nil) -> ImportRequest {
        ImportRequest(
            probe: ProbeRequest(
                kind: .github, hostname: source.url, repository: .fullName(Engine.lantern),
                credential: Secret(StandInToken.owner.value), wantsCollaborators: false),
            namespace: group, requestedBy: root, newName: name, settings: ImportSettings())
    }

    /// As another process would that has other services.
    fileprivate func work(on record: Import, _ services: ImportServices) async throws -> ImportReport {
        let engine = Engine(
            folder: folder, store: store, source: source, lease: lease, services: services, root: root, group: group,
            personal: personal)
        return try await engine.work(on: record)
    }
}
