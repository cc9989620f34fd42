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
struct Engine: ImportEngine {
    struct Options: Sendable {
        var git = "git"
        var timeouts = OutboundTimeouts()
        var clock = BudgetClock.impatient
        var stageTimeout = 7200
        /// The time by which stages and rows are measured.
        var now: @Sendable () -> Timestamp = Engine.clock
        var limitPatience = 300
        var fileLimits = FileLimits()
        var sourceLimits = SourceLimits()
        /// Changes what else the import works with.
        var services: @Sendable (inout ImportServices) -> Void = { _ in }
    }

    let folder: URL
    let store: SQLiteStore
    let source: StandInGitHub
    let lease: ProcessLease
    let services: ImportServices
    let root: UserID
    let group: Namespace
    let personal: Namespace

    /// Runs a test with a fresh engine that may reach `source`, and takes everything away afterwards.
    static func with<Result: Sendable>(
        _ source: StandInGitHub, _ options: Options = Options(),
        _ test: @Sendable (Engine) async throws -> Result
    ) async throws -> Result {
        try await withParts { parts, outbound in
            let remotes = remotes(outbound, options)
            return try await test(
                Engine(
                    folder: parts.folder, store: parts.store, source: source, lease: parts.lease,
                    services: try services(parts, outbound, options, remotes), root: parts.root, group: parts.group,
                    personal: parts.personal))
        }
    }

    /// What an engine is made of, whatever its source.
    struct Parts: Sendable {
        let folder: URL
        let store: SQLiteStore
        let lease: ProcessLease
        let root: UserID
        let group: Namespace
        let personal: Namespace
    }

    static func withParts<Result: Sendable>(
        _ test: @Sendable (Parts, OutboundClient) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "landfall-importer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteStore(file: folder.appending(path: "landfall.sqlite"))
        defer { try? store.close() }
        let outbound = OutboundClient(policy: AddressPolicy(allowed: [try CIDR("127.0.0.0/8")]), logger: quiet)
        return try await OutboundClient.with(outbound) { outbound in
            let (root, group, personal) = try await makePlaces(store)
            let lease = try ProcessLease(directory: folder.appending(path: "processes"))
            return try await test(
                Parts(folder: folder, store: store, lease: lease, root: root, group: group, personal: personal),
                outbound)
        }
    }

    static var quiet: Logger {
        Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    }

    static let clock: @Sendable () -> Timestamp = {
        Timestamp(millisecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1000))
    }

    static func services(
        _ parts: Parts, _ outbound: OutboundClient, _ options: Options, _ remotes: any RemoteProvider
    ) throws -> ImportServices {
        var services = ImportServices(
            store: parts.store, remotes: remotes,
            repositories: RepositoryStorage(
                root: parts.folder.appending(path: "repositories").path,
                runner: GitRunner(executable: options.git, logger: quiet)),
            outbound: outbound, files: FileStore(root: parts.folder.appending(path: "files").path),
            fileLimits: options.fileLimits, keyring: Keyring(try SealingKey.generate()),
            instanceHost: "forge.example.org", externalURL: "https://forge.example.org",
            stageTimeout: options.stageTimeout,
            limitPatience: options.limitPatience, clock: options.now, logger: quiet)
        services.sourceLimits = options.sourceLimits
        options.services(&services)
        return services
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
        strategy: TimeoutStrategy = .pessimistic, pageSize: Int = 100, wantsRoles: Bool = false
    ) async throws -> Import {
        try await requests.accept(
            ImportRequest(
                probe: ProbeRequest(
                    kind: .github, hostname: source.url, repository: .fullName(repository),
                    credential: Secret(token.value), wantsCollaborators: false),
                namespace: namespace ?? group, requestedBy: root, newName: nil,
                settings: ImportSettings(
                    collaboratorsImport: wantsRoles, timeoutStrategy: strategy, paginationLimit: pageSize))
        ).1
    }
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
