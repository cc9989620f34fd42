public import Model

extension ReassignedRecords {
    /// How many records there are to take back.
    public static func countRecords(_ id: SourceUserID, in connection: any ReadConnection) throws -> Int {
        try connection.value(
            "SELECT count(*) AS value FROM reassigned_records WHERE source_user_id = $1", [id]) ?? 0
    }

    /// Moves the next rows back: first what the records name, then what was imported for the person since, which in the
    /// projects of their source is all the receiver has (nobody else of that source is mapped to the same account).
    /// - Parameter move: as it was done; the holder is the placeholder user again.
    /// - Returns: how many; fewer than `limit` when nothing is left.
    public static func moveBack(_ move: Move, limit: Int, in connection: any WriteConnection) throws -> Int {
        var moved = 0
        for column in ContributionColumn.all where moved < limit {
            moved += try takeBack(column, move, limit: limit - moved, in: connection)
        }
        for column in ContributionColumn.all where moved < limit {
            moved += try sweep(column, move, limit: limit - moved, in: connection)
        }
        return moved
    }

    private static func takeBack(
        _ column: ContributionColumn, _ move: Move, limit: Int, in connection: any WriteConnection
    ) throws -> Int {
        let records: [(key: Int64, removed: String?)] = try connection.rows(
            """
            SELECT row_key, removed FROM reassigned_records WHERE source_user_id = $1 AND place = $2
            ORDER BY row_key LIMIT \(limit)
            """, [move.sourceUser.id, column.place]
        ) { (try $0("row_key"), try $0("removed")) }
        guard let last = records.last?.key else { return 0 }
        try connection.execute(
            """
            UPDATE \(column.table) SET \(column.column) = $1
            WHERE \(column.column) = $2 AND \(column.key) IN (SELECT row_key FROM reassigned_records
                WHERE source_user_id = $3 AND place = $4 AND removed IS NULL AND row_key <= $5)\
            \(withoutTwin(column, holder: "$1"))
            """, [move.holder.id, move.receiver, move.sourceUser.id, column.place, last])
        for record in records {
            guard let removed = record.removed, let uniqueness = column.uniqueness else { continue }
            try KeptRow(json: removed).restore(
                into: column.table, columns: uniqueness.row, replacing: column.column, by: move.holder.id,
                in: connection)
        }
        try connection.execute(
            "DELETE FROM reassigned_records WHERE source_user_id = $1 AND place = $2 AND row_key <= $3",
            [move.sourceUser.id, column.place, last])
        return records.count
    }

    private static func sweep(
        _ column: ContributionColumn, _ move: Move, limit: Int, in connection: any WriteConnection
    ) throws -> Int {
        guard let scope = ContributionScope.inProjects(column, of: move.receiver, projects: move.projects) else {
            return 0
        }
        let (count, last) = try scope.next(limit, in: connection)
        guard count > 0 else { return 0 }
        let (condition, parameters) = scope.batch(to: last)
        let holder = "$\(parameters.count + 1)"
        try connection.execute(
            """
            UPDATE \(column.table) SET \(column.column) = \(holder)
            WHERE \(condition)\(withoutTwin(column, holder: holder))
            """, parameters + [move.holder.id])
        // What is left has a twin: the same person, written before and after the reassignment.
        if column.uniqueness != nil {
            try connection.execute("DELETE FROM \(column.table) WHERE \(condition)", parameters)
        }
        return count
    }

    /// Leaves out rows of which the holder has the like already.
    private static func withoutTwin(_ column: ContributionColumn, holder: String) -> String {
        guard let uniqueness = column.uniqueness else { return "" }
        let same = uniqueness.columns.map { "other.\($0) = \(column.table).\($0)" }.joined(separator: " AND ")
        return """
             AND NOT EXISTS (SELECT 1 FROM \(column.table) AS other
            WHERE other.\(column.column) = \(holder) AND \(same))
            """
    }
}
