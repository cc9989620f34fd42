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

    public func judge(hostname: String, kind: ImportKind) async throws(ProbeError) {
        throw .unreachable("")
    }

    public func probe(_ request: ProbeRequest) async throws(ProbeError) -> RepositoryFacts {
        throw .unreachable("")
    }

    public func plan(_ request: ProbeRequest, settings: ImportSettings) async throws(ProbeError) -> SourcePlan {
        throw .unreachable("")
    }

    /// - Throws: ``RemoteError/refusedAddress(_:)`` where the kept address is no address.
    public func remote(
        for source: ImportSource, credential: Secret, settings: ImportSettings
    ) throws(RemoteError) -> any Remote {
        throw .refusedAddress("")
    }
}
