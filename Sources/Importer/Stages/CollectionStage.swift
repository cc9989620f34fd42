import Model
import Remote
import Store

/// Reads one collection page by page and writes it. Fetching runs ahead of writing, as far as it likes: every page is
/// in the journal before it is made use of, so that nothing is held in memory and nothing is asked for twice.
struct CollectionStage: Sendable {
    let run: ImportRun
    let collection: Collection
    let progress: StageProgress
    var pass = ReadingPass.first

    private var journalName: String { pass.journalName(of: collection) }

    /// Pages of one collection that are asked for at the same time; the source's budget holds back more than that.
    private static let pagesAtOnce = 8

    /// Fetches at once, and writes as soon as `ready` returns; then it is known as well where else the collection
    /// begins, by what pages of others have said.
    func perform(known: KnownObjects, ready: @escaping @Sendable () async throws -> Void) async throws {
        try await perform(from: run.remote.beginnings(of: collection, knowing: known)) {
            try await ready()
            return try await named()
        }
    }

    /// - Parameter named: returns when pages may be written, with further beginnings.
    func perform(
        from beginnings: [Cursor], named: @escaping @Sendable () async throws -> [Cursor] = { [] }
    ) async throws {
        let journal = journal
        let queue = PageQueue(
            beginnings: beginnings, journal: try await journal.pages(), limit: run.services.sourceLimits.pages)
        try await perform(queue, journal, named: named)
    }

    /// Reads some pages of a collection that has very many, of which none leads to another: of the journal only these
    /// are looked up.
    func perform(batch cursors: [Cursor]) async throws {
        let journal = journal
        let queue = PageQueue(beginnings: cursors, journal: try await journal.pages(at: cursors))
        try await perform(queue, journal) { [] }
    }

    private var journal: Journal {
        Journal(
            importID: run.record.id, name: journalName, pass: pass.name, store: run.services.store,
            clock: run.services.clock)
    }

    private func perform(
        _ queue: PageQueue, _ journal: Journal, named: @escaping @Sendable () async throws -> [Cursor]
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await fetchAll(queue, journal)
                for await _ in queue.completions {}
                try await fetchAll(queue, journal)
                if let leftOut = await queue.overflow { try await listEndless(leftOut) }
            }
            group.addTask {
                await queue.complete(with: try await named())
                try await applyAll(queue, journal)
            }
            try await group.waitForAllOrFirstFailure()
        }
    }

    /// Where the collection begins by what pages of others have said in this pass.
    func named() async throws -> [Cursor] {
        let (id, collection, pass) = (run.record.id, collection.rawValue, pass.name)
        return try await run.services.store.read { connection in
            try ImportBeginnings.list(collection, pass: pass, import: id, in: connection)
        }.map(Cursor.init(rawValue:))
    }

    private func fetchAll(_ queue: PageQueue, _ journal: Journal) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var running = 0
            while true {
                while running < Self.pagesAtOnce, let cursor = await queue.takeForFetching() {
                    group.addTask { try await fetch(cursor, queue, journal) }
                    running += 1
                }
                guard running > 0 else { return }
                try await group.next()
                running -= 1
            }
        }
    }

    private func fetch(_ cursor: Cursor, _ queue: PageQueue, _ journal: Journal) async throws {
        do {
            let page = try await run.remote.page(of: collection, at: cursor)
            try await journal.keep(page, at: cursor)
            progress.touch()
            await queue.markFetched(cursor, following: page.following)
        } catch let error as RemoteError {
            try await giveUp(cursor, because: error)
            await queue.markMissing(cursor)
        }
    }

    /// A list without end would never be read to its end, and fill the disk on the way.
    ///
    /// - Parameter cursor: the first page that was left out. A page that is written takes its lines out of the ledger;
    ///   this one never is.
    private func listEndless(_ cursor: Cursor) async throws {
        pass.findings?.losePage()
        try await run.list(
            ImportException(
                kind: collection.kind, sourceKey: SourceKey("pages:\(collection.rawValue)"), sourceURL: nil,
                outcome: .failed,
                reason: "its list has more than \(run.services.sourceLimits.pages) pages; the rest was not asked for",
                cure: "if the source has so many, have page-limit raised, then fetch again what failed (--retry-failed)"
            ),
            page: ExceptionOrigin.Page(collection: journalName, cursor: cursor.rawValue))
    }

    /// A page that the source will not give is listed and the import goes on, unless the reason ends the whole import.
    private func giveUp(_ cursor: Cursor, because error: RemoteError) async throws {
        if error.endsImport { throw error }
        switch error {
        case .unavailable, .refusedAddress:
            if run.record.settings.timeoutStrategy == .pessimistic { throw error }
        case .notFound: try await throwIfVanished()
        default: break
        }
        pass.findings?.losePage()
        try await run.list(
            ImportException(
                kind: collection.kind, sourceKey: SourceKey("page:\(collection.rawValue):\(cursor.rawValue)"),
                sourceURL: nil, outcome: error.isAbsence ? .skipped : .failed, reason: "\(error)",
                cure: error.isAbsence ? nil : Cure.retry),
            page: ExceptionOrigin.Page(collection: journalName, cursor: cursor.rawValue))
    }

    private func throwIfVanished() async throws {
        do {
            _ = try await run.remote.repository()
        } catch RemoteError.notFound {
            throw ImportError.vanished(fullName: run.record.source.fullName)
        }
    }

    private func applyAll(_ queue: PageQueue, _ journal: Journal) async throws {
        for await _ in queue.signals {
            while let cursor = await queue.takeForApplying() {
                try await apply(cursor, journal)
                progress.touch()
                await queue.markApplied(cursor)
            }
            if await queue.isDone { return }
        }
        try Task.checkCancellation()
    }

    private func apply(_ cursor: Cursor, _ journal: Journal) async throws {
        let mapped: MappedPage
        do {
            mapped = try await CommitNaming(run: run).map(try await journal.payload(at: cursor), of: collection)
        } catch let error as RemoteError {
            if error.endsImport { throw error }
            mapped = MappedPage(exceptions: [
                ImportException(
                    kind: collection.kind, sourceKey: SourceKey("page:\(collection.rawValue):\(cursor.rawValue)"),
                    sourceURL: nil, outcome: .failed, reason: "\(error)", cure: Cure.report)
            ])
        }
        try await PageWriter(run: run, pass: pass).write(mapped, collection: collection, cursor: cursor)
    }
}

extension Collection {
    /// The kind of object the ledger counts for it.
    var kind: ObjectKind {
        switch self {
        case .labels: .label
        case .milestones: .milestone
        case .releases: .release
        case .issues: .issue
        case .pullRequests: .pullRequest
        case .comments: .note
        case .reviewComments: .diffNote
        case .reviews: .review
        case .reviewThreads: .reviewThread
        case .timelines: .event
        case .tasks: .note
        case .reactions: .reaction
        case .commitComments: .commitComment
        case .collaborators: .collaborator
        case .protection: .protectedBranch
        case .discussions: .discussion
        case .people: .user
        }
    }
}
