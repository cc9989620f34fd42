import Model
import Outbound
import Remote
import Store

/// Looks a second time: brings what has changed at the source since the import began, and what was hidden when the
/// lists moved under the reader, until a look finds nothing new. On a project at rest that is one short answer for each
/// list that can be asked by change, and one count.
struct RecountStage: Sendable {
    let run: ImportRun
    let progress: StageProgress

    private static let rounds = 3
    /// In milliseconds. Rows that are as they were written cost no more than their place on the page.
    private static let overlap: Int64 = 3_600_000

    func perform() async throws {
        try await nameCommits()
        var state = try await load()
        while state.round <= Self.rounds {
            let next = await run.remote.sourceClock()
            let foundAnything = try await look(&state)
            state.round = foundAnything ? state.round + 1 : Self.rounds + 1
            if let next { state.since = try await beginning(at: next) }
            try await save(state)
        }
        if state.hasChangedPullRequests {
            // New pull requests have heads that git does not have yet.
            try await RepositoryStage(run: run, progress: progress).perform()
        }
    }

    private func load() async throws -> RecountState {
        let id = run.record.id
        var state = try await run.services.store.read { try RecountState.load(id, in: $0) }
        if state.since == nil { state.since = try await beginning(at: run.facts.answeredAt ?? run.record.createdAt) }
        return state
    }

    /// From when on changes are asked for, by the source's clock, not this machine's.
    private func beginning(at answered: Timestamp) async throws -> Timestamp {
        let project = run.project.id
        let newest = try await run.services.store.read { try ImportRecounts.newestChange(project: project, in: $0) }
        // What stamps the source's answers may run ahead of what stamps its rows: then the last change that was seen is
        // the better beginning, and one that was not seen may be a little older than it.
        guard let newest else { return answered }
        return min(answered, Timestamp(millisecondsSinceEpoch: newest.millisecondsSinceEpoch - Self.overlap))
    }

    func save(_ state: RecountState) async throws {
        let (id, now) = (run.record.id, run.now)
        try await run.services.store.write { try state.save(id, at: now, in: $0) }
    }

    /// One round.
    /// - Returns: whether it found anything, so that there may be more.
    private func look(_ state: inout RecountState) async throws -> Bool {
        let findings = RecountFindings()
        let pass = ReadingPass(name: state.pass, findings: findings)
        try await count(&state)
        let before = try await accounted()
        let earlier = try await earlierItems()
        var hasWalked = try await walk([.labels, .milestones, .releases, .commitComments], &state, before, findings)
        var known = KnownObjects()
        try await read(.issues, pass, state, known)
        try await noteChanged(&known, &state)
        try await read(.pullRequests, pass, state, known)
        // Where issues and pull requests are not one list.
        try await noteChanged(&known, &state)
        for collection in [Collection.comments, .reviewComments, .reviews] {
            try await read(collection, pass, state, known)
        }
        known.threadedPullRequests = try await threads(of: known.changedPullRequests)
        for collection in Collection.allCases.drop(while: { $0 != .reviewThreads }) where collection != .people {
            try await read(collection, pass, state, known)
        }
        try await readLacking(pass, &state, known)
        let walked = run.remote.countsCommentsTogether ? [] : [Collection.comments, .reviewComments]
        hasWalked = try await walk([.issues, .pullRequests] + walked, &state, before, findings) || hasWalked
        if hasWalked { try await readNamed(ReadingPass(name: state.walk, findings: findings)) }
        if try await earlierItems() > earlier {
            try await replayPages(referringTo: .pullRequests)
        }
        let hasFound = hasWalked || findings.written > 0
        if hasFound {
            try await PageReplay(run: run, progress: progress).replayWhatFailed()
            try await readUntoldThreads(state, findings)
        }
        return hasFound || !known.changedIssues.isEmpty || !known.changedPullRequests.isEmpty
    }

    private func read(
        _ collection: Collection, _ pass: ReadingPass, _ state: RecountState, _ known: KnownObjects
    ) async throws {
        guard try await isReadable(collection), let since = state.since else { return }
        let changed = run.remote.changes(of: collection, since: since, knowing: known)
        let stage = CollectionStage(run: run, collection: collection, progress: progress, pass: pass)
        let cursors = changed + (try await stage.named())
        guard !cursors.isEmpty else { return }
        try await stage.perform(from: cursors)
    }

    /// What the pages of a walk have named of other collections.
    private func readNamed(_ pass: ReadingPass) async throws {
        for collection in Collection.allCases where try await isReadable(collection) {
            let stage = CollectionStage(run: run, collection: collection, progress: progress, pass: pass)
            let cursors = try await stage.named()
            if !cursors.isEmpty { try await stage.perform(from: cursors) }
        }
    }

    /// What this round and the walks of the one before have found to be new or changed.
    private func noteChanged(_ known: inout KnownObjects, _ state: inout RecountState) async throws {
        (known.changedIssues, known.changedPullRequests) = try await changedItems([state.pass, state.walkBefore])
        if !known.changedPullRequests.isEmpty { state.hasChangedPullRequests = true }
        try await save(state)
    }

    /// Whether the source has the collection, and did not leave the import waiting for it.
    func isReadable(_ collection: Collection) async throws -> Bool {
        guard run.remote.supports(collection) else { return false }
        let id = run.record.id
        let states = try await run.services.store.read { try ImportStages.states(of: id, in: $0) }
        return states[collection.rawValue] != .abandoned
    }

    /// What these passes have found to be new or changed.
    private func changedItems(_ passes: [String]) async throws -> (issues: [Int64], pullRequests: [Int64]) {
        let id = run.record.id
        return try await run.services.store.read { connection in
            (
                try passes.flatMap { try ImportRecounts.changed(.issue, pass: $0, import: id, in: connection) },
                try passes.flatMap { try ImportRecounts.changed(.mergeRequest, pass: $0, import: id, in: connection) }
            )
        }
    }

    private func threads(of changed: [Int64]) async throws -> [KnownObjects.ThreadedPullRequest] {
        guard !changed.isEmpty else { return [] }
        let numbers = Set(changed)
        return try await threaded().filter { numbers.contains($0.number) }
    }

    /// Pull requests that have threads.
    ///
    /// - Parameter untold: only those of whose threads nothing was told yet.
    private func threaded(untold: Bool = false) async throws -> [KnownObjects.ThreadedPullRequest] {
        let project = run.project.id
        return try await run.services.store.read { connection in
            try ImportedNotes.threadCounts(project: project, untold: untold, in: connection).map {
                KnownObjects.ThreadedPullRequest(number: $0.iid, sourceKey: $0.sourceKey, threads: $0.threads)
            }
        }
    }

    /// Writes again what was written without these.
    func replayPages(referringTo collection: Collection) async throws {
        for referring in collection.referringCollections {
            try await PageReplay(run: run, progress: progress).replayAll(referring)
        }
    }

    /// Items that the first reading should have shown: pages that tell of them were written without them.
    private func earlierItems() async throws -> Int {
        let (project, moment) = (run.project.id, run.facts.answeredAt ?? run.record.createdAt)
        return try await run.services.store.read { connection in
            try ImportRecounts.countItems(madeBefore: moment, project: project, in: connection)
        }
    }

    /// Threads whose comments had no pull request to hang on before the list was walked through.
    private func readUntoldThreads(_ state: RecountState, _ findings: RecountFindings) async throws {
        let known = KnownObjects(threadedPullRequests: try await threaded(untold: true))
        guard !known.threadedPullRequests.isEmpty else { return }
        try await read(.reviewThreads, ReadingPass(name: state.walk, findings: findings), state, known)
    }

    /// Asks how many there are. Without an answer the lists by change still tell most.
    private func count(_ state: inout RecountState) async throws {
        do {
            let counts = try await run.remote.counts()
            state.counts = Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, $0.value) })
        } catch {
            if error.endsImport { throw error }
            state.counts = nil
        }
        progress.touch()
    }
}
