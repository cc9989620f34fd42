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
        var branches: [Branch] = []
        for mergeRequest in open {
            if let branch = try await branch(of: mergeRequest, in: repository) { branches.append(branch) }
            progress.touch()
        }
        try await make(branches, in: repository)
    }

    private struct Branch {
        let mergeRequest: ImportedMergeRequests.OpenFromFork
        let name: RefName
    }

    /// The branch to make; `nil`, and a line in the ledger, where it cannot be made or would move one of the project's own.
    private func branch(
        of mergeRequest: ImportedMergeRequests.OpenFromFork, in repository: GitRepository
    ) async throws -> Branch? {
        guard let name = RefName(branch: mergeRequest.branch),
            let kept = RefName("refs/merge-requests/\(mergeRequest.iid)/head"),
            try await repository.ref(kept)?.target == mergeRequest.head
        else {
            try await list(mergeRequest, "git at the source does not have its head", cure: nil)
            return nil
        }
        if let present = try await repository.ref(name), present.target != mergeRequest.head {
            try await list(mergeRequest, "the project has a branch of the same name")
            return nil
        }
        return Branch(mergeRequest: mergeRequest, name: name)
    }

    /// All at once; one by one where git refuses that, because one name may stand in the way of another.
    private func make(_ branches: [Branch], in repository: GitRepository) async throws {
        var heads: [RefName: ObjectHash] = [:]
        for branch in branches { heads[branch.name] = branch.mergeRequest.head }
        do {
            try await repository.update(heads.map { .set($0.key, $0.value) })
        } catch let error as GitError where error.cause != .diskFull && error.cause != .notWritable {
            for branch in branches {
                do {
                    try await repository.update([.set(branch.name, branch.mergeRequest.head)])
                } catch is GitError {
                    try await list(branch.mergeRequest, "its name cannot stand beside the other branches")
                }
                progress.touch()
            }
        }
    }

    private func list(_ mergeRequest: ImportedMergeRequests.OpenFromFork, _ reason: String) async throws {
        try await list(mergeRequest, reason, cure: "its commits are at refs/merge-requests/\(mergeRequest.iid)/head")
    }

    private func list(
        _ mergeRequest: ImportedMergeRequests.OpenFromFork, _ reason: String, cure: String?
    ) async throws {
        try await run.list(
            ImportException(
                kind: .pullRequest, sourceKey: mergeRequest.sourceKey, sourceURL: mergeRequest.sourceURL,
                outcome: .degraded, reason: "it is open and has no branch: \(reason)", cure: cure))
    }
}
