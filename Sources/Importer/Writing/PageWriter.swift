import Model
import Remote
import Store

/// Writes what a page was mapped to: rows, ledger and the mark that the page is applied, in one transaction, so that a
/// page is there wholly or not at all.
struct PageWriter: Sendable {
    let run: ImportRun
    var pass = ReadingPass.first

    /// A row that the store refuses is listed and left out: the page is written again without it, because a transaction
    /// in which a statement has failed may not go on.
    func write(_ page: MappedPage, collection: Collection, cursor: Cursor) async throws {
        var page = page
        page.drafts = page.drafts.withoutRepeats
        // Those of two pages would be one line.
        for index in page.exceptions.indices {
            page.exceptions[index].sourceKey = page.exceptions[index].sourceKey.on(
                page: "\(collection.rawValue) \(cursor.rawValue)")
        }
        while true {
            do {
                return try await attempt(page, collection: collection, cursor: cursor)
            } catch let refusal as RefusedDraft {
                page.drafts.removeAll { $0 == refusal.draft }
                page.exceptions.append(refusal.draft.exception(because: refusal.error))
            }
        }
    }

    private func attempt(_ whole: MappedPage, collection: Collection, cursor: Cursor) async throws {
        let (run, pass, now) = (run, pass, run.now)
        let place = ExceptionOrigin.Page(
            collection: pass.journalName(of: collection), cursor: cursor.rawValue)
        // The stage that the page was first read for, although another one may write it again.
        let stage = (pass.isRecount ? nil : Stage(rawValue: collection.rawValue)) ?? StageContext.current
        let written = try await run.services.store.write { connection -> Int in
            let page = try Self.prepare(whole, of: collection, at: place, run, pass, in: connection)
            let resolver = try Resolver(page: page, run: run, now: now, in: connection)
            var tally = Tally(importID: run.record.id, origin: ExceptionOrigin(stage: stage?.rawValue, page: place))
            let existing = try ExistingKeys(page.drafts, project: run.project.id, in: connection)
            let text = try ImportedText(
                run.textTarget, referring: page.drafts.flatMap(\.writable.texts), in: connection)
            let writer = DraftWriter(run: run, resolver: resolver, existing: existing, text: text, now: now)
            for draft in page.drafts.inWritingOrder {
                do {
                    try draft.writable.write(with: writer, &tally, in: connection)
                    try text.keepSubjects(
                        in: draft.writable.textRow.map { NamedSubjects.Place(table: $0.0, sourceKey: $0.1) },
                        project: run.project.id, connection)
                } catch let error as StoreError where error.isAboutOneRow {
                    throw RefusedDraft(draft: draft, error: error)
                }
            }
            tally.origin.needsFetch = true
            for exception in page.exceptions { try tally.list(exception, at: now, in: connection) }
            try tally.write(in: connection)
            // What a page as a whole says of others would count twice when its objects are read again on another.
            let whole = pass.isRecount ? [] : page.announced.map { Announcement($0.key, $0.value, by: place) }
            try ImportAnnouncements.set(whole + page.announcements, import: run.record.id, in: connection)
            try JournalPages.markApplied(
                import: run.record.id, collection: place.collection, cursor: place.cursor, at: now, in: connection)
            return page.writtenRows(existing) - tally.leftOut
        }
        pass.findings?.write(written)
    }

    /// Takes out of the ledger what this page mends; the second time it also notes what the source still has, and
    /// leaves out what is here as it is there.
    private static func prepare(
        _ whole: MappedPage, of collection: Collection, at place: ExceptionOrigin.Page, _ run: ImportRun,
        _ pass: ReadingPass, in connection: any WriteConnection
    ) throws -> MappedPage {
        let (id, project) = (run.record.id, run.project.id)
        // A page that is written again may be older than what another look has brought, and listed.
        let here = try whole.changeTimes(project: project, in: connection)
        let page = whole.withoutOlder(than: here)
        if try ImportExceptions.areAny(import: id, in: connection) {
            try ImportExceptions.remove(about: place, import: id, in: connection)
            let names = page.drafts.map(\.writable.ledgerName)
            for (kind, names) in Dictionary(grouping: names, by: \.kind) {
                try ImportExceptions.remove(
                    about: names.map(\.sourceKey), of: kind, readIn: collection.rawValue, import: id, in: connection)
            }
        }
        if let name = pass.name { try note(whole, name, run, pass, in: connection) }
        return pass.isRecount ? page.withoutSame(as: here) : page
    }

    private static func note(
        _ page: MappedPage, _ name: String, _ run: ImportRun, _ pass: ReadingPass, in connection: any WriteConnection
    ) throws {
        let (id, project) = (run.record.id, run.project.id)
        try ImportRecounts.noteChanged(page.items, pass: name, import: id, project: project, in: connection)
        if pass.isWalk {
            for (table, keys) in page.drafts.rowKeys {
                try ImportRecounts.noteWalked(keys, of: table, import: id, in: connection)
            }
        }
    }
}

/// Takes the transaction back with it.
private struct RefusedDraft: Error {
    let draft: Draft
    let error: StoreError
}

extension StoreError {
    /// Whether another row may be written all the same.
    fileprivate var isAboutOneRow: Bool {
        switch self {
        case .constraint, .malformedValue: true
        default: false
        }
    }
}

extension [Draft] {
    /// A page that was put together from several answers may hold a row twice, because the list shifted between them:
    /// the later one is the newer.
    fileprivate var withoutRepeats: [Draft] {
        var seen: Set<String> = []
        let kept = reversed().filter { draft in
            draft.writable.row.map { seen.insert("\($0.0.rawValue) \($0.1)").inserted } ?? true
        }
        return kept.count == count ? self : kept.reversed()
    }

    /// Items go before what hangs on them, and a thread is resolved once its comments are written.
    fileprivate var inWritingOrder: [Draft] {
        filter(\.isItem) + filter { !$0.isItem && !$0.isResolution } + filter(\.isResolution)
    }
}

extension Draft {
    fileprivate var isItem: Bool {
        switch self {
        case .issue, .mergeRequest: true
        default: false
        }
    }

    fileprivate var isResolution: Bool {
        if case .threadResolution = self { true } else { false }
    }

    /// The ledger's line for a draft that the store refuses.
    fileprivate func exception(because error: StoreError) -> ImportException {
        let name = writable.ledgerName
        return ImportException(
            kind: name.kind, sourceKey: name.sourceKey, sourceURL: name.sourceURL, outcome: .failed, reason: "\(error)",
            cure: Cure.report)
    }
}
