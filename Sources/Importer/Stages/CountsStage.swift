import Model
import Remote
import Store

/// Asks the source how many of each kind it has, after everything was read: what the ledger is held against.
struct CountsStage: Sendable {
    let run: ImportRun

    func perform() async throws {
        let id = run.record.id
        let counts: [ObjectKind: Int64]
        do throws(RemoteError) {
            if let told = await told() { counts = told } else { counts = try await run.remote.counts() }
        } catch {
            try await giveUp(because: error)
            return try await countCommentsTogether()
        }
        try await run.services.store.write { connection in
            for (kind, count) in counts {
                try LedgerEntries.setSource(count, kind: kind, import: id, in: connection)
            }
        }
        try await countCommentsTogether()
    }

    /// What the second look was told.
    private func told() async -> [ObjectKind: Int64]? {
        let id = run.record.id
        return try? await run.services.store.read { try RecountState.load(id, in: $0) }.sourceCounts
    }

    /// Everything has arrived by now: without the counts it is not proven, but it is here.
    private func giveUp(because error: RemoteError) async throws {
        if error.endsImport { throw error }
        try await run.list(
            ImportException(
                kind: .repository, sourceKey: "counts", sourceURL: nil, outcome: .failed,
                reason: "what has arrived could not be counted against the source: \(error)",
                cure: "compare the numbers with those the source shows"))
    }
}

// MARK: - Comments that the source counts together

extension CountsStage {
    /// Holds the comments of each pull request against the source's one number for those in its conversation and on its
    /// diff. What is not here then is either listed by name, where the source was asked once more and gives no more than
    /// it gave, or missing.
    fileprivate func countCommentsTogether() async throws {
        guard run.remote.countsCommentsTogether else { return }
        let (id, project) = (run.record.id, run.project.id)
        let (differences, entries, asked) = try await run.services.store.read { connection in
            (
                try ImportAnnouncements.differingCommentsTogether(import: id, project: project, in: connection),
                try LedgerEntries.list(import: id, in: connection),
                try RecountState.load(id, in: connection).askedAgain ?? [:]
            )
        }
        let (explained, open) = differences.partitioned { difference in
            difference.said < difference.here || asked["\(difference.number)"] == difference.said - difference.here
        }
        for difference in explained { try await list(difference) }
        let notes = entries.first { $0.kind == .note } ?? LedgerEntry(kind: .note)
        let onDiffs = entries.first { $0.kind == .diffNote } ?? LedgerEntry(kind: .diffNote)
        let lacking = open.reduce(0) { $0 + $1.said - $1.here }
        let missing = max(0, lacking - notes.skipped - notes.failed - onDiffs.skipped - onDiffs.failed)
        try await run.services.store.write { connection in
            for (entry, missing) in [(notes, missing), (onDiffs, 0)] {
                let source = entry.imported + entry.skipped + entry.failed + missing
                guard source > 0 || entry.source != nil else { continue }
                try LedgerEntries.setSource(source, kind: entry.kind, import: id, in: connection)
            }
        }
    }

    private func list(_ difference: ImportAnnouncements.Difference) async throws {
        let (said, here) = (difference.said, difference.here)
        try await run.list(
            ImportException(
                kind: .pullRequest, sourceKey: difference.itemKey, sourceURL: difference.itemURL, outcome: .degraded,
                reason: said > here
                    ? "the source counts \(said) comments on it and gives \(here), also when asked once more"
                    : "the source counts \(said) comments on it, and \(here) are here: "
                        + "it does not count all that it gives, or some were deleted during the import"))
    }
}

extension [ImportAnnouncements.Difference] {
    fileprivate func partitioned(_ belongs: (Element) -> Bool) -> (matching: [Element], rest: [Element]) {
        (filter(belongs), filter { !belongs($0) })
    }
}
