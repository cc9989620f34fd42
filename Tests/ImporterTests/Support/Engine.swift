import Files
import Foundation
import Git
import Importer
import Jobs
import Logging
import Model
import Outbound
import Remote
import RemoteGitHub
import RemoteREST
import Secrets
import StandIns
import Store
import StoreSQLite

/// Everything an import works with, over a real SQLite file and real git in a folder of its own.
struct Engine: Sendable {
    struct Options: Sendable {
        var git = "git"
        var timeouts = OutboundTimeouts()
        var clock = BudgetClock.impatient
        var stageTimeout = 7200
        /// The time by which stages and rows are measured.
        var now: @Sendable () -> Timestamp = Engine.clock
        var limitPatience = 300
        var fileLimits = FileLimits()
    }

    let folder: URL
    let store: SQLiteStore
    let source: StandInGitHub
    let lease: ProcessLease
    let services: ImportServices
    let root: UserID
    let group: Namespace
    let personal: Namespace

    var requests: ImportRequests { ImportRequests(services: services) }

    /// Runs a test with a fresh engine that may reach `source`, and takes everything away afterwards.
    static func with<Result: Sendable>(
        _ source: StandInGitHub, _ options: Options = Options(),
        _ test: @Sendable (Engine) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "landfall-importer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteStore(file: folder.appending(path: "landfall.sqlite"))
        defer { try? store.close() }
        let outbound = OutboundClient(policy: AddressPolicy(allowed: [try CIDR("127.0.0.0/8")]), logger: quiet)
        return try await OutboundClient.with(outbound) { outbound in
            let (root, group, personal) = try await makePlaces(store)
            return try await test(
                Engine(
                    folder: folder, store: store, source: source,
                    lease: try ProcessLease(directory: folder.appending(path: "processes")),
                    services: try services(store, folder, outbound, options), root: root, group: group,
                    personal: personal))
        }
    }

    static var quiet: Logger {
        Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    }

    static let clock: @Sendable () -> Timestamp = {
        Timestamp(millisecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1000))
    }

    private static func services(
        _ store: SQLiteStore, _ folder: URL, _ outbound: OutboundClient, _ options: Options
    ) throws -> ImportServices {
        ImportServices(
            store: store, remotes: remotes(outbound, options),
            repositories: RepositoryStorage(
                root: folder.appending(path: "repositories").path,
                runner: GitRunner(executable: options.git, logger: quiet)),
            outbound: outbound, files: FileStore(root: folder.appending(path: "files").path),
            fileLimits: options.fileLimits, sealingKey: try SealingKey.generate(), instanceHost: "forge.example.org",
            externalURL: "https://forge.example.org", stageTimeout: options.stageTimeout,
            limitPatience: options.limitPatience, clock: options.now, logger: quiet)
    }

    private static func remotes(_ outbound: OutboundClient, _ options: Options) -> GitHubRemoteProvider {
        GitHubRemoteProvider(
            outbound: outbound, keepers: BudgetKeepers(clock: options.clock), version: "test",
            limits: RequestLimits(timeouts: options.timeouts), logger: quiet,
            account: { secret in secret.withUnsealed { Digest.sha256($0) } })
    }

    /// The same engine as after a restart: nothing of what the source allows is remembered.
    func forgettingLimits() -> Engine {
        var services = services
        services.remotes = Self.remotes(services.outbound, Options())
        return Engine(
            folder: folder, store: store, source: source, lease: lease, services: services, root: root, group: group,
            personal: personal)
    }

    private static func makePlaces(_ store: SQLiteStore) async throws -> (UserID, Namespace, Namespace) {
        let now = clock()
        return try await store.write { connection in
            let root = try Users.insert(
                Users.Draft(
                    kind: .human, username: "root", name: "Administrator", email: "root@forge.example.org",
                    isAdministrator: true, createdAt: now), in: connection)
            _ = try Users.insert(
                Users.Draft(
                    kind: .ghost, username: "ghost", name: "Ghost User", email: "ghost@forge.example.org",
                    createdAt: now), in: connection)
            guard let owner = try Users.find(root, in: connection) else { throw MissingRow() }
            try Namespaces.insertPersonal(owner: owner, createdAt: now, in: connection)
            let group = try Namespaces.insertGroup(
                Namespaces.GroupDraft(path: "harbour", name: "harbour", visibility: .public, createdAt: now),
                parent: nil, in: connection)
            guard let group = try Namespaces.find(group, in: connection),
                let personal = try Namespaces.find(owner: root, in: connection)
            else { throw MissingRow() }
            return (root, group, personal)
        }
    }

    struct MissingRow: Error {}
}

extension Engine {
    static let lantern = "harbour-lights/lantern"

    /// Asks for an import, of the sample project into the group where nothing else is said.
    func accept(
        _ repository: String = Engine.lantern, into namespace: Namespace? = nil, token: StandInToken = .owner,
        strategy: TimeoutStrategy = .pessimistic, pageSize: Int = 100
    ) async throws -> Import {
        try await requests.accept(
            ImportRequest(
                probe: ProbeRequest(
                    kind: .github, hostname: source.url, repository: .fullName(repository),
                    credential: Secret(token.value), wantsCollaborators: false),
                namespace: namespace ?? group, requestedBy: root, newName: nil,
                settings: ImportSettings(timeoutStrategy: strategy, paginationLimit: pageSize))
        ).1
    }

    func workers(count: Int = 1) -> Workers {
        Workers(
            store: store, lease: lease, handler: ImportRunner(services: services), count: count, clock: services.clock,
            logger: Self.quiet)
    }

    /// Works on an import once, to its end or as far as it goes, and tells how it stands.
    @discardableResult
    func work(on record: Import) async throws -> ImportReport {
        _ = try await workers().runOne(subject: record.id.rawValue)
        return try await report(record)
    }

    func report(_ record: Import) async throws -> ImportReport {
        guard let report = try await store.read({ try ImportReport.read(record.id, in: $0) }) else {
            throw MissingRow()
        }
        return report
    }

    func repository(_ record: Import) -> GitRepository { services.repositories.project(record.projectID) }

    func execute(_ sql: String) async throws {
        try await store.write { _ = try $0.execute(sql, []) }
    }

    /// The rows of a statement as text, columns separated by bars, sorted.
    func rows(_ columns: String, _ rest: String) async throws -> [String] {
        try await store.read { connection in
            let texts = columns.split(separator: "\n").joined(separator: " ")
            return try connection.rows("SELECT \(Self.joined(texts)) AS value \(rest)", []) { row -> String in
                try row("value")
            }
        }.sorted()
    }

    /// `a; b` as one text; null is empty.
    private static func joined(_ columns: String) -> String {
        columns.split(separator: ";").map { "coalesce(CAST((\($0)) AS TEXT), '')" }.joined(separator: " || '|' || ")
    }

    func number(_ sql: String) async throws -> Int64 {
        try await store.read { try $0.value(sql, []) ?? -1 }
    }

    /// Waits until something holds; whatever waits for it has a time limit of its own.
    func wait(atMost limit: Duration = .seconds(20), until holds: @Sendable () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + limit
        while try await !holds() {
            guard ContinuousClock.now < deadline else { throw TookTooLong() }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    struct TookTooLong: Error {}
}

extension BudgetClock {
    /// Waits out limits, but does not stop before a retry.
    static let impatient = BudgetClock(
        now: { Date() },
        sleep: { time in try await Task.sleep(for: .seconds(min(0.02, max(0, time.timeIntervalSinceNow)))) },
        random: { 0.5 })

    /// A minute passes in half a second.
    static func hurried() -> BudgetClock {
        let start = Date()
        let factor = 120.0
        return BudgetClock(
            now: { start.addingTimeInterval(Date().timeIntervalSince(start) * factor) },
            sleep: { time in
                let now = start.addingTimeInterval(Date().timeIntervalSince(start) * factor)
                try await Task.sleep(for: .seconds(max(0, time.timeIntervalSince(now) / factor)))
            },
            random: { 0.5 })
    }
}
