import Git
import Model
import Outbound
import Store

/// Finds where each merge request left its target branch, now and in every version that a force push left behind, which
/// no source's lists tell. The history is read into memory, because asking git for each of 80,000 pairs would take
/// longer than the rest of the import.
struct DiffsStage: Sendable {
    let run: ImportRun
    let progress: StageProgress

    private static let batchSize = 500

    func perform() async throws {
        let repository = run.services.repositories.project(run.record.projectID)
        let graph = try await completeGraph(of: repository)
        try await HeadRefs(run: run, progress: progress).set(in: repository)
        let (project, store) = (run.record.projectID, run.services.store)
        var previous = MergeRequestID(0)
        while true {
            let after = previous
            let batch = try await store.read { connection in
                try MergeRequestHeads.list(project: project, after: after, limit: Self.batchSize, in: connection)
            }
            guard let last = batch.last else { return }
            previous = last.mergeRequest.id
            var finder = MergeBaseFinder(graph)
            try await write(batch.map { FoundDiffs($0, &finder) })
            progress.touch()
        }
    }

    /// The history with the commits that no ref leads to any more, as far as the source still has them.
    private func completeGraph(of repository: GitRepository) async throws -> CommitGraph {
        let graph = try await repository.commitGraph()
        progress.touch()
        let abandoned = AbandonedCommits(run: run, progress: progress)
        guard try await abandoned.fetch(lackedBy: graph, into: repository) else { return graph }
        return try await repository.commitGraph()
    }

    private func write(_ found: [FoundDiffs]) async throws {
        let (id, now) = (run.record.id, run.now)
        try await run.services.store.write { connection in
            for diffs in found {
                let mergeRequest = diffs.heads.mergeRequest
                if let base = diffs.base {
                    try ImportedMergeRequests.setBase(base, of: mergeRequest.id, in: connection)
                }
                try ImportedMergeRequests.setVersions(diffs.versions, of: mergeRequest.id, in: connection)
                for (discussion, position) in diffs.positions {
                    try OutdatedPositions.set(position, of: discussion, in: connection)
                }
                for exception in diffs.exceptions {
                    try ImportExceptions.insert(
                        exception, from: ExceptionOrigin(stage: Stage.diffs.rawValue), import: id, at: now,
                        in: connection)
                }
            }
        }
    }
}

/// The diffs of one merge request, as far as git has their commits.
private struct FoundDiffs: Sendable {
    let heads: MergeRequestHeads
    /// Of the diff as it is now.
    private(set) var base: ObjectHash?
    private(set) var versions: [ImportedMergeRequests.Version] = []
    private(set) var positions: [(DiscussionID, Position)] = []
    private(set) var exceptions: [ImportException] = []

    init(_ heads: MergeRequestHeads, _ finder: inout MergeBaseFinder) {
        self.heads = heads
        let mergeRequest = heads.mergeRequest
        // Where the target branch was rewritten its start may be gone: the head alone then says nothing.
        base = finder.mergeBase(mergeRequest.start, mergeRequest.head)
        if base == nil { list("it has no diff: git at the source no longer has its commits") }
        findVersions(&finder)
        findPositions(&finder)
    }

    private mutating func findVersions(_ finder: inout MergeBaseFinder) {
        var lost = 0
        for head in heads.all {
            guard let base = finder.mergeBase(heads.mergeRequest.start, head.commit) else {
                if head.commit != heads.mergeRequest.head { lost += 1 }
                continue
            }
            versions.append(
                ImportedMergeRequests.Version(
                    refs: DiffRefs(base: base, start: heads.mergeRequest.start, head: head.commit),
                    createdAt: head.createdAt))
        }
        guard lost > 0 else { return }
        list(
            "\(lost) of its versions, which force pushes left behind, \(lost == 1 ? "is" : "are") not here: "
                + "git at the source no longer has the commits")
    }

    /// Outdated comments stand on the diff they were written on.
    private mutating func findPositions(_ finder: inout MergeBaseFinder) {
        for outdated in heads.outdated {
            guard let base = finder.mergeBase(heads.mergeRequest.start, outdated.commit) else {
                list(outdated)
                continue
            }
            var position = outdated.position
            (position.base, position.start, position.head) = (base, heads.mergeRequest.start, outdated.commit)
            if position != outdated.position { positions.append((outdated.discussion, position)) }
        }
    }

    private mutating func list(_ reason: String) {
        exceptions.append(
            ImportException(
                kind: .pullRequest, sourceKey: heads.mergeRequest.sourceKey, sourceURL: heads.mergeRequest.sourceURL,
                outcome: .degraded, reason: reason))
    }

    private mutating func list(_ outdated: OutdatedPositions.Outdated) {
        exceptions.append(
            ImportException(
                kind: .diffNote, sourceKey: NoteKeys.root(ofThread: outdated.sourceKey),
                sourceURL: heads.mergeRequest.sourceURL, outcome: .degraded,
                reason: "the diff it was written on cannot be shown: git at the source no longer has the commits"))
    }
}
