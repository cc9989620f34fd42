public import Logging
public import Model
public import Outbound
public import Remote
public import RemoteREST

/// Makes remotes for github.com and GitHub Enterprise.
public struct GitHubRemoteProvider: RemoteProvider {
    let outbound: OutboundClient
    let keepers: BudgetKeepers
    let userAgent: String
    let account: @Sendable (Secret) -> String
    let limits: RequestLimits
    let logger: Logger

    /// - Parameters:
    ///   - outbound: the door to the network.
    ///   - keepers: the budgets of all accounts in use, so that imports with one token share one.
    ///   - version: Landfall's own, which it names to GitHub.
    ///   - limits: how long requests may take, and how often they are sent.
    ///   - account: a name for whoever has a token that says nothing of it (a digest): limits belong to it.
    public init(
        outbound: OutboundClient, keepers: BudgetKeepers, version: String, limits: RequestLimits = RequestLimits(),
        logger: Logger, account: @escaping @Sendable (Secret) -> String
    ) {
        self.limits = limits
        self.outbound = outbound
        self.keepers = keepers
        userAgent = "landfall/\(version)"
        self.logger = logger
        self.account = account
    }

    /// Judges the address the API of that server has.
    public func judge(hostname: String, kind: ImportKind) async throws(ProbeError) {
        try await GitHubProbe(outbound: outbound, userAgent: userAgent).judge(hostname: hostname)
    }

    /// Looks at the repository with one request (two where collaborators are wanted), which is never repeated.
    public func probe(_ request: ProbeRequest) async throws(ProbeError) -> RepositoryFacts {
        try await GitHubProbe(outbound: outbound, userAgent: userAgent).run(request)
    }

    /// Looks further than ``probe(_:)``, with two requests and one point more.
    public func plan(
        _ request: ProbeRequest, settings: ImportSettings
    ) async throws(ProbeError) -> SourcePlan {
        let (facts, scopes) = try await GitHubProbe(outbound: outbound, userAgent: userAgent)
            .runTellingScopes(request)
        let remote: GitHubRemote
        do {
            remote = try gitHub(for: facts.source, credential: request.credential, settings: settings)
        } catch {
            throw ProbeError(error)
        }
        return try await GitHubPlanner(facts: facts, scopes: scopes, remote: remote, settings: settings).plan()
    }

    /// - Throws: ``RemoteError/refusedAddress(_:)`` where the kept address is no address.
    public func remote(
        for source: ImportSource, credential: Secret, settings: ImportSettings
    ) throws(RemoteError) -> any Remote {
        try gitHub(for: source, credential: credential, settings: settings)
    }

    private func gitHub(
        for source: ImportSource, credential: Secret, settings: ImportSettings
    ) throws(RemoteError) -> GitHubRemote {
        let host: GitHubHost
        do {
            host = try GitHubHost(source: source)
        } catch {
            throw .refusedAddress(error.description)
        }
        let keeper = keepers.keeper(
            for: BudgetKeepers.Key(account: account(credential), host: host.api.host), rules: .gitHub)
        let client = GitHubClient(
            outbound: outbound, keeper: keeper, host: host, token: credential, userAgent: userAgent,
            limits: limits, logger: logger)
        let reader = GitHubReader(
            transport: client, host: host, repositoryID: source.repositoryID, name: RepositoryName(source.fullName),
            pageSize: settings.paginationLimit)
        return GitHubRemote(
            reader: reader, files: client.files, git: GitAccess(source, token: credential))
    }
}
