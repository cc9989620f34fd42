public import Model
public import Outbound
public import Remote
import Store

extension ImportRequests {
    /// What became of a wish to fetch again what failed.
    public enum Retry: Sendable {
        case scheduled(Import)
        /// Nothing failed, and nothing was hidden.
        case nothingFailed(Import)
        /// It is under way, or was canceled.
        case notEnded(Import)
        case noSuchImport
    }

    /// Fetches again only what failed: pages that were given up, pages on which an object could not be read or written,
    /// stages that say they could not do all, and lists that the source did not show. An import that failed as a whole
    /// goes on where it was. What is mended disappears from the ledger when it is written.
    public func retry(
        _ id: ImportID, credential: Secret, by actor: AuditActor? = nil
    ) async throws(ImportRequestError) -> Retry {
        let now = services.clock()
        let services = services
        do {
            return try await services.store.write { connection in
                guard let report = try ImportReport.read(id, in: connection) else { return .noSuchImport }
                guard report.record.status == .finished || report.record.status == .failed else {
                    return .notEnded(report.record)
                }
                if try report.isComplete && ImportExceptions.failures(import: id, in: connection).isEmpty {
                    return .nothingFailed(report.record)
                }
                try Self.reopen(id, of: report.record.projectID, at: now, in: connection)
                guard try Imports.apply(.schedule, to: id, at: now, in: connection) else {
                    return .notEnded(report.record)
                }
                try Self.schedule(report.record, credential: credential, services, at: now, in: connection)
                try Self.note(.importRetried, report.record, by: actor, credential: credential, at: now, in: connection)
                return .scheduled(try Imports.find(id, in: connection) ?? report.record)
            }
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            throw .store(.failed("\(error)"))
        }
    }

    /// Lets what failed be done again, and all that builds on it.
    private static func reopen(
        _ id: ImportID, of project: ProjectID, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        try ImportStages.forgetAbandoned(of: id, in: connection)
        var stages: Set<Stage> = [.recount]
        stages.formUnion(try reopenPages(of: id, in: connection))
        stages.formUnion(try stagesWithoutPages(of: id, in: connection))
        if try namesCommitsAgain(in: project, connection) {
            try JournalPages.unmarkApplied(
                import: id, collection: Collection.pullRequests.rawValue, in: connection)
            stages.insert(.pullRequests)
        }
        stages.formUnion(try reopenPages(referringTo: stages, of: id, in: connection))
        let reopened = withDependents(stages)
        try removeLines(of: reopened, of: id, in: connection)
        try ImportStages.reopen(reopened.map(\.rawValue), of: id, in: connection)
        // The second look begins anew, with pages of its own.
        try ImportExceptions.removeRecountFailures(import: id, in: connection)
        try RecountState.load(id, in: connection).again.save(id, at: now, in: connection)
    }

    /// Lets the pages that failed be fetched or written again.
    ///
    /// - Returns: the stages that failed, and those that read such pages.
    private static func reopenPages(of id: ImportID, in connection: any WriteConnection) throws -> Set<Stage> {
        var stages: Set<Stage> = []
        for origin in try ImportExceptions.failures(import: id, in: connection) {
            if let stage = origin.stage.flatMap(Stage.init(rawValue:)) { stages.insert(stage) }
            guard let page = origin.page,
                let (collection, pass) = ReadingPass.reading(journal: page.collection), !pass.isRecount
            else { continue }
            if let stage = Stage(rawValue: collection.rawValue) { stages.insert(stage) }
            if origin.needsFetch {
                // It may never be asked for again: a page that was halved because it failed may now come whole.
                try ImportExceptions.remove(about: page, import: id, in: connection)
                try ImportAnnouncements.forget(page, import: id, in: connection)
            }
            let change = origin.needsFetch ? JournalPages.forget : JournalPages.unmarkApplied
            try change(id, page.collection, page.cursor, connection)
            guard origin.isHidden, collection == .issues else { continue }
            // It is the whole issue tracker: labels and milestones, which are parts of it, were read as empty.
            for part in [Collection.labels, .milestones] {
                try JournalPages.forgetAll(import: id, collection: part.rawValue, in: connection)
            }
            stages.formUnion([.labels, .milestones])
        }
        return stages
    }

    /// Stages that failed before there was a page, or whose failures do not say on which page they were.
    private static func stagesWithoutPages(of id: ImportID, in connection: any WriteConnection) throws -> Set<Stage> {
        let unread = try ImportBeginnings.returnUnread(import: id, in: connection)
        var stages = Set(unread.compactMap(Stage.init(rawValue:)))
        for kind in try ImportExceptions.kindsOfUntracedFailures(import: id, in: connection) {
            stages.formUnion(Stage.allCases.filter { $0.collection?.kind == kind })
        }
        return stages
    }

    /// Lets the pages be written again that refer to what these stages bring.
    ///
    /// - Returns: the stages that write them.
    private static func reopenPages(
        referringTo stages: Set<Stage>, of id: ImportID, in connection: any WriteConnection
    ) throws -> Set<Stage> {
        let referring = Set(stages.compactMap(\.collection).flatMap(\.referringCollections))
        for collection in referring {
            try JournalPages.unmarkApplied(import: id, collection: collection.rawValue, in: connection)
        }
        return Set(referring.compactMap { Stage(rawValue: $0.rawValue) })
    }

    /// Takes the lines out of the ledger that these stages write anew.
    private static func removeLines(
        of stages: Set<Stage>, of id: ImportID, in connection: any WriteConnection
    ) throws {
        let relisting: Set<Stage> = [
            .positions, .diffs, .forkBranches, .attachments, .releaseAssets, .counts, .leftBehind,
        ]
        try ImportExceptions.removeFailures(
            of: stages.map(\.rawValue), relisting: relisting.intersection(stages).map(\.rawValue), import: id,
            in: connection)
        if stages.contains(.leftBehind) { try LedgerEntries.forgetLeftBehind(import: id, in: connection) }
    }

    /// Whether pages name commits in short whose whole names the source may tell now.
    private static func namesCommitsAgain(in project: ProjectID, _ connection: any WriteConnection) throws -> Bool {
        let forgotten = try CommitAbbreviations.forgetUnknown(project: project, in: connection)
        return try forgotten > 0 || ImportedMergeRequests.lackCommits(project: project, in: connection)
    }

    /// These stages and all that need them.
    static func withDependents(_ stages: Set<Stage>) -> Set<Stage> {
        var all = stages
        while true {
            let more = Stage.allCases.filter { !all.contains($0) && !all.isDisjoint(with: $0.needs) }
            if more.isEmpty { return all }
            all.formUnion(more)
        }
    }
}

extension ImportRequests {
    /// Looks ahead: what an import would find and cost. Creates nothing.
    public func plan(_ request: ProbeRequest, settings: ImportSettings) async throws(ProbeError) -> SourcePlan {
        try await services.remotes.plan(request, settings: settings)
    }
}
