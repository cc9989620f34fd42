public import Model
public import Outbound
public import Remote
import Secrets
public import Store

/// Why an import of gists is refused.
public enum GistRequestError: Error, Sendable {
    /// One of the same person has started and not ended.
    case inProgress
    case probe(ProbeError)
    case store(StoreError)
}

/// Starts imports of gists and tells how they stand: the same for the API and the command line.
public struct GistRequests: Sendable {
    private let services: GistServices

    public init(services: GistServices) {
        self.services = services
    }

    /// Starts an import, which a worker then runs. In GitLab's order: whether one runs is asked before the source is.
    @discardableResult
    public func start(
        for user: UserID, hostname: String?, credential: Secret, by actor: AuditActor? = nil
    ) async throws(GistRequestError) -> GistImport {
        guard try await !isInProgress(user) else { throw .inProgress }
        do {
            try await services.source.probeAccount(hostname: hostname, credential: credential)
        } catch {
            throw .probe(error)
        }
        return try await translating { services in
            let now = services.base.clock()
            return try await services.base.store.write { connection in
                // Again, in the transaction that makes it: two calls may have come this far at once.
                guard try !Self.isInProgress(user, at: now, in: connection) else { throw GistRequestError.inProgress }
                let id = try GistImports.insert(user: user, hostname: hostname, at: now, in: connection)
                let sealed = try services.base.seal(credential, for: .gistImport(id), in: connection)
                try GistImports.setCredential(sealed, of: id, in: connection)
                try JobRows.enqueue(
                    kind: GistImportRunner.jobKind, subject: id.rawValue,
                    fairnessKey: services.base.fairnessKey(credential, at: hostname ?? "", in: connection), at: now,
                    in: connection)
                try Self.note(user, hostname: hostname, by: actor, at: now, in: connection)
                guard let started = try GistImports.find(id, in: connection) else {
                    throw StoreError.failed("an import of gists could not be read back")
                }
                return started
            }
        }
    }

    private static func note(
        _ user: UserID, hostname: String?, by actor: AuditActor?, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        guard let person = try Users.find(user, in: connection) else { return }
        try AuditEvents.insert(
            .gistsImportStarted, by: actor ?? AuditActor(user: person, token: nil, address: nil), on: .user(person),
            details: ["import_source": hostname ?? "https://github.com"], at: now, in: connection)
    }

    /// Somebody's latest import; `nil` where there never was one.
    public func latest(of user: UserID) async throws -> GistReport? {
        try await services.base.store.read { connection in
            try GistImports.latest(of: user, in: connection).map { try GistReport($0, in: connection) }
        }
    }

    private func isInProgress(_ user: UserID) async throws(GistRequestError) -> Bool {
        try await translating { services in
            let now = services.base.clock()
            return try await services.base.store.write { try Self.isInProgress(user, at: now, in: $0) }
        }
    }

    /// A started import that no job works on or will take up is over, whatever became of it: it must not stand in
    /// anybody's way. (A job whose process died is not such a one: the next worker takes it up.)
    private static func isInProgress(
        _ user: UserID, at now: Timestamp, in connection: any WriteConnection
    ) throws -> Bool {
        guard let latest = try GistImports.latest(of: user, in: connection), latest.status == .started else {
            return false
        }
        let kind = GistImportRunner.jobKind
        guard try !JobRows.isPending(kind: kind, subject: latest.id.rawValue, in: connection) else { return true }
        try GistImports.end(
            latest.id, as: .failed, failure: "the import ended without a word: start it again", at: now,
            in: connection)
        return false
    }

    private func translating<Result: Sendable>(
        _ body: (GistServices) async throws -> Result
    ) async throws(GistRequestError) -> Result {
        do {
            return try await body(services)
        } catch let error as GistRequestError {
            throw error
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            throw .store(.failed("\(error)"))
        }
    }
}

/// How an import of gists stands or ended.
public struct GistReport: Sendable {
    public var record: GistImport
    public var counts: GistImportItems.Counts
    /// What is not here, or not whole.
    public var exceptions: [GistImportItems.Exception]

    /// Exceptions listed at most.
    public static let exceptionLimit = 1000

    public init(_ record: GistImport, in connection: any ReadConnection) throws {
        self.record = record
        counts = try GistImportItems.counts(import: record.id, in: connection)
        exceptions = try GistImportItems.exceptions(import: record.id, limit: Self.exceptionLimit, in: connection)
    }
}
