import Model
import Outbound
import Remote
import Store

/// Lists that must be walked through again, because their rows are not as many as the source says.
extension RecountStage {
    /// Objects of each kind that are here or listed.
    func accounted() async throws -> [ObjectKind: LedgerEntry] {
        let id = run.record.id
        let entries = try await run.services.store.read { try LedgerEntries.list(import: id, in: $0) }
        return Dictionary(uniqueKeysWithValues: entries.map { ($0.kind, $0) })
    }

    /// Walks through those of the lists whose rows are not as many as the source says.
    func walk(
        _ collections: [Collection], _ state: inout RecountState, _ before: [ObjectKind: LedgerEntry],
        _ findings: RecountFindings
    ) async throws -> Bool {
        var hasWalked = false
        for collection in collections where try await isReadable(collection) {
            let difference = try await difference(collection, state, before)
            guard difference != 0, state.walked[collection.rawValue] != difference else { continue }
            hasWalked = true
            try await walk(collection, state, findings)
            state.walked[collection.rawValue] = try await self.difference(collection, state, [:])
            try await save(state)
        }
        return hasWalked
    }

    /// By how much the source's word and what is here differ. What this round has brought may be younger than the count.
    private func difference(
        _ collection: Collection, _ state: RecountState, _ before: [ObjectKind: LedgerEntry]
    ) async throws -> Int64 {
        let hidden = try await hidden(collection)
        guard let said = state.sourceCounts?[collection.kind] else { return hidden }
        let now = try await accounted()[collection.kind]?.accounted ?? 0
        let brought = before.isEmpty ? 0 : max(0, now - (before[collection.kind]?.accounted ?? 0))
        if said > now { return said - now }
        if said < now - brought { return said - now }
        return hidden
    }

    /// Rows of which others tell that they are there: a deletion may hide one where it moves the list under the reader,
    /// and the counts agree all the same.
    private func hidden(_ collection: Collection) async throws -> Int64 {
        let (id, project) = (run.record.id, run.project.id)
        return try await run.services.store.read { connection in
            switch collection {
            case .pullRequests:
                return Int64(
                    try ImportAnnouncements.unseenPullRequests(import: id, project: project, in: connection).count)
            case .comments:
                let differences = try [NoteableKind.issue, .mergeRequest].flatMap { item in
                    try ImportAnnouncements.differingComments(on: item, import: id, project: project, in: connection)
                }
                return differences.hidden(notCounting: try Self.listed(.note, id, connection))
            case .reviewComments:
                let differences = try ImportAnnouncements.differingReviewComments(
                    import: id, project: project, in: connection)
                return differences.hidden(notCounting: try Self.listed(.diffNote, id, connection))
            default: return 0
            }
        }
    }

    private static func listed(
        _ kind: ObjectKind, _ id: ImportID, _ connection: any ReadConnection
    ) throws -> Int64 {
        let entry = try LedgerEntries.list(import: id, in: connection).first { $0.kind == kind }
        return (entry?.failed ?? 0) + (entry?.skipped ?? 0)
    }

    private func walk(_ collection: Collection, _ state: RecountState, _ findings: RecountFindings) async throws {
        let walkFindings = RecountFindings()
        let pass = ReadingPass(name: state.walk, isWalk: true, findings: walkFindings)
        try await CollectionStage(run: run, collection: collection, progress: progress, pass: pass)
            .perform(from: run.remote.beginnings(of: collection, knowing: .nothing))
        findings.write(walkFindings.written)
        // What refers to issues waits until all lists were walked through: only issues that are older than the import can
        // have been referred to, and `look` tells them by their dates.
        if walkFindings.written > 0, collection != .issues { try await replayPages(referringTo: collection) }
        guard walkFindings.lostPages == 0 else { return }
        try await listUnmet(collection)
    }

    /// Rows that were here and that the whole list does not have any more: kept, and told.
    private func listUnmet(_ collection: Collection) async throws {
        guard let (table, prefix) = collection.rows else { return }
        let (run, now) = (run, run.now)
        try await run.services.store.write { connection in
            let id = run.record.id
            try ImportExceptions.removeLostPages(of: collection.rawValue, import: id, in: connection)
            for row in try ImportRecounts.unmet(
                in: table, keysFrom: prefix, import: id, project: run.project.id, in: connection)
            {
                try ImportExceptions.insert(
                    ImportException(
                        kind: collection.kind,
                        sourceKey: SourceKey(String(row.sourceKey.rawValue.dropFirst(prefix.count))),
                        sourceURL: row.sourceURL, outcome: .degraded,
                        reason:
                            "the source no longer has it: it was deleted or moved during the import and is kept here"),
                    from: ExceptionOrigin(stage: Stage.recount.rawValue), import: id, at: now, in: connection)
                guard let number = row.number else { continue }
                try ImportAnnouncements.forget(
                    table == .issues ? .issue : .mergeRequest, number: number, import: id, in: connection)
            }
            try ImportRecounts.forgetWalked(table, import: id, in: connection)
        }
    }
}

extension LedgerEntry {
    /// Objects that are here or listed.
    fileprivate var accounted: Int64 { imported + skipped + failed }
}

extension [ImportAnnouncements.Difference] {
    /// How many are not here of which the source tells, but for those that are listed; a negative number where more
    /// are here than it tells of.
    fileprivate func hidden(notCounting listed: Int64) -> Int64 {
        let fewer = reduce(0) { $0 + Swift.max(0, $1.said - $1.here) }
        if fewer > listed { return fewer - listed }
        return -reduce(0) { $0 + Swift.max(0, $1.here - $1.said) }
    }
}

extension Collection {
    /// The table its rows are in, and what their keys begin with.
    fileprivate var rows: (ImportedTable, prefix: String)? {
        switch self {
        case .labels: (.labels, "")
        case .milestones: (.milestones, "")
        case .releases: (.releases, "")
        case .issues: (.issues, "")
        case .pullRequests: (.mergeRequests, "")
        case .comments: (.notes, NoteKeys.comment(SourceKey("")).rawValue)
        case .reviewComments: (.notes, NoteKeys.reviewComment(SourceKey("")).rawValue)
        case .commitComments: (.notes, NoteKeys.commitComment(SourceKey("")).rawValue)
        default: nil
        }
    }
}
