import Store
import StoreSQLite
import Testing

@Suite struct ContributionColumnTests {
    /// A column added to the schema that names a user belongs to somebody: reassigning must rewrite it, or somebody must
    /// say why not.
    @Test func everyColumnThatNamesAUserIsReassignedOrANamedException() async throws {
        try await StoredProject.with { stored in
            let references: [(String, String)] = try await stored.store.read { connection in
                try connection.rows(
                    """
                    SELECT tables.name AS child, keys."from" AS field
                    FROM sqlite_schema AS tables JOIN pragma_foreign_key_list(tables.name) AS keys
                    WHERE tables.type = 'table' AND keys."table" = 'users' ORDER BY 1, 2
                    """
                ) { (try $0("child"), try $0("field")) }
            }
            #expect(references.count > 20)
            for (table, column) in references {
                #expect(
                    ContributionColumn.isDealtWith(table: table, column: column),
                    "\(table).\(column) is neither in ContributionColumn.all nor among its exceptions")
            }
        }
    }

    @Test func theRegistryDescribesTheSchema() async throws {
        try await StoredProject.with { stored in
            for (table, column, key, row) in ContributionColumn.schemaFacts {
                let columns: [String] = try await stored.store.read { connection in
                    try connection.rows("SELECT name FROM pragma_table_info('\(table)')", []) { try $0("name") }
                }
                #expect(columns.contains(column) && columns.contains(key), "\(table).\(column)")
                // What is kept of a removed row must be all of it.
                if let row { #expect(Set(row) == Set(columns), "\(table)") }
            }
        }
    }

    /// Where two rows may not name the same user, moving one onto the other must be thought of.
    @Test func uniqueColumnsSaySo() async throws {
        try await StoredProject.with { stored in
            for (table, column, _, row) in ContributionColumn.schemaFacts {
                let unique: Int = try await stored.store.read { connection in
                    try connection.value(
                        """
                        SELECT count(*) AS value FROM pragma_index_list('\(table)') AS list
                        JOIN pragma_index_info(list.name) AS info
                        WHERE list."unique" = 1 AND info.name = '\(column)'
                        """) ?? 0
                }
                #expect((unique > 0) == (row != nil), "\(table).\(column)")
            }
        }
    }
}
