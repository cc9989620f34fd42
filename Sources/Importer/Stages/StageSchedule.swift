import Jobs
import Logging
import Model
import Remote
import Store

/// Walks through the table of stages: starts each as soon as what it needs is done, runs what it can side by side, and
/// skips what an earlier run finished.
struct StageSchedule: Sendable {
    private let run: ImportRun
    private let done: Set<Stage>

    init(run: ImportRun) async throws {
        self.run = run
        let id = run.record.id
        let states = try await run.services.store.read { try ImportStages.states(of: id, in: $0) }
        done = Set(Stage.allCases.filter { states[$0.rawValue] == .finished || states[$0.rawValue] == .abandoned })
    }

    func perform() async throws {
        let gates = StageGates(open: done)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for stage in Stage.allCases where !done.contains(stage) {
                group.addTask {
                    try await perform(stage, gates)
                    await gates.open(stage)
                }
            }
            group.addTask { try await writeSpendingUntilDone(gates) }
            group.addTask { try await leaveWhenLimited(gates) }
            try await group.waitForAllOrFirstFailure()
        }
    }

    private func perform(_ stage: Stage, _ gates: StageGates) async throws {
        if !stage.fetchesAhead { try await gates.wait(for: needs(of: stage)) }
        try await set(.running, stage)
        let progress = StageProgress(clock: run.services.clock)
        do {
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    try await StageContext.$current.withValue(stage) { try await work(on: stage, progress, gates) }
                    return true
                }
                group.addTask {
                    try await watch(stage, progress, gates)
                    return false
                }
                while let isDone = try await group.next() {
                    if isDone { break }
                }
                group.cancelAll()
            }
            try await set(.finished, stage)
        } catch ImportError.timedOut(_, let seconds) where run.record.settings.timeoutStrategy == .optimistic {
            try await abandon(stage, after: seconds)
        }
    }

    /// Pages whose commits have short names are written when git is here, which knows the whole ones; all other stages
    /// that may meet such names need this one.
    private func needs(of stage: Stage) -> [Stage] {
        let needs = run.asksAboutCommits ? stage.needsAskingAboutCommits : stage.needs
        return stage == .pullRequests && run.remote.abbreviatesCommits ? needs + [.repository] : needs
    }

    private func work(on stage: Stage, _ progress: StageProgress, _ gates: StageGates) async throws {
        if stage == .commitComments, run.asksAboutCommits {
            try await gates.wait(for: needs(of: stage))
            return try await CommitCommentsStage(run: run, progress: progress).perform()
        }
        if let collection = stage.collection {
            guard run.remote.supports(collection), run.wants(collection) else { return }
            return try await CollectionStage(run: run, collection: collection, progress: progress)
                .perform(known: .nothing) {
                    try await gates.wait(for: needs(of: stage))
                    progress.touch()
                }
        }
        switch stage {
        case .repository: try await RepositoryStage(run: run, progress: progress).perform()
        case .wiki: try await WikiStage(run: run, progress: progress).perform()
        case .lfsObjects: try await LFSObjectsStage(run: run, progress: progress).perform()
        case .reviewThreads: try await ReviewThreadsStage(run: run, progress: progress).perform()
        case .reactions: try await ReactionsStage(run: run, progress: progress).perform()
        case .positions: try await PositionsStage(run: run, progress: progress).perform()
        case .settings: try await ProjectSettingsStage(run: run).perform()
        case .leftBehind: try await LeftBehindStage(run: run, progress: progress).perform()
        case .recount: try await RecountStage(run: run, progress: progress).perform()
        case .people: try await PeopleStage(run: run, progress: progress).perform()
        case .diffs: try await DiffsStage(run: run, progress: progress).perform()
        case .forkBranches: try await ForkBranchesStage(run: run, progress: progress).perform()
        case .texts: try await TextsStage(run: run, progress: progress).perform()
        case .releaseAssets: try await ReleaseAssetsStage(run: run, progress: progress).perform()
        case .attachments: try await AttachmentsStage(run: run, progress: progress).perform()
        case .counts: try await CountsStage(run: run).perform()
        case .labels, .milestones, .releases, .issues, .pullRequests, .comments, .reviewComments, .reviews,
            .timelines, .tasks, .commitComments, .collaborators, .protection:
            break
        }
    }

    /// Throws when the stage has made no progress for its time. A stage that only waits for others is not stuck.
    private func watch(_ stage: Stage, _ progress: StageProgress, _ gates: StageGates) async throws {
        let limit = run.services.stageTimeout
        while true {
            try await Task.sleep(for: .milliseconds(min(1000, limit * 250)))
            guard await gates.areOpen(needs(of: stage)), await run.remote.spending().limitedBy == nil else {
                progress.touch()
                continue
            }
            if progress.secondsWithoutProgress > Double(limit) {
                throw ImportError.timedOut(stage: stage, seconds: limit)
            }
        }
    }

    private func abandon(_ stage: Stage, after seconds: Int) async throws {
        run.logger.warning("stage abandoned", metadata: ["stage": "\(stage.rawValue)"])
        try await run.list(
            ImportException(
                kind: stage.collection?.kind ?? .repository, sourceKey: SourceKey("stage:\(stage.rawValue)"),
                sourceURL: nil, outcome: .failed,
                reason: "stage \(stage.rawValue) made no progress for \(seconds) seconds and was left",
                cure: Cure.retry))
        try await set(.abandoned, stage)
    }

    private func set(_ state: ImportStages.State, _ stage: Stage) async throws {
        let (id, now) = (run.record.id, run.now)
        try await run.services.store.write { connection in
            try ImportStages.set(state, stage: stage.rawValue, of: id, at: now, in: connection)
        }
    }

    /// Throws when the source allows nothing for longer than a worker should stand idle. A transfer of git is not broken
    /// off for it: it would have to begin anew.
    private func leaveWhenLimited(_ gates: StageGates) async throws {
        while await !gates.areOpen(Stage.allCases) {
            try Task.checkCancellation()
            await gates.waitForChange(atMost: .seconds(1))
            guard await gates.areOpen([.repository, .wiki]), let until = await run.remote.spending().limitedUntil,
                until.seconds(since: run.now) > Double(run.services.limitPatience)
            else { continue }
            throw RemoteError.rateLimited(host: run.record.source.apiHost, until: until)
        }
    }

    /// Keeps the sizes of page that work, so that a restart or another import does not ask in vain for larger ones.
    private func keepPageSizes(changedFrom last: inout [String: Int]) async throws {
        let sizes = await run.remote.pageSizes()
        guard sizes != last else { return }
        last = sizes
        let (source, now) = (run.record.source.pageSizeKey, run.now)
        try await withUncancelledTask { [store = run.services.store] in
            try await store.write { try PageSizes.set(sizes, source: source, at: now, in: $0) }
        }
    }

    /// Keeps what the import has cost, so that it can be watched and survives a restart.
    private func writeSpendingUntilDone(_ gates: StageGates) async throws {
        let id = run.record.id
        let before = try await run.services.store.read { RemoteSpending(json: try Imports.spending(of: id, in: $0)) }
        var sizes: [String: Int] = [:]
        while true {
            // Asked before what was spent is read: so the last reading is never older than the end.
            let isStopped = Task.isCancelled
            let isDone = await gates.areOpen(Stage.allCases)
            try await keepPageSizes(changedFrom: &sizes)
            let spending = (before ?? RemoteSpending()).adding(await run.remote.spending()).json
            // Also when the import is being stopped or has failed: what was spent last was spent too.
            try await withUncancelledTask { [store = run.services.store] in
                try await store.write { try Imports.setSpending(spending, of: id, in: $0) }
            }
            if isDone { return }
            if isStopped { throw CancellationError() }
            await gates.waitForChange(atMost: .milliseconds(500))
        }
    }
}

extension Stage {
    /// The collection a stage reads, for the stages that are nothing else.
    var collection: Collection? {
        switch self {
        case .labels: .labels
        case .milestones: .milestones
        case .releases: .releases
        case .issues: .issues
        case .pullRequests: .pullRequests
        case .comments: .comments
        case .reviewComments: .reviewComments
        case .reviews: .reviews
        case .timelines: .timelines
        case .tasks: .tasks
        case .commitComments: .commitComments
        case .collaborators: .collaborators
        case .protection: .protection
        case .repository, .wiki, .lfsObjects, .reviewThreads, .reactions, .positions, .settings, .leftBehind, .recount,
            .people, .diffs, .forkBranches, .texts, .releaseAssets, .attachments, .counts:
            nil
        }
    }

    /// Whether it may read its source before the stages it needs are done; it writes only after them.
    var fetchesAhead: Bool { collection != nil }
}
