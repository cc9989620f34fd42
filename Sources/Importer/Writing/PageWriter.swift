import Model
import Remote
import Store

/// Writes what a page was mapped to: rows, ledger and the mark that the page is applied, in one transaction, so that a
/// page is there wholly or not at all.
struct PageWriter: Sendable {
    let run: ImportRun

    /// A row that the store refuses is listed and left out: the page is written again without it, because a transaction
    /// in which a statement has failed may not go on.
    func write(_ page: MappedPage, collection: Collection, cursor: Cursor) async throws {
        var page = page
        page.drafts = page.drafts.withoutRepeats
        while true {
            do {
                return try await attempt(page, collection: collection, cursor: cursor)
            } catch let refusal as RefusedDraft {
                page.exceptions.append(page.drafts.remove(at: refusal.index).exception(because: refusal.error))
            }
        }
    }

    private func attempt(_ page: MappedPage, collection: Collection, cursor: Cursor) async throws {
        let (run, now) = (run, run.now)
        try await run.services.store.write { connection in
            let resolver = try Resolver(page: page, run: run, now: now, in: connection)
            var tally = Tally(importID: run.record.id)
            let existing = try ExistingKeys(page.drafts, project: run.project.id, in: connection)
            let text = try ImportedText(
                run.textTarget, referring: page.drafts.flatMap(\.writable.texts), in: connection)
            let writer = DraftWriter(run: run, resolver: resolver, existing: existing, text: text, now: now)
            for (index, draft) in page.drafts.enumerated() {
                do {
                    try draft.writable.write(with: writer, &tally, in: connection)
                } catch let error as StoreError where error.isAboutOneRow {
                    throw RefusedDraft(index: index, error: error)
                }
            }
            for exception in page.exceptions { try tally.list(exception, at: now, in: connection) }
            try tally.write(announced: page.announced, in: connection)
            try JournalPages.markApplied(
                import: run.record.id, collection: collection.rawValue, cursor: cursor.rawValue, at: now,
                in: connection)
        }
    }
}

/// Takes the transaction back with it.
private struct RefusedDraft: Error {
    let index: Int
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

    init(importID: ImportID) {
        self.importID = importID
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
        let isNew = try ImportExceptions.insert(exception, import: importID, at: now, in: connection)
        if isNew, exception.outcome != .degraded { fetched[exception.kind, default: 0] += 1 }
    }

    func write(announced: [ObjectKind: Int64], in connection: any WriteConnection) throws {
        for kind in ObjectKind.allCases {
            try LedgerEntries.add(
                fetched: fetched[kind] ?? 0, imported: imported[kind] ?? 0, kind: kind, import: importID, in: connection
            )
            if let count = announced[kind] {
                try LedgerEntries.announce(count, kind: kind, import: importID, in: connection)
            }
        }
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
