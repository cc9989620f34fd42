import Model
import Remote
import Store

/// Asks whose the reactions are that the lists have shown. What there is to ask is in the store, so that it is the same
/// after a restart.
struct ReactionsStage: Sendable {
    let run: ImportRun
    let progress: StageProgress

    func perform() async throws {
        guard run.remote.supports(.reactions) else { return }
        let (project, id) = (run.record.projectID, run.record.id)
        let reacted = try await run.services.store.read { connection in
            try ImportedReactions.objects(project: project, in: connection)
        }
        guard !reacted.isEmpty else { return }
        var known = KnownObjects.nothing
        known.reacted = reacted
        try await CollectionStage(run: run, collection: .reactions, progress: progress).perform(known: known) {}
        try await run.services.store.write { connection in
            let announced = try ImportedReactions.announced(project: project, in: connection)
            try LedgerEntries.setSource(announced, kind: .reaction, import: id, in: connection)
        }
    }
}
