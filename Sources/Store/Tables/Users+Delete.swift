public import Model

extension Users {
    /// Columns that an account's heir gets before it goes.
    static let inherited: [(table: String, column: String)] =
        ContributionColumn.all.filter { $0.uniqueness == nil }.map { ($0.table, $0.column) } + [
            ("projects", "creator_id"), ("imports", "requested_by"), ("source_users", "placeholder_user_id"),
        ]

    /// Columns whose rows mean nothing without the account: an heir is not assigned what another was.
    static let ownRows: [(table: String, column: String)] =
        ContributionColumn.all.filter { $0.uniqueness != nil }.map { ($0.table, $0.column) } + [
            ("snippet_notes", "author_id"), ("snippets", "author_id"),
        ]

    /// Whether ``delete(_:heir:in:)`` knows what becomes of rows that name a user by this column.
    package static func handlesRemoval(table: String, column: String) -> Bool {
        (inherited + ownRows).contains { $0 == (table, column) }
            || (table, column) == ("source_users", "reassign_to_user_id")
            // A personal namespace goes before its owner.
            || (table, column) == ("namespaces", "owner_id")
    }

    /// Removes an account with its memberships, tokens and assignments; what it wrote becomes `heir`'s.
    ///
    /// The account's own namespace must be gone already.
    public static func delete(_ id: UserID, heir: UserID, in connection: any WriteConnection) throws {
        for (table, column) in inherited {
            try connection.execute("UPDATE \(table) SET \(column) = $2 WHERE \(column) = $1", [id, heir])
        }
        for (table, column) in ownRows {
            try connection.execute("DELETE FROM \(table) WHERE \(column) = $1", [id])
        }
        try SourceUsers.forgetAssignee(id, in: connection)
        try connection.execute("DELETE FROM users WHERE id = $1", [id])
    }
}
