import Foundation
import Importer
import Jobs
import Model
import Outbound
import Remote
import RemoteBitbucketCloud
import RemoteBitbucketServer
import RemoteREST
import Secrets
import StandIns
import Store
import StoreSQLite

/// An engine whose source is a stand-in Bitbucket, Server or Cloud.
struct BitbucketEngine: ImportEngine {
    let folder: URL
    let store: SQLiteStore
    let source: StandInBitbucket
    let lease: ProcessLease
    let services: ImportServices
    let root: UserID
    let group: Namespace
    let personal: Namespace

    /// Runs a test on the sample project with a fresh engine, and takes everything away afterwards.
    static func with<Result: Sendable>(
        _ face: StandInBitbucket.Face, _ project: BitbucketProject = .harbor(),
        configuration: BitbucketConfiguration = BitbucketConfiguration(), options: Engine.Options = Engine.Options(),
        _ test: @escaping @Sendable (BitbucketEngine) async throws -> Result
    ) async throws -> Result {
        try await withStandInBitbucket(project, face: face, configuration: configuration) { source in
            try await with(source, options, test)
        }
    }

    /// The same with a stand-in that runs already.
    static func with<Result: Sendable>(
        _ source: StandInBitbucket, _ options: Engine.Options = Engine.Options(),
        _ test: @escaping @Sendable (BitbucketEngine) async throws -> Result
    ) async throws -> Result {
        try await Engine.withParts { parts, outbound in
            let remotes = try remotes(of: source, outbound, options)
            return try await test(
                BitbucketEngine(
                    folder: parts.folder, store: parts.store, source: source, lease: parts.lease,
                    services: try Engine.services(parts, outbound, options, remotes), root: parts.root,
                    group: parts.group, personal: parts.personal))
        }
    }

    private static func remotes(
        of source: StandInBitbucket, _ outbound: OutboundClient, _ options: Engine.Options
    ) throws -> any RemoteProvider {
        let keepers = BudgetKeepers(clock: options.clock)
        let limits = RequestLimits(timeouts: options.timeouts)
        let account: @Sendable (Secret) -> String = { secret in secret.withUnsealed { Digest.sha256($0) } }
        switch source.face {
        case .server:
            return BitbucketServerRemoteProvider(
                outbound: outbound, keepers: keepers, version: "test", limits: limits, logger: Engine.quiet,
                account: account)
        case .cloud:
            let addresses = BitbucketCloudAddresses(
                api: try OutboundURL(source.url), web: try OutboundURL(source.webURL))
            return BitbucketCloudRemoteProvider(
                outbound: outbound, keepers: keepers, version: "test", addresses: addresses, limits: limits,
                logger: Engine.quiet, account: account)
        }
    }

    /// The account imports are asked for with where nothing else is said.
    var account: BitbucketAccount { source.face == .server ? .keeper : .cloudKeeper }

    func secret(_ account: BitbucketAccount) throws -> Secret {
        guard let credential = AccountCredential(user: account.user, secret: Secret(account.secret)) else {
            throw Engine.MissingRow()
        }
        return credential.joined
    }

    /// Asks for an import of the sample project into the group.
    func accept(
        by account: BitbucketAccount? = nil, into namespace: Namespace? = nil,
        settings: ImportSettings = ImportSettings()
    ) async throws -> Import {
        let project = source.project
        let isServer = source.face == .server
        let name = "\(isServer ? project.key : project.workspace)/\(project.slug)"
        return try await requests.accept(
            ImportRequest(
                probe: ProbeRequest(
                    kind: isServer ? .bitbucketServer : .bitbucket, hostname: isServer ? source.url : nil,
                    repository: .fullName(name), credential: try secret(account ?? self.account),
                    wantsCollaborators: false),
                namespace: namespace ?? group, requestedBy: root, newName: nil, settings: settings)
        ).1
    }

    /// A whole import, and what it says of itself.
    func importAll() async throws -> (Import, ImportReport) {
        let record = try await accept()
        return (record, try await work(on: record))
    }
}
