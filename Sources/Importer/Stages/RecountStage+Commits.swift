import Git
import Model
import Remote

extension RecountStage {
    /// Heads that no branch holds bring the history before them, which the source has named in short and which was
    /// not here when its pages were written.
    func nameCommits() async throws {
        guard run.remote.abbreviatesCommits else { return }
        let repository = run.services.repositories.project(run.record.projectID)
        let graph = try await repository.commitGraph()
        progress.touch()
        guard try await AbandonedCommits(run: run, progress: progress).fetch(lackedBy: graph, into: repository) else {
            return
        }
        for collection in [Collection.comments, .timelines] {
            try await PageReplay(run: run, progress: progress).replayAll(collection)
        }
    }
}
