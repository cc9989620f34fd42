import Model
import Store

extension MappedPage {
    /// Without the drafts whose rows are here as the source had them later.
    /// - Parameter keepingSame: whether those stay whose rows are of the same time.
    func withoutOlder(
        keepingSame: Bool, project: ProjectID, in connection: any ReadConnection
    ) throws -> MappedPage {
        var here: [ImportedTable: [SourceKey: Timestamp]] = [:]
        for (table, keys) in drafts.filter({ $0.changedAt != nil }).rowKeys {
            here[table] = try ImportedRows.changeTimes(keys, of: table, project: project, in: connection)
        }
        var page = self
        page.drafts = drafts.filter { draft in
            guard let changedAt = draft.changedAt, let (table, key) = draft.writable.row else { return true }
            guard let time = here[table]?[key] else { return true }
            return keepingSame ? time <= changedAt : time < changedAt
        }
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

extension Draft {
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
