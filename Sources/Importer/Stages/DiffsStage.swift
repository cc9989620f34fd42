import Git
import Model
import Store

/// Finds where each merge request left its target branch, which no source's lists tell. The history is read once, into
/// memory, because asking git for each of 80,000 pairs would take longer than the rest of the import.
struct DiffsStage: Sendable {
    let run: ImportRun
    let progress: StageProgress

    private static let batchSize = 500

    func perform() async throws {
        let graph = try await run.services.repositories.project(run.record.projectID).commitGraph()
        progress.touch()
        let (project, store) = (run.record.projectID, run.services.store)
        var previous = MergeRequestID(0)
        while true {
            let after = previous
            let batch = try await store.read { connection in
                try ImportedMergeRequests.withoutBase(
                    project: project, after: after, limit: Self.batchSize, in: connection)
            }
            guard let last = batch.last else { return }
            previous = last.id
            try await write(batch.map { ($0, base(of: $0, in: graph)) })
            progress.touch()
        }
    }

    /// For a merge request whose target branch was rewritten its start may be gone: the head alone then says nothing.
    private func base(of mergeRequest: ImportedMergeRequests.WithoutBase, in graph: CommitGraph) -> ObjectHash? {
        graph.mergeBase(mergeRequest.start, mergeRequest.head)
    }

    private func write(_ found: [(ImportedMergeRequests.WithoutBase, ObjectHash?)]) async throws {
        let (id, now) = (run.record.id, run.now)
        try await run.services.store.write { connection in
            for (mergeRequest, base) in found {
                if let base {
                    try ImportedMergeRequests.setBase(base, of: mergeRequest, in: connection)
                    continue
                }
                try ImportExceptions.insert(
                    ImportException(
                        kind: .pullRequest, sourceKey: mergeRequest.sourceKey, sourceURL: mergeRequest.sourceURL,
                        outcome: .degraded,
                        reason:
                            "it has no diff: git at the source no longer has its commits"),
                    import: id, at: now, in: connection)
            }
        }
    }
}
