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
    let lease: ProcessLease
    let outbound: OutboundClient
    /// What the sources allow the accounts in use.
    let keepers: BudgetKeepers
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
        let instance = try Instance(settings)
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

    private init(_ settings: Settings) throws {
        self.settings = settings
        var logger = Logger(label: "landfall") { StreamLogHandler.standardError(label: $0) }
        guard let level = Logger.Level(rawValue: settings.logLevel) else {
            throw ValidationError("--log-level knows trace, debug, info, notice, warning and error")
        }
        logger.logLevel = level
        self.logger = logger
        let directory = settings.dataDirectory
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        file = try SQLiteStore(file: directory.appendingPathComponent("landfall.sqlite"))
        store = file
        lease = try ProcessLease(directory: directory.appendingPathComponent("processes"))
        outbound = OutboundClient(
            policy: AddressPolicy(allowed: settings.allowOutbound), answerLimit: settings.answerLimit,
            userAgent: "landfall/\(Landfall.version)",
            logger: logger)
        keepers = BudgetKeepers()
        let runner = GitRunner(executable: settings.git, logger: logger)
        let account: @Sendable (Secret) -> String = { secret in secret.withUnsealed { Digest.sha256($0) } }
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
            fileLimits: settings.fileLimits, sealingKey: try Self.sealingKey(in: directory),
            instanceHost: URL(string: settings.externalURL)?.host ?? "localhost", externalURL: settings.externalURL,
            stageTimeout: settings.stageTimeout,
            reserve: DiskReserve(path: directory.appendingPathComponent("reserve").path), clock: Self.clock,
            logger: logger)
        services.lfsObjectLimit = settings.lfsObjectLimit
        services.sourceLimits = settings.sourceLimits
        services.reassignmentRules = settings.reassignment
        imports = services
        gists = GistServices(
            base: imports, source: gitHub, mailer: settings.mail.map { SMTPClient(settings: $0) })
    }

    /// From the environment, else from the file beside the store, which is made with mode 0600 at the first start.
    private static func sealingKey(in directory: URL) throws -> SealingKey {
        if let text = ProcessInfo.processInfo.environment["LANDFALL_SEALING_KEY"] {
            return try SealingKey(hexadecimal: text)
        }
        let file = directory.appendingPathComponent("sealing.key")
        if let text = try? String(contentsOf: file, encoding: .utf8) {
            return try SealingKey(hexadecimal: text.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        let key = try SealingKey.generate()
        guard
            FileManager.default.createFile(
                atPath: file.path, contents: Data((key.hexadecimalForKeyFile + "\n").utf8),
                attributes: [.posixPermissions: 0o600])
        else { throw ValidationError("\(file.path) cannot be written: check the data directory's permissions") }
        return key
    }

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
