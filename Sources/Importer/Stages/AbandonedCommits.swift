import Git
import Model
import Outbound
import Remote
import Store

/// Commits that are or were the tip of a merge request or of its target branch and that no ref leads to: sources keep
/// them, and give them to who knows their name.
struct AbandonedCommits: Sendable {
    let run: ImportRun
    let progress: StageProgress

    private static let batchSize = 500

    /// Fetches what the history lacks.
    /// - Returns: whether anything may have come.
    func fetch(lackedBy graph: CommitGraph, into repository: GitRepository) async throws -> Bool {
        let lacking = try await lacking(graph)
        guard !lacking.isEmpty else { return false }
        let stage = RepositoryStage(run: run, progress: progress)
        let progress = progress
        do {
            let absent = try await stage.withRelay(to: run.facts.source.cloneURL) { relay in
                try await repository.fetchCommits(lacking, url: relay.url, secretHeaders: [relay.secretHeader]) {
                    progress.touch()
                }
            }
            return absent.count < lacking.count
        } catch ImportError.git(let error, let upstream) where error.cause != .diskFull && error.cause != .notWritable {
            try await list(ImportError.git(error, upstream: upstream))
            return true
        }
    }

    private func lacking(_ graph: CommitGraph) async throws -> [ObjectHash] {
        let project = run.record.projectID
        var lacking: Set<ObjectHash> = []
        var previous = MergeRequestID(0)
        while true {
            let after = previous
            let batch = try await run.services.store.read { connection in
                try MergeRequestHeads.list(project: project, after: after, limit: Self.batchSize, in: connection)
            }
            guard let last = batch.last else { break }
            previous = last.mergeRequest.id
            lacking.formUnion(batch.flatMap(\.commits).filter { !graph.contains($0) })
            progress.touch()
        }
        lacking.formUnion(try await unplacedHeads().filter { !graph.contains($0) })
        // In order, so that every run asks alike.
        return lacking.sorted { $0.hex < $1.hex }
    }

    /// Heads of merge requests of which the source does not name where they start.
    private func unplacedHeads() async throws -> [ObjectHash] {
        let project = run.record.projectID
        return try await run.services.store.read { connection in
            try MergeRequestHeadCommits.withoutStart(project: project, in: connection)
        }
    }

    /// The import goes on: what is here is whole but for former versions.
    private func list(_ error: ImportError) async throws {
        try await run.list(
            ImportException(
                kind: .repository, sourceKey: "versions", sourceURL: nil, outcome: .failed,
                reason: "the commits of former versions of merge requests could not be fetched: \(error)",
                cure: Cure.retry))
    }
}
