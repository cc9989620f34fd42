import Git
public import Jobs
import Logging
import Model
import Outbound
import Remote
import Secrets
public import Store

/// Runs imports of gists: reads the list to its end, then brings gist after gist. What the list said is kept first, so
/// that a restart goes on with the gists that wait.
public struct GistImportRunner: JobHandler {
    /// The kind of job rows that are imports of gists; their subject is the import's row.
    public static let jobKind = "gist_import"

    /// Seconds until another attempt where the source keeps refusing and does not say how long.
    private static let pauseAfterLimit = 300.0
    private static let batchSize = 20

    private let services: GistServices

    public init(services: GistServices) {
        self.services = services
    }

    public var kind: String { Self.jobKind }

    public func run(_ job: JobRow, stop: JobStop) async -> JobResult {
        let id = Identifier<GistImport>(job.subjectID)
        do {
            guard let run = try await prepare(id) else { return .completed }
            try await list(run)
            try await bringAll(run)
            try await GistReporting(services: services).tell(run.record)
            try await end(id, as: .finished, failure: nil)
            return .completed
        } catch {
            return await result(of: error, id)
        }
    }

    private func result(of error: any Error, _ id: Identifier<GistImport>) async -> JobResult {
        if Task.isCancelled { return .again(afterSeconds: 0) }
        if case .rateLimited(_, let until) = error as? RemoteError {
            let seconds = until?.seconds(since: services.base.clock()) ?? Self.pauseAfterLimit
            return .again(afterSeconds: max(1, seconds))
        }
        if case SecretsError.unknownKey = error {
            services.base.logger.error("import of gists waits for its key", metadata: ["error": "\(error)"])
            return .again(afterSeconds: ImportRunner.pauseWithoutKey)
        }
        guard let failure = ImportError.wrapping(error) else { return .again(afterSeconds: 5) }
        services.base.logger.error("import of gists failed", metadata: ["error": "\(failure)"])
        await persist(
            "the end of an import of gists cannot be written yet", reserve: services.base.reserve,
            logger: services.base.logger
        ) { try await end(id, as: .failed, failure: "\(failure)") }
        return .failed("\(failure)")
    }

    private func end(_ id: Identifier<GistImport>, as status: GistImport.Status, failure: String?) async throws {
        let now = services.base.clock()
        try await services.base.store.write { connection in
            try GistImports.end(id, as: status, failure: failure, at: now, in: connection)
        }
    }

    /// `nil` where there is nothing left to do.
    private func prepare(_ id: Identifier<GistImport>) async throws -> GistRun? {
        let base = services.base
        let loaded = try await base.store.write { connection in
            // A process that lacks the key leaves the import to one that has it.
            try base.sealingKey(in: connection)
            return (try GistImports.find(id, in: connection), try GistImports.credential(of: id, in: connection))
        }
        guard let record = loaded.0, record.status == .started else { return nil }
        guard let sealed = loaded.1 else {
            throw ImportError.noCredential("the import has no credential any more: start it again")
        }
        let credential: Secret
        do {
            credential = try services.base.open(sealed, of: .gistImport(id))
        } catch {
            throw ImportError.noCredential("\(error)")
        }
        let remote = try services.source.gists(hostname: record.hostname, credential: credential)
        try await removeOrphans()
        return GistRun(services: services, record: record, remote: remote, credential: credential)
    }

    /// Repositories of snippets that went together with their author.
    private func removeOrphans() async throws {
        let repositories = services.base.repositories
        try await services.base.store.write { connection in
            for id in try Snippets.unknown(among: repositories.snippets, in: connection) {
                try repositories.snippet(id).delete()
            }
        }
    }

    /// A page and where the next one begins are one transaction.
    private func list(_ run: GistRun) async throws {
        var (cursor, isListed) = (run.record.cursor.map { Cursor(rawValue: $0) }, run.record.isListed)
        while !isListed {
            let page = try await run.remote.page(at: cursor)
            let unreadable = page.unreadable.map { exception in
                GistImportItems.Exception(
                    sourceKey: exception.sourceKey, sourceURL: exception.sourceURL,
                    title: exception.sourceKey.rawValue, isMissing: true, reason: exception.reason)
            }
            try await services.base.store.write { connection in
                try GistImports.keepPage(
                    page.gists, unreadable: unreadable, next: page.next?.rawValue, of: run.record.id, in: connection)
            }
            (cursor, isListed) = (page.next, page.next == nil)
        }
    }

    private func bringAll(_ run: GistRun) async throws {
        while true {
            let batch = try await services.base.store.read { connection in
                try GistImportItems.waiting(import: run.record.id, limit: Self.batchSize, in: connection)
            }
            guard !batch.isEmpty else { return }
            for item in batch { try await GistBringer(run: run, item: item).bring() }
        }
    }
}

/// One import of gists while it runs.
struct GistRun: Sendable {
    let services: GistServices
    let record: GistImport
    let remote: any GistRemote
    let credential: Secret
}
