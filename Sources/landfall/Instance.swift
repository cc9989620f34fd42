import Access
import ArgumentParser
import Files
import Foundation
import Git
import Importer
import Jobs
import Logging
import Mail
import Model
import Outbound
import Remote
import RemoteBitbucketCloud
import RemoteBitbucketServer
import RemoteGitHub
import Secrets
import Store
import StoreSQLite

/// Everything a command works with, opened on one data directory: the only place where adapters are chosen and wired.
struct Instance: Sendable {
    let settings: Settings
    let store: any Datastore
    private let file: SQLiteStore
    /// The keys of the data directory. Not used where they are given by settings.
    let keyFile: KeyFile
    let lease: ProcessLease
    let outbound: OutboundClient
    /// What the sources allow the accounts in use.
    let keepers: BudgetKeepers
    /// Credentials that were refused.
    let refusals = RefusalCounter()
    private(set) var imports: ImportServices
    private(set) var gists: GistServices
    let logger: Logger

    static let clock: @Sendable () -> Timestamp = {
        Timestamp(millisecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1000))
    }

    /// Makes the directory where it is missing, opens what is in it, and closes it when `body` returns.
    static func with<Result: Sendable>(
        _ settings: Settings, _ body: (Instance) async throws -> Result
    ) async throws -> Result {
        if !settings.allowsCoreDumps { ProcessMemory.hide() }
        let instance = try await Instance(settings)
        return try await OutboundClient.with(instance.outbound) { _ in
            let result = try await body(instance)
            do {
                try instance.file.checkpoint()
            } catch {
                // Nothing is lost: the log is read at the next start.
                instance.logger.warning("the store's log stays as it is", metadata: ["error": "\(error)"])
            }
            return result
        }
    }

    private init(_ settings: Settings) async throws {
        self.settings = settings
        var logger = Logger(label: "landfall") { StreamLogHandler.standardError(label: $0) }
        guard let level = Logger.Level(rawValue: settings.logLevel) else {
            throw ValidationError("--log-level knows trace, debug, info, notice, warning and error")
        }
        logger.logLevel = level
        self.logger = logger
        let directory = settings.dataDirectory
        try DescriptorLimit.raise()
        try DataDirectory.prepare(directory)
        let reserve = DiskReserve(path: directory.appendingPathComponent("reserve").path)
        // Before anything else takes the room.
        reserve.fill()
        let file = try Self.openStore(in: directory)
        self.file = file
        store = file
        lease = try ProcessLease(directory: directory.appendingPathComponent("processes"))
        outbound = OutboundClient(
            policy: AddressPolicy(allowed: settings.allowOutbound), userAgent: "landfall/\(Landfall.version)",
            logger: logger)
        keepers = BudgetKeepers()
        let runner = GitRunner(executable: settings.git, logger: logger)
        keyFile = KeyFile(directory: directory)
        let keyring = try await Self.keyring(settings, keyFile, file)
        let account = try Self.pseudonyms(keyring)
        let gitHub = GitHubRemoteProvider(
            outbound: outbound, keepers: keepers, version: Landfall.version, logger: logger,
            account: account)
        let cloud = settings.bitbucketCloud.map { BitbucketCloudAddresses(api: $0.api, web: $0.web) }
        let remotes = RemoteProviders([
            .github: gitHub,
            .bitbucketServer: BitbucketServerRemoteProvider(
                outbound: outbound, keepers: keepers, version: Landfall.version, logger: logger, account: account),
            .bitbucket: BitbucketCloudRemoteProvider(
                outbound: outbound, keepers: keepers, version: Landfall.version, addresses: cloud ?? .atlassian,
                logger: logger, account: account),
        ])
        var services = ImportServices(
            store: file, remotes: remotes,
            repositories: RepositoryStorage(
                root: directory.appendingPathComponent("repositories").path, runner: runner),
            outbound: outbound, files: FileStore(root: directory.appendingPathComponent("files").path),
            fileLimits: settings.fileLimits, keyring: keyring,
            instanceHost: URL(string: settings.externalURL)?.host ?? "localhost", externalURL: settings.externalURL,
            stageTimeout: settings.stageTimeout,
            reserve: reserve, clock: Self.clock, logger: logger)
        services.lfsObjectLimit = settings.lfsObjectLimit
        services.reassignmentRules = settings.reassignment
        imports = services
        gists = GistServices(
            base: imports, source: gitHub, mailer: settings.mail.map { SMTPClient(settings: $0) })
    }

    /// - Throws: ``CommandFailure`` that names the directory.
    private static func openStore(in directory: URL) throws -> SQLiteStore {
        do {
            return try SQLiteStore(file: directory.appendingPathComponent("landfall.sqlite"))
        } catch let error as StoreError {
            throw CommandFailure("\(directory.path): \(error)")
        }
    }

    /// What is wrong with the store's file; empty where all is well.
    func findDamage() throws -> [String] { try file.findDamage() }

    /// As settings give them, else from the file beside the store. Only a store that has sealed nothing yet gets a new
    /// one: where the file is missing otherwise, its key is needed and must be put back.
    private static func keyring(_ settings: Settings, _ keyFile: KeyFile, _ store: SQLiteStore) async throws -> Keyring
    {
        let given = settings.sealingKeys
        if !given.isEmpty { return Keyring { given } }
        let isUnused = try await store.read { try SealedCredentials.keyFingerprint(in: $0) == nil }
        return Keyring { isUnused ? try keyFile.readOrMake() : try keyFile.read() }
    }

    /// What accounts are called in the store, where a plain digest could be tried passwords against. Where there is no
    /// key there is nothing to remember either.
    private static func pseudonyms(_ keyring: Keyring) throws -> @Sendable (Secret) -> String {
        let passing = try SealingKey.generate()
        return { secret in
            let key = (try? keyring.newest()) ?? passing
            return secret.withUnsealed { key.pseudonym(of: $0) }
        }
    }

    /// Writes what the store's log holds into the store itself, on the disk.
    func checkpoint() throws { try file.checkpoint() }

    /// What moves source users' contributions here. Writers take turns, so one at a time is as fast as more.
    func reassigningWorkers() -> [Workers] {
        let handlers: [any JobHandler] = [
            ReassignmentRunner(services: imports), PlaceholderUploadRunner(services: imports),
        ]
        return handlers.map { handler in
            Workers(
                store: store, lease: lease, handler: handler, count: 1, reserve: imports.reserve, clock: Self.clock,
                logger: logger)
        }
    }

    /// What runs imports of gists here.
    func gistWorkers(count: Int) -> Workers {
        Workers(
            store: store, lease: lease, handler: GistImportRunner(services: gists), count: count,
            reserve: imports.reserve, clock: Self.clock, logger: logger)
    }

    /// What runs imports here.
    func workers(count: Int) -> Workers {
        Workers(
            store: store, lease: lease, handler: ImportRunner(services: imports), count: count,
            reserve: imports.reserve, clock: Self.clock, logger: logger)
    }
}
