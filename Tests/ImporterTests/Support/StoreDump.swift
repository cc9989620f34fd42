import Foundation
import Model
import Store
import StoreSQLite

/// All that imports have written, as text that is the same for the same content: rows are named by their source keys
/// and usernames, and neither local numbers nor the times of this machine's clock are in it.
enum StoreDump {
    private static let tables = [
        "labels", "milestones", "issues", "merge_requests", "issue_assignees", "merge_request_assignees",
        "merge_request_reviewers", "merge_request_reviews", "issue_labels", "merge_request_labels",
        "merge_request_versions", "discussions", "notes", "releases", "award_emoji", "reacted_objects", "source_users",
        "users",
        "protected_branches", "protected_tags", "placeholder_memberships",
        "resource_state_events", "resource_label_events", "resource_milestone_events", "issue_links",
        "merge_request_issues", "merge_request_pushes", "lfs_pointers",
    ]
    /// What was counted while they were written.
    private static let ledger = ["ledger_entries", "import_exceptions"]
    /// Tables whose times are those of the import.
    private static let clockTables: Set<String> = ["source_users", "users", "import_exceptions"]
    private static let clockColumns: Set<String> = ["created_at", "updated_at", "reassignment_expires_at"]
    private static let left: Set<String> = ["id", "project_id", "import_id", "namespace_id"]
    private static let keyed = [
        "milestone_id": "milestones", "issue_id": "issues", "merge_request_id": "merge_requests",
        "label_id": "labels", "discussion_id": "discussions", "source_issue_id": "issues", "target_issue_id": "issues",
        "source_merge_request_id": "merge_requests", "duplicate_of_id": "issues", "source_user_id": "source_users",
    ]

    /// - Parameter withLedger: whether the counts and the ledger's lines belong to it.
    static func lines(_ store: SQLiteStore, withLedger: Bool = true) async throws -> [String] {
        try await store.read { connection in
            let names = try Names(connection)
            var lines: [String] = []
            for table in tables + (withLedger ? ledger : []) {
                let columns = try connection.rows("SELECT name FROM pragma_table_info('\(table)')", []) {
                    row -> String in
                    try row("name")
                }
                try connection.forEachRow("SELECT * FROM \(table)", []) { row in
                    lines.append(try line(table, columns, row, names))
                }
            }
            return lines.sorted()
        }
    }

    private static func line(
        _ table: String, _ columns: [String], _ row: any ResultRow, _ names: Names
    ) throws -> String {
        var fields: [String] = []
        for column in columns where !left.contains(column) {
            if clockTables.contains(table), Self.clockColumns.contains(column) { continue }
            let value = try row.value(column)
            switch value {
            case .integer(let id) where column == "noteable_id":
                let kind: String = try row("noteable_kind")
                fields.append("noteable=\(names.key(of: id, on: kind))")
            case .integer(let id) where column == "awardable_id":
                fields.append("awardable=\(names.key(of: id, on: try row("awardable_kind")))")
            case .integer(let id) where keyed[column] != nil:
                fields.append("\(column)=\(names.key(of: id, in: keyed[column] ?? ""))")
            case .integer(let id) where column.hasSuffix("_id"):
                fields.append("\(column)=\(names.users[id] ?? "?")")
            case .integer(let number): fields.append("\(column)=\(number)")
            case .text(let text): fields.append("\(column)=\(text.withoutNoteRows.debugDescription)")
            case .blob(let bytes): fields.append("\(column)=\(bytes.count) bytes")
            case .null: break
            }
        }
        return "\(table): " + fields.joined(separator: " ")
    }

    private struct Names {
        var users: [Int64: String] = [:]
        private var keys: [String: String] = [:]

        init(_ connection: any ReadConnection) throws {
            try connection.forEachRow("SELECT id, username FROM users", []) { row in
                users[try row("id")] = try row("username")
            }
            try connection.forEachRow("SELECT id, identifier FROM source_users", []) { row in
                let id: Int64 = try row("id")
                keys["source_users \(id)"] = try row("identifier")
            }
            for table in ["labels", "milestones", "issues", "merge_requests", "discussions", "notes"] {
                try connection.forEachRow("SELECT id, source_key FROM \(table)", []) { row in
                    let id: Int64 = try row("id")
                    keys["\(table) \(id)"] = try row("source_key")
                }
            }
        }

        /// What notes and reactions stand on; commits have no row.
        func key(of id: Int64, on kind: String) -> String {
            let table = ["Issue": "issues", "MergeRequest": "merge_requests", "Note": "notes"][kind]
            return table.map { key(of: id, in: $0) } ?? kind
        }

        func key(of id: Int64, in table: String) -> String { keys["\(table) \(id)"] ?? "?" }
    }
}

extension String {
    /// A link to a note ends in the number of its row, which depends on the order of writing.
    fileprivate var withoutNoteRows: String { replacing(/#note_[0-9]+/, with: "#note_") }
}

/// What one dump has that the other has not, for a message that can be read.
func differences(_ left: [String], _ right: [String]) -> String {
    let (lefts, rights) = (Set(left), Set(right))
    let gone = left.filter { !rights.contains($0) }.map { "- \($0)" }
    let new = right.filter { !lefts.contains($0) }.map { "+ \($0)" }
    let counts = left.count == right.count ? [] : ["\(left.count) and \(right.count) lines"]
    return (gone.prefix(8) + new.prefix(8) + counts).joined(separator: "\n")
}
