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
        let number: Int64
        let name: RefName
        let head: ObjectHash
    }

    /// The branch to make; `nil`, and a line in the ledger, where it cannot be made or would move one of the project's own.
    private func branch(
        of mergeRequest: (iid: Int64, branch: String, head: ObjectHash), in repository: GitRepository
    ) async throws -> Branch? {
        let head = mergeRequest.head
        guard let name = RefName(branch: mergeRequest.branch),
            let kept = RefName("refs/merge-requests/\(mergeRequest.iid)/head"),
            try await repository.ref(kept)?.target == head
        else {
            try await list(mergeRequest.iid, "git at the source does not have its head")
            return nil
        }
        if let present = try await repository.ref(name), present.target != head {
            try await list(mergeRequest.iid, "the project has a branch of the same name")
            return nil
        }
        return Branch(number: mergeRequest.iid, name: name, head: head)
    }

    /// All at once; one by one where git refuses that, because one name may stand in the way of another.
    private func make(_ branches: [Branch], in repository: GitRepository) async throws {
        var heads: [RefName: ObjectHash] = [:]
        for branch in branches { heads[branch.name] = branch.head }
        do {
            try await repository.update(heads.map { .set($0.key, $0.value) })
        } catch let error as GitError where error.cause != .diskFull && error.cause != .notWritable {
            for branch in branches {
                do {
                    try await repository.update([.set(branch.name, branch.head)])
                } catch is GitError {
                    try await list(branch.number, "its name cannot stand beside the other branches")
                }
                progress.touch()
            }
        }
    }

    private func list(_ number: Int64, _ reason: String) async throws {
        try await run.list(
            ImportException(
                kind: .pullRequest, sourceKey: SourceKey("number:\(number)"), sourceURL: nil, outcome: .degraded,
                reason: "no branch was made for open pull request \(number): \(reason)",
                cure: "its commits are at refs/merge-requests/\(number)/head"))
    }
}
