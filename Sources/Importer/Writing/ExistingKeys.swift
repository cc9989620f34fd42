import Model
import Store

/// Which of a page's objects are in the store already: seen on another page because the list shifted while it was read.
struct ExistingKeys {
    private let keys: [ImportedTable: Set<SourceKey>]

    init(_ drafts: [Draft], project: ProjectID, in connection: any ReadConnection) throws {
        var keys: [ImportedTable: Set<SourceKey>] = [:]
        for (table, list) in drafts.rowKeys {
            keys[table] = try ImportedRows.existing(list, of: table, project: project, in: connection)
        }
        self.keys = keys
    }

    func contains(_ key: SourceKey, in table: ImportedTable) -> Bool {
        keys[table]?.contains(key) ?? false
    }
}

extension Sequence<Draft> {
    /// The keys of the rows they become, by table.
    var rowKeys: [ImportedTable: [SourceKey]] {
        var keys: [ImportedTable: [SourceKey]] = [:]
        for (table, key) in compactMap(\.writable.row) { keys[table, default: []].append(key) }
        return keys
    }
}
