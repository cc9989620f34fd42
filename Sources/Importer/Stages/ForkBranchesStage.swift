import Git
import Model
import Store

/// Makes a branch for each open pull request from a fork, so that the work can go on here when the fork is gone.
/// Closed ones get none: their commits stay reachable by `refs/merge-requests/N/head`.
struct ForkBranchesStage: Sendable {
    let run: ImportRun
    let progress: StageProgress

    func perform() async throws {
        let repository = run.services.repositories.project(run.record.projectID)
        let project = run.record.projectID
        let open = try await run.services.store.read { connection in
            try ImportedMergeRequests.openFromForks(project: project, in: connection)
        }
        var changes: [RefChange] = []
        for mergeRequest in open {
            guard let branch = RefName(branch: mergeRequest.branch), let head = ObjectID(mergeRequest.head.rawValue),
                let kept = RefName("refs/merge-requests/\(mergeRequest.iid)/head"),
                try await repository.ref(kept)?.target == head
            else {
                try await list(mergeRequest.iid)
                continue
            }
            changes.append(.set(branch, head))
            progress.touch()
        }
        try await repository.update(changes)
    }

    private func list(_ number: Int64) async throws {
        try await run.list(
            ImportException(
                kind: .pullRequest, sourceKey: SourceKey("number:\(number)"), sourceURL: nil, outcome: .degraded,
                reason: "no branch was made for open pull request \(number): git at the source does not have its head"))
    }
}
