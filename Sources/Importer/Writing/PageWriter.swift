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
        let stage = StageContext.current?.rawValue
        let written = try await run.services.store.write { connection -> Int in
            let page = try Self.prepare(whole, of: collection, at: place, run, pass, in: connection)
            let resolver = try Resolver(page: page, run: run, now: now, in: connection)
            var tally = Tally(importID: run.record.id, origin: ExceptionOrigin(stage: stage, page: place))
            let existing = try ExistingKeys(page.drafts, project: run.project.id, in: connection)
            let text = try ImportedText(
                run.textTarget, referring: page.drafts.flatMap(\.writable.texts), in: connection)
            let writer = DraftWriter(run: run, resolver: resolver, existing: existing, text: text, now: now)
            for draft in page.drafts {
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
            // What a page as a whole says of others would count twice when its objects are read again on another.
            try tally.write(announced: pass.isRecount ? [:] : page.announced, at: place, in: connection)
            try ImportAnnouncements.set(page.announcements, import: run.record.id, in: connection)
            try JournalPages.markApplied(
                import: run.record.id, collection: place.collection, cursor: place.cursor, at: now, in: connection)
            return page.writtenRows(existing)
        }
        pass.findings?.write(written)
    }

    /// Takes out of the ledger what this page mends; the second time it also notes what the source still has, and
    /// leaves out what is here as it is there.
    private static func prepare(
        _ page: MappedPage, of collection: Collection, at place: ExceptionOrigin.Page, _ run: ImportRun,
        _ pass: ReadingPass, in connection: any WriteConnection
    ) throws -> MappedPage {
        let (id, project) = (run.record.id, run.project.id)
        if try ImportExceptions.areAny(import: id, in: connection) {
            try ImportExceptions.remove(about: place, import: id, in: connection)
            let names = page.drafts.map(\.writable.ledgerName)
            for (kind, names) in Dictionary(grouping: names, by: \.kind) {
                try ImportExceptions.remove(
                    about: names.map(\.sourceKey), of: kind, readIn: collection.rawValue, import: id, in: connection)
            }
        }
        if let name = pass.name { try note(page, name, run, pass, in: connection) }
        // A page that is written again may be older than what another look has brought.
        return try page.withoutOlder(keepingSame: !pass.isRecount, project: project, in: connection)
    }

    private static func note(
        _ page: MappedPage, _ name: String, _ run: ImportRun, _ pass: ReadingPass, in connection: any WriteConnection
    ) throws {
        let (id, project) = (run.record.id, run.project.id)
        try ImportRecounts.noteChanged(page.items, pass: name, import: id, project: project, in: connection)
        if pass.isWalk {
            for (table, keys) in page.rowKeys {
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
}

extension Draft {
    /// The ledger's line for a draft that the store refuses.
    fileprivate func exception(because error: StoreError) -> ImportException {
        let name = writable.ledgerName
        return ImportException(
            kind: name.kind, sourceKey: name.sourceKey, sourceURL: name.sourceURL, outcome: .failed, reason: "\(error)",
            cure: "report it: the page is kept in the journal and can be read again by a later version")
    }
}

/// What a page adds to the ledger.
struct Tally {
    private let importID: ImportID
    private var fetched: [ObjectKind: Int64] = [:]
    private var imported: [ObjectKind: Int64] = [:]
    /// Where the lines it writes come from.
    var origin: ExceptionOrigin

    init(importID: ImportID, origin: ExceptionOrigin) {
        self.importID = importID
        self.origin = origin
    }

    /// One more object of this kind is in the store.
    mutating func arrived(_ kind: ObjectKind) {
        fetched[kind, default: 0] += 1
        imported[kind, default: 0] += 1
    }

    /// Writes a line; an object that is not in the store at all was fetched all the same.
    mutating func list(
        _ exception: ImportException, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        let isNew = try ImportExceptions.insert(
            exception, from: origin, import: importID, at: now, in: connection)
        if isNew, exception.outcome != .degraded { fetched[exception.kind, default: 0] += 1 }
    }

    func write(in connection: any WriteConnection) throws {
        for kind in ObjectKind.allCases {
            try LedgerEntries.add(
                fetched: fetched[kind] ?? 0, imported: imported[kind] ?? 0, kind: kind, import: importID, in: connection
            )
        }
    }

    /// - Parameter place: the page that says how many of other kinds there are.
    func write(
        announced: [ObjectKind: Int64], at place: ExceptionOrigin.Page, in connection: any WriteConnection
    ) throws {
        try write(in: connection)
        let key = SourceKey("page:\(place.collection):\(place.cursor)")
        try ImportAnnouncements.set(
            announced.map { Announcement(kind: $0.key, sourceKey: key, number: 0, count: $0.value) }, import: importID,
            in: connection)
    }
}

/// Which of a page's objects are in the store already: seen on another page because the list shifted while it was read.
struct ExistingKeys {
    private let keys: [ImportedTable: Set<SourceKey>]

    init(_ drafts: [Draft], project: ProjectID, in connection: any ReadConnection) throws {
        var wanted: [ImportedTable: [SourceKey]] = [:]
        for draft in drafts {
            guard let (table, key) = draft.writable.row else { continue }
            wanted[table, default: []].append(key)
        }
        var keys: [ImportedTable: Set<SourceKey>] = [:]
        for (table, list) in wanted {
            keys[table] = try ImportedRows.existing(list, of: table, project: project, in: connection)
        }
        self.keys = keys
    }

    func contains(_ key: SourceKey, in table: ImportedTable) -> Bool {
        keys[table]?.contains(key) ?? false
    }
}

/// Notes come from three lists whose numbers may be the same: their keys say which.
enum NoteKeys {
    static func comment(_ key: SourceKey) -> SourceKey { SourceKey("comment:\(key)") }
    static func reviewComment(_ key: SourceKey) -> SourceKey { SourceKey("review_comment:\(key)") }
    static func reviewBody(_ key: SourceKey) -> SourceKey { SourceKey("review:\(key)") }
    static func isReviewBody(_ key: SourceKey) -> Bool { key.rawValue.hasPrefix("review:") }
    static func event(_ key: SourceKey) -> SourceKey { SourceKey("event:\(key)") }
    static func approval(_ key: SourceKey) -> SourceKey { SourceKey("approval:\(key)") }
    static func thread(_ root: SourceKey) -> SourceKey { SourceKey("thread:\(root)") }
    /// The comment that opened a thread.
    static func root(ofThread key: SourceKey) -> SourceKey {
        SourceKey(String(key.rawValue.dropFirst("thread:".count)))
    }
}
