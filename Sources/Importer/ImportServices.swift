public import Files
public import Git
public import Jobs
public import Logging
public import Model
public import Outbound
public import Remote
public import Secrets
public import Store

/// What imports work with: made once, where everything is wired.
public struct ImportServices: Sendable {
    public var store: any Datastore
    public var remotes: any RemoteProvider
    public var repositories: RepositoryStorage
    public var outbound: OutboundClient
    /// Where the bytes of uploads and of releases' files are kept.
    public var files: FileStore
    public var fileLimits: FileLimits
    /// The keys that seal credentials.
    public var keyring: Keyring
    /// Host of this server, for addresses that are made up here.
    public var instanceHost: String
    /// Where this server's pages are, without a trailing slash: what links in rewritten texts point to.
    public var externalURL: String
    /// Seconds without progress after which a stage counts as stuck; GitLab's two hours.
    public var stageTimeout: Int
    /// Seconds a worker waits for a source's permission; for longer waits it turns to other imports.
    public var limitPatience: Int
    /// Room on the disk that is given back where it is too full to write that an import has failed.
    public var reserve: DiskReserve?
    /// What the administrator of this server allows with source users.
    public var reassignmentRules = ReassignmentRules()
    /// Told what people should hear of.
    public var notify: ReassignmentNotifier = { _ in }
    public var clock: @Sendable () -> Timestamp
    public var logger: Logger
    /// Bytes of the largest LFS object that is taken.
    public var lfsObjectLimit = Int64.max
    /// How much of a source is taken altogether.
    public var sourceLimits = SourceLimits()
    /// When a file that is not the source's API (an LFS object) is asked for again.
    public var fileRetries = RetryPolicy(maximumAttempts: 4)
    /// How long each step of asking for an LFS object may take; the transfer of its bytes is bound by their number.
    public var fileTimeouts = OutboundTimeouts()
    /// What git takes from a source and how long it waits for it.
    public var gitLimits = RelayLimits()
    /// Waits between the attempts of git and LFS.
    public var transferClock = BudgetClock.system

    public init(
        store: any Datastore, remotes: any RemoteProvider, repositories: RepositoryStorage, outbound: OutboundClient,
        files: FileStore, fileLimits: FileLimits = FileLimits(), keyring: Keyring, instanceHost: String,
        externalURL: String, stageTimeout: Int = 7200,
        limitPatience: Int = 300, reserve: DiskReserve? = nil,
        clock: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        self.store = store
        self.remotes = remotes
        self.repositories = repositories
        self.outbound = outbound
        self.files = files
        self.fileLimits = fileLimits
        self.keyring = keyring
        self.instanceHost = instanceHost
        self.externalURL = externalURL
        self.stageTimeout = stageTimeout
        self.limitPatience = limitPatience
        self.reserve = reserve
        self.clock = clock
        self.logger = logger
    }
}
