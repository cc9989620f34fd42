import Git
import Model
import Store

/// Sets `refs/merge-requests/N/head` where the source has no such ref for a pull request: sources keep those of open
/// ones only, or of none.
struct HeadRefs: Sendable {
    let run: ImportRun
    let progress: StageProgress

    private static let batchSize = 500

    /// Sets the refs of all heads that are here.
    func set(in repository: GitRepository) async throws {
        let present = Set(try await repository.refs(under: "refs/merge-requests/").map(\.name))
        let project = run.record.projectID
        var previous = MergeRequestID(0)
        while true {
            let after = previous
            let batch = try await run.services.store.read { connection in
                try MergeRequestHeadCommits.list(
                    project: project, after: after, limit: Self.batchSize, in: connection)
            }
            guard let last = batch.last else { return }
            previous = last.id
            try await set(batch.filter { !($0.ref.map(present.contains) ?? true) }, in: repository)
            try await listNameless(batch)
            progress.touch()
        }
    }

    private func set(_ heads: [MergeRequestHeadCommits.Head], in repository: GitRepository) async throws {
        let named = heads.compactMap { head in
            head.ref.flatMap { ref in head.commit.map { (ref: ref, commit: $0, head: head) } }
        }
        let have = try await repository.have(named.map { "\($0.commit)^{commit}" })
        let here = zip(named, have).filter(\.1).map(\.0)
        do {
            try await repository.update(here.map { .set($0.ref, $0.commit) })
        } catch let error as GitError where error.cause != .diskFull && error.cause != .notWritable {
            for one in here {
                do {
                    try await repository.update([.set(one.ref, one.commit)])
                } catch is GitError {
                    try await list(one.head, "git here refused the ref of its head")
                }
            }
        }
    }

    /// Those whose commits are named and not here are listed with their diffs.
    private func listNameless(_ heads: [MergeRequestHeadCommits.Head]) async throws {
        for head in heads where head.commit == nil || head.start == nil {
            try await list(head, "it has no diff: the source does not name its commits")
        }
    }

    private func list(_ head: MergeRequestHeadCommits.Head, _ reason: String) async throws {
        try await run.list(
            ImportException(
                kind: .pullRequest, sourceKey: head.sourceKey, sourceURL: head.sourceURL, outcome: .degraded,
                reason: reason))
    }
}

extension MergeRequestHeadCommits.Head {
    fileprivate var ref: RefName? { RefName("refs/merge-requests/\(iid)/head") }
}
