import Foundation
public import Model

/// Moves what belongs to a source user from one account to another, keeps a record of every row it touches, and moves
/// it back by those records. Every method does one batch in the caller's transaction.
public enum ReassignedRecords {
    /// Whose contributions move, from whom and to whom.
    public struct Move: Sendable {
        public var sourceUser: SourceUser
        public var holder: User
        public var receiver: UserID
        /// The projects of the top-level group that were imported from the person's source.
        public var projects: [ProjectID]

        public init(sourceUser: SourceUser, holder: User, receiver: UserID, projects: [ProjectID]) {
            self.sourceUser = sourceUser
            self.holder = holder
            self.receiver = receiver
            self.projects = projects
        }

        fileprivate func scope(_ column: ContributionColumn) -> ContributionScope? {
            .held(column, by: holder, of: sourceUser, projects: projects)
        }
    }

    /// How many rows there are to move.
    public static func count(_ move: Move, in connection: any ReadConnection) throws -> Int {
        try ContributionColumn.all.reduce(0) { sum, column in
            sum + (try move.scope(column)?.count(in: connection) ?? 0)
        }
    }

    /// Moves the next rows.
    /// - Returns: how many; fewer than `limit` when nothing is left.
    public static func move(_ move: Move, limit: Int, in connection: any WriteConnection) throws -> Int {
        var moved = 0
        for column in ContributionColumn.all {
            guard let scope = move.scope(column) else { continue }
            while moved < limit {
                let (count, last) = try scope.next(limit - moved, in: connection)
                guard count > 0 else { break }
                try moveBatch(scope, to: last, move, in: connection)
                moved += count
            }
            if moved >= limit { break }
        }
        return moved
    }

    private static func moveBatch(
        _ scope: ContributionScope, to last: Int64, _ move: Move, in connection: any WriteConnection
    ) throws {
        let column = scope.column
        if let uniqueness = column.uniqueness {
            try removeDuplicates(scope, uniqueness, to: last, move, in: connection)
        }
        let (condition, parameters) = scope.batch(to: last)
        let next = parameters.count + 1
        try connection.execute(
            """
            INSERT INTO reassigned_records (source_user_id, place, row_key)
            SELECT $\(next), $\(next + 1), \(column.key) FROM \(column.table) WHERE \(condition)
            ON CONFLICT DO NOTHING
            """, parameters + [move.sourceUser.id, column.place])
        try connection.execute(
            "UPDATE \(column.table) SET \(column.column) = $\(next) WHERE \(condition)", parameters + [move.receiver])
    }

    /// Where the receiver has the same already, the holder's row goes into the record.
    private static func removeDuplicates(
        _ scope: ContributionScope, _ uniqueness: ContributionColumn.Uniqueness, to last: Int64, _ move: Move,
        in connection: any WriteConnection
    ) throws {
        let column = scope.column
        let (condition, parameters) = scope.batch(to: last)
        let same = uniqueness.columns.map { "other.\($0) = \(column.table).\($0)" }.joined(separator: " AND ")
        let duplicates = try connection.rows(
            """
            SELECT \(uniqueness.row.joined(separator: ", ")) FROM \(column.table)
            WHERE \(condition) AND EXISTS (SELECT 1 FROM \(column.table) AS other
                WHERE other.\(column.column) = $\(parameters.count + 1) AND \(same))
            """, parameters + [move.receiver]
        ) { row in (key: try row(column.key) as Int64, kept: try KeptRow(row, uniqueness.row).json) }
        for duplicate in duplicates {
            try connection.execute(
                """
                INSERT INTO reassigned_records (source_user_id, place, row_key, removed) VALUES ($1, $2, $3, $4)
                ON CONFLICT DO NOTHING
                """, [move.sourceUser.id, column.place, duplicate.key, duplicate.kept])
            try connection.execute(
                "DELETE FROM \(column.table) WHERE \(column.key) = $1 AND \(column.column) = $2",
                [duplicate.key, move.holder.id])
        }
    }
}

/// A row that was removed, as JSON, so that it can be put back.
struct KeptRow: Codable {
    private var numbers: [String: Int64] = [:]
    private var texts: [String: String] = [:]

    init(_ row: any ResultRow, _ columns: [String]) throws {
        for column in columns {
            switch try row.value(column) {
            case .integer(let number): numbers[column] = number
            case .text(let text): texts[column] = text
            case .null: break
            case .blob: throw StoreError.malformedValue(column: column, expected: "a number or text")
            }
        }
    }

    init(json: String) throws {
        do {
            self = try JSONDecoder().decode(KeptRow.self, from: Data(json.utf8))
        } catch {
            throw StoreError.malformedValue(column: "removed", expected: "a row as JSON")
        }
    }

    var json: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }

    subscript(column: String) -> SQLValue {
        if let number = numbers[column] { return .integer(number) }
        return texts[column].map { .text($0) } ?? .null
    }

    /// Writes the row again, with another user, unless there is one like it.
    func restore(
        into table: String, columns: [String], replacing userColumn: String?, by user: UserID,
        in connection: any WriteConnection
    ) throws {
        let places = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        try connection.execute(
            "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places)) ON CONFLICT DO NOTHING",
            columns.map { $0 == userColumn ? user.sqlValue : self[$0] })
    }
}
