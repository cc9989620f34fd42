public import Logging
public import Model
public import Outbound
public import Remote
public import RemoteREST

/// Makes remotes for Bitbucket Cloud.
public struct BitbucketCloudRemoteProvider: RemoteProvider {
    let outbound: OutboundClient
    let keepers: BudgetKeepers
    let userAgent: String
    let addresses: BitbucketCloudAddresses
    let limits: RequestLimits
    let logger: Logger
    let account: @Sendable (Secret) -> String

    /// - Parameters:
    ///   - outbound: the door to the network.
    ///   - keepers: the budgets of all accounts in use, so that imports with one credential share one.
    ///   - version: Landfall's own, which it names to the source.
    ///   - addresses: where Bitbucket Cloud answers.
    ///   - limits: how long requests may take, and how often they are sent.
    ///   - account: a name for whoever has a credential (a digest): limits belong to it.
    public init(
        outbound: OutboundClient, keepers: BudgetKeepers, version: String,
        addresses: BitbucketCloudAddresses = .atlassian, limits: RequestLimits = RequestLimits(),
        logger: Logger, account: @escaping @Sendable (Secret) -> String
    ) {
        self.outbound = outbound
        self.keepers = keepers
        userAgent = "landfall/\(version)"
        self.addresses = addresses
        self.limits = limits
        self.logger = logger
        self.account = account
    }

    /// There is one Bitbucket Cloud: whether its API may be reached.
    public func judge(hostname: String, kind: ImportKind) async throws(ProbeError) {
        do {
            try await outbound.judge(addresses.api)
        } catch let error as OutboundError {
            throw .refusedAddress(hostname: addresses.api.description, reason: error.description)
        } catch {
            throw .unreachable("\(addresses.api.host): the request was given up")
        }
    }

    /// Looks at the credential's account and at the repository with a request each, which are never repeated.
    /// - Throws: ``ProbeError``; `noReadAccess` where Bitbucket refuses the credential, `sourceError` with status 404
    ///   where there is no such repository, with 403 and the scope's name where one is missing.
    public func probe(_ request: ProbeRequest) async throws(ProbeError) -> RepositoryFacts {
        try await CloudProbe(outbound: outbound, userAgent: userAgent, addresses: addresses).run(request)
    }

    /// Looks further than ``probe(_:)``, with four requests more.
    public func plan(_ request: ProbeRequest, settings: ImportSettings) async throws(ProbeError) -> SourcePlan {
        let facts = try await probe(request)
        let remote: CloudRemote
        do {
            remote = try bitbucket(for: facts.source, credential: request.credential, settings: settings)
        } catch {
            throw ProbeError(reading: error)
        }
        return try await CloudPlanner(facts: facts, reader: remote.reader, settings: settings).plan()
    }

    /// - Throws: ``RemoteError/refusedAddress(_:)`` where the kept address is no address.
    public func remote(
        for source: ImportSource, credential: Secret, settings: ImportSettings
    ) throws(RemoteError) -> any Remote {
        try bitbucket(for: source, credential: credential, settings: settings)
    }

    private func bitbucket(
        for source: ImportSource, credential: Secret, settings: ImportSettings
    ) throws(RemoteError) -> CloudRemote {
        guard let shown = CloudCredential(credential) else { throw .unauthorized(host: addresses.api.host) }
        let address = try Self.address(of: source)
        let keeper = keepers.keeper(
            for: BudgetKeepers.Key(account: account(credential), host: address.addresses.api.host),
            rules: .bitbucketCloud)
        let client = RESTClient(
            outbound: outbound, keeper: keeper, credential: shown.rest,
            headers: CloudHeaders.make(userAgent: userAgent), limits: limits, logger: logger)
        let reader = CloudReader(transport: client, address: address, pageSize: settings.paginationLimit)
        return CloudRemote(
            reader: reader, files: FileDownloads(bitbucket: client, userAgent: userAgent),
            git: GitAccess(
                credential: shown.git, pullRequestHeads: "refs/pull-requests/*/from",
                wikiURL: "\(source.cloneURL)/wiki"))
    }

    private static func address(of source: ImportSource) throws(RemoteError) -> CloudRepositoryAddress {
        do {
            let addresses = BitbucketCloudAddresses(
                api: try OutboundURL(source.apiBase), web: try OutboundURL(source.webOrigin))
            guard let address = CloudRepositoryAddress(addresses: addresses, fullName: source.fullName) else {
                throw RemoteError.refusedAddress("the kept name of the repository is none")
            }
            return address
        } catch let error as RemoteError {
            throw error
        } catch {
            throw .refusedAddress("the kept address of the source is none")
        }
    }
}
