public import Logging
public import Model
public import Outbound
public import Remote
public import RemoteREST

/// Makes remotes for Bitbucket Server and Data Center.
public struct BitbucketServerRemoteProvider: RemoteProvider {
    let outbound: OutboundClient
    let keepers: BudgetKeepers
    let userAgent: String
    let limits: RequestLimits
    let logger: Logger
    let account: @Sendable (Secret) -> String
    private let freshAnswers = BitbucketServerFreshAnswers()

    /// - Parameters:
    ///   - outbound: the door to the network.
    ///   - keepers: the budgets of all accounts in use, so that imports with one credential share one.
    ///   - version: Landfall's own, which it names to the source.
    ///   - limits: how long requests may take, and how often they are sent.
    ///   - account: a name for whoever has a credential (a digest): limits belong to it.
    public init(
        outbound: OutboundClient, keepers: BudgetKeepers, version: String, limits: RequestLimits = RequestLimits(),
        logger: Logger, account: @escaping @Sendable (Secret) -> String
    ) {
        self.outbound = outbound
        self.keepers = keepers
        userAgent = "landfall/\(version)"
        self.limits = limits
        self.logger = logger
        self.account = account
    }

    private var prober: BitbucketServerProbe { BitbucketServerProbe(outbound: outbound, userAgent: userAgent) }

    private func freshAnswers(for credential: Secret) -> BitbucketServerFreshAnswers.View {
        BitbucketServerFreshAnswers.View(answers: freshAnswers, account: account(credential))
    }

    /// Judges the server's own address.
    public func judge(hostname: String, kind: ImportKind) async throws(ProbeError) {
        try await prober.judge(hostname: hostname)
    }

    /// Looks at the repository with four requests, or one more where the server takes the token alone; none is
    /// repeated. Who may do what in it is not tried beforehand: what may not be seen is listed by the import.
    public func probe(_ request: ProbeRequest) async throws(ProbeError) -> RepositoryFacts {
        try await prober.run(request, keeping: freshAnswers(for: request.credential))
    }

    /// Looks further than ``probe(_:)``, with two requests more.
    public func plan(
        _ request: ProbeRequest, settings: ImportSettings
    ) async throws(ProbeError) -> SourcePlan {
        let (facts, origin) = try await prober.runTellingOrigin(request)
        let remote: BitbucketServerRemote
        do {
            remote = try bitbucket(for: facts.source, credential: request.credential)
        } catch {
            throw ProbeError(error)
        }
        return try await BitbucketServerPlanner(facts: facts, origin: origin, remote: remote, settings: settings).plan()
    }

    /// - Throws: ``RemoteError/refusedAddress(_:)`` where the kept address is no address, or the kept name no
    ///   repository's; ``RemoteError/unauthorized(host:)`` where the kept credential is none for Bitbucket.
    public func remote(
        for source: ImportSource, credential: Secret, settings: ImportSettings
    ) throws(RemoteError) -> any Remote {
        try bitbucket(for: source, credential: credential)
    }

    private func bitbucket(
        for source: ImportSource, credential: Secret
    ) throws(RemoteError) -> BitbucketServerRemote {
        let host: BitbucketServerHost
        do {
            host = try BitbucketServerHost(source: source)
        } catch {
            throw .refusedAddress(error.description)
        }
        guard let name = BitbucketServerRepositoryName(source.fullName) else {
            throw .refusedAddress("\(source.fullName) names no repository of Bitbucket Server")
        }
        guard let joined = AccountCredential(joined: credential) else { throw .unauthorized(host: host.base.host) }
        let keeper = keepers.keeper(
            for: BudgetKeepers.Key(account: account(credential), host: host.base.host), rules: .bitbucketServer)
        let basic = client(keeper, joined.basic)
        let bearer = client(keeper, .bearer(joined.secret))
        let signIn = BitbucketServerSignIn(basic: basic, bearer: bearer)
        let place = BitbucketServerPlace(host: host, repository: name)
        let reader = BitbucketServerReader(
            transport: signIn, place: place, freshAnswers: freshAnswers(for: credential))
        // Git takes a token in place of the password, whatever the REST API takes.
        let git = GitAccess(
            credential: joined.basic, pullRequestHeads: "refs/pull-requests/*/from", wikiURL: nil)
        return BitbucketServerRemote(
            reader: reader, repositoryID: source.repositoryID, git: git,
            files: BitbucketServerDownloads(signIn: signIn, basic: basic, bearer: bearer, place: place))
    }

    private func client(_ keeper: BudgetKeeper, _ credential: Credential) -> RESTClient {
        RESTClient(
            outbound: outbound, keeper: keeper, credential: credential,
            headers: BitbucketServerHeaders.make(userAgent: userAgent), limits: limits, logger: logger,
            // Replies nest as deep as people answer each other.
            deepestJSON: 256)
    }
}
