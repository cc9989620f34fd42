import Model
import Store

extension MappedPage {
    /// When the rows that its drafts become last changed at the source, of those that are here.
    func changeTimes(project: ProjectID, in connection: any ReadConnection) throws -> ChangeTimes {
        var here: ChangeTimes = [:]
        for (table, keys) in drafts.filter({ $0.changedAt != nil }).rowKeys {
            here[table] = try ImportedRows.changeTimes(keys, of: table, project: project, in: connection)
        }
        return here
    }

    /// Without what it tells of objects that are here as the source had them later.
    func withoutOlder(than here: ChangeTimes) -> MappedPage {
        var page = self
        var older: Set<ListedName> = []
        page.drafts = drafts.filter { draft in
            guard let (changedAt, time) = draft.times(here), time > changedAt else { return true }
            older.insert(ListedName(draft))
            return false
        }
        page.exceptions.removeAll { older.contains(ListedName($0)) }
        return page
    }

    /// Without the drafts whose rows are here as they are drafted.
    func withoutSame(as here: ChangeTimes) -> MappedPage {
        var page = self
        page.drafts = drafts.filter { draft in draft.times(here).map { $0.changedAt != $0.here } ?? true }
        return page
    }

    /// How many rows the drafts make or change, of those of which that can be told.
    func writtenRows(_ existing: ExistingKeys) -> Int {
        drafts.count { draft in
            guard let (table, key) = draft.writable.row else { return false }
            return draft.changedAt != nil || !existing.contains(key, in: table)
        }
    }
}

/// When rows last changed at the source, by table and key.
typealias ChangeTimes = [ImportedTable: [SourceKey: Timestamp]]

/// By what the ledger tells objects apart.
private struct ListedName: Hashable {
    let kind: ObjectKind
    let sourceKey: SourceKey

    init(_ draft: Draft) {
        let name = draft.writable.ledgerName
        (kind, sourceKey) = (name.kind, name.sourceKey)
    }

    init(_ exception: ImportException) { (kind, sourceKey) = (exception.kind, exception.sourceKey) }
}

extension Draft {
    /// When it changed by the page, and by its row; `nil` where one of them does not tell.
    fileprivate func times(_ rows: ChangeTimes) -> (changedAt: Timestamp, here: Timestamp)? {
        guard let changedAt, let (table, key) = writable.row, let here = rows[table]?[key] else { return nil }
        return (changedAt, here)
    }

    /// When the source last changed it; `nil` for drafts of which neither it nor their row tells.
    fileprivate var changedAt: Timestamp? {
        switch self {
        case .issue(let draft): draft.updatedAt
        case .mergeRequest(let draft): draft.updatedAt
        case .note(let draft): draft.updatedAt
        case .diffNote(let draft): draft.updatedAt
        default: nil
        }
    }
}
