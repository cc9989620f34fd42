import Model
import Remote
import Store

// MARK: - Comments that the source counts together

extension RecountStage {
    /// Asks once more about the pull requests of which fewer comments are here than the source says, each by itself:
    /// there is no list of all of them that could be walked through.
    func readLacking(_ pass: ReadingPass, _ state: inout RecountState, _ known: KnownObjects) async throws {
        guard run.remote.countsCommentsTogether, let since = state.since else { return }
        let asked = state.askedAgain ?? [:]
        let lacking = try await differingComments().filter {
            $0.said > $0.here && asked["\($0.number)"] != $0.said - $0.here
        }
        guard !lacking.isEmpty else { return }
        var knownAsWell = known
        knownAsWell.pullRequestsLackingComments = lacking.map(\.number)
        let lostBefore = pass.findings?.lostPages ?? 0
        var isAsked = false
        for collection in [Collection.comments, .timelines, .tasks] where try await isReadable(collection) {
            let usual = Set(run.remote.changes(of: collection, since: since, knowing: known))
            let cursors = run.remote.changes(of: collection, since: since, knowing: knownAsWell)
                .filter { !usual.contains($0) }
            guard !cursors.isEmpty else { continue }
            isAsked = true
            try await CollectionStage(run: run, collection: collection, progress: progress, pass: pass)
                .perform(from: cursors)
        }
        guard isAsked, pass.findings?.lostPages == lostBefore else { return }
        state.askedAgain = Dictionary(
            try await differingComments().map { ("\($0.number)", $0.said - $0.here) }, uniquingKeysWith: { $1 })
        try await save(state)
    }

    private func differingComments() async throws -> [ImportAnnouncements.Difference] {
        let (id, project) = (run.record.id, run.project.id)
        return try await run.services.store.read { connection in
            try ImportAnnouncements.differingCommentsTogether(import: id, project: project, in: connection)
        }
    }
}
