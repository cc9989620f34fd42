public import Access
import Foundation
public import Git
public import Importer
public import Logging
public import Model
public import Store

/// What the routes work with. A route takes what it needs from here and keeps nothing of its own.
public struct APIContext: Sendable {
    public var store: any Datastore
    /// The time; one clock for all, so that tests can set it.
    public var clock: @Sendable () -> Timestamp
    /// Where people reach this server, without a slash at the end: `https://forge.example.org`.
    public var externalURL: String
    public var logger: Logger
    /// Where the git repositories of projects and wikis lie.
    public var repositories: RepositoryStorage
    /// Stops what works on a project that is about to go. Called before its rows are removed.
    public var willRemoveProject: @Sendable (ProjectID) async -> Void
    /// Removes what a project left outside the store. Called after its rows are gone.
    public var didRemoveProject: @Sendable (ProjectID) async -> Void
    /// Accepts, cancels and looks up imports.
    public var imports: ImportRequests
    /// Starts imports of gists; `nil` where there are none to be had.
    public var gists: GistRequests?
    /// What `GET /version` says: the GitLab whose API this is, for clients that look at the number.
    public var gitLabVersion = "18.10.0"
    /// What `GET /version` says as `revision`.
    public var revision = "landfall"
    /// What the administrator of this server allows with source users.
    public var reassignmentRules = ReassignmentRules()
    /// Told of every credential that is refused.
    public var refusals: RefusalCounter?
    /// What answers that git streams pass before they begin.
    public var transfers = Turnstile(Turnstile.Limits(places: 32))
    /// How often the same person may call what costs others something.
    public var limits = CallLimits()
    /// Counts tokens that nobody has; one for all doors of a server.
    public var failedAuthentications = FailedAuthentications(limit: 0)
    /// Told what people should hear of.
    public var notify: ReassignmentNotifier = { _ in }

    /// Host of this server, for addresses that are made up here.
    var instanceHost: String { URLComponents(string: externalURL)?.host ?? "localhost" }

    public init(
        store: any Datastore, clock: @escaping @Sendable () -> Timestamp, externalURL: String, logger: Logger,
        repositories: RepositoryStorage, imports: ImportRequests,
        willRemoveProject: @escaping @Sendable (ProjectID) async -> Void = { _ in },
        didRemoveProject: @escaping @Sendable (ProjectID) async -> Void = { _ in }
    ) {
        self.store = store
        self.clock = clock
        self.externalURL = externalURL.hasSuffix("/") ? String(externalURL.dropLast()) : externalURL
        self.logger = logger
        self.repositories = repositories
        self.imports = imports
        self.willRemoveProject = willRemoveProject
        self.didRemoveProject = didRemoveProject
    }

    /// Reads for one request, from one state of the store: lookups and what they lead to belong together.
    /// - Throws: ``APIError`` from the lookups, ``StoreError``.
    public func read<Result: Sendable>(
        _ request: APIRequest, _ body: @escaping @Sendable (Lookup) throws -> Result
    ) async throws -> Result {
        let now = clock()
        return try await store.read { try body(Lookup(request: request, now: now, connection: $0)) }
    }

    /// Writes for one request, in one transaction.
    public func write<Result: Sendable>(
        _ request: APIRequest, _ body: @escaping @Sendable (Lookup, any WriteConnection) throws -> Result
    ) async throws -> Result {
        let now = clock()
        return try await store.write { try body(Lookup(request: request, now: now, connection: $0), $0) }
    }
}
