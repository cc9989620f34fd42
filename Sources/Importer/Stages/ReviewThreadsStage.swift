import Model
import Remote
import Store

/// Asks which threads are resolved, on the pull requests that have any.
struct ReviewThreadsStage: Sendable {
    let run: ImportRun
    let progress: StageProgress

    func perform() async throws {
        guard run.remote.supports(.reviewThreads) else { return }
        let project = run.record.projectID
        let threaded = try await run.services.store.read { connection in
            try ImportedNotes.threadCounts(project: project, in: connection).map {
                KnownObjects.ThreadedPullRequest(number: $0.iid, sourceKey: $0.sourceKey, threads: $0.threads)
            }
        }
        guard !threaded.isEmpty else { return }
        try await CollectionStage(run: run, collection: .reviewThreads, progress: progress)
            .perform(known: KnownObjects(threadedPullRequests: threaded)) {}
    }
}
