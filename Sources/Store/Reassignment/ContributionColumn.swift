/// A column that names the user to whom something imported belongs: what reassigning rewrites.
///
/// The registry below is the one place where they stand; removing an account goes by it too. A test fails while a column
/// that refers to `users` is in neither list.
public struct ContributionColumn: Sendable, Hashable {
    /// How a row's project is found.
    enum ProjectPath: Sendable, Hashable {
        /// By its own column.
        case own
        /// Through the row of another table, which this column names.
        case through(String, by: String)
    }

    /// What must be unique together with the user, and the row's columns, which are kept when a duplicate goes.
    struct Uniqueness: Sendable, Hashable {
        var columns: [String]
        var row: [String]
    }

    var table: String
    var column: String
    /// An integer column that names a row, alone or together with the user.
    var key = "id"
    var project = ProjectPath.own
    /// Where the row keeps the login the source named: tells the people apart whom the Import User stands for.
    var sourceLogin: String?
    var uniqueness: Uniqueness?

    /// How records of it are marked.
    var place: String { "\(table).\(column)" }

    /// In the order of GitLab's direct reassignment, so far as the tables have counterparts.
    static let all: [ContributionColumn] = [
        ContributionColumn(table: "merge_request_reviews", column: "user_id", sourceLogin: "source_author"),
        ContributionColumn(table: "award_emoji", column: "user_id", sourceLogin: "source_author"),
        ContributionColumn(table: "issues", column: "author_id", sourceLogin: "source_author"),
        ContributionColumn(table: "issues", column: "closed_by_id"),
        ContributionColumn(
            table: "issue_assignees", column: "user_id", key: "issue_id",
            project: .through("issues", by: "issue_id"),
            uniqueness: Uniqueness(columns: ["issue_id"], row: ["issue_id", "user_id", "position"])),
        ContributionColumn(table: "merge_requests", column: "merged_by_id"),
        ContributionColumn(table: "merge_requests", column: "closed_by_id"),
        ContributionColumn(table: "merge_requests", column: "author_id", sourceLogin: "source_author"),
        ContributionColumn(table: "merge_requests", column: "auto_merge_by_id"),
        ContributionColumn(
            table: "merge_request_assignees", column: "user_id", key: "merge_request_id",
            project: .through("merge_requests", by: "merge_request_id"),
            uniqueness: Uniqueness(
                columns: ["merge_request_id"], row: ["merge_request_id", "user_id", "position"])),
        ContributionColumn(
            table: "merge_request_reviewers", column: "user_id", key: "merge_request_id",
            project: .through("merge_requests", by: "merge_request_id"),
            uniqueness: Uniqueness(
                columns: ["merge_request_id"],
                row: [
                    "merge_request_id", "user_id", "state", "is_state_told", "is_requested", "reviewed_at",
                    "created_at",
                ])),
        ContributionColumn(table: "notes", column: "author_id", sourceLogin: "source_author"),
        ContributionColumn(table: "discussions", column: "resolved_by_id"),
        ContributionColumn(table: "releases", column: "author_id", sourceLogin: "source_author"),
        ContributionColumn(table: "resource_label_events", column: "user_id", sourceLogin: "source_author"),
        ContributionColumn(table: "resource_milestone_events", column: "user_id", sourceLogin: "source_author"),
        ContributionColumn(table: "resource_state_events", column: "user_id", sourceLogin: "source_author"),
    ]

    /// Columns that name a user and are no contribution of a source user, and why.
    static let exceptions: [(place: String, reason: String)] = [
        ("namespaces.owner_id", "a personal namespace is its person's"),
        ("projects.creator_id", "who asked for the import made the project"),
        ("imports.requested_by", "an account of this server asked"),
        ("members.user_id", "placeholder users are no members; see MembershipReassignment"),
        ("members.created_by_id", "an account of this server gave the role"),
        ("access_tokens.user_id", "placeholder users have none"),
        ("source_users.placeholder_user_id", "the mapping itself"),
        ("source_users.reassign_to_user_id", "the mapping itself"),
        ("source_users.reassigned_by_user_id", "the mapping itself"),
        ("namespace_import_users.user_id", "the Import User itself"),
        ("reassignment_uploads.requested_by", "an account of this server asked"),
        ("snippets.author_id", "gists become their importer's own snippets"),
        ("snippet_notes.author_id", "comments on gists are their importer's or the ghost user's"),
        ("gist_imports.user_id", "an account of this server asked"),
    ]

    /// For the test that every reference to a user has been thought of.
    package static func isDealtWith(table: String, column: String) -> Bool {
        all.contains { $0.table == table && $0.column == column }
            || exceptions.contains { $0.place == "\(table).\(column)" }
    }

    /// Table, column, key and the columns kept of a removed duplicate, for the test that they are in the schema.
    package static var schemaFacts: [(table: String, column: String, key: String, row: [String]?)] {
        all.map { ($0.table, $0.column, $0.key, $0.uniqueness?.row) }
    }
}
