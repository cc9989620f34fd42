import Foundation
public import Model

/// Personal snippets.
public enum Snippets {
    private static let columns = """
        id, author_id, title, description, visibility, file_name, files, default_branch, source_url, created_at,
        updated_at
        """

    /// Which snippets a list is about.
    public enum Scope: Sendable {
        /// Somebody's own.
        case author(UserID)
        /// Those that everybody sees.
        case open
        /// All that somebody sees.
        case visible(to: Viewer)
    }

    /// What an import writes.
    public struct Imported: Sendable {
        public var author: UserID
        public var sourceOrigin: String
        public var sourceKey: SourceKey
        public var sourceURL: String?
        /// Tells whether the source has changed since; see ``version(author:sourceOrigin:sourceKey:in:)``.
        public var sourceVersion: String
        public var title: String
        public var visibility: Visibility
        public var fileName: String
        public var files: [String]
        public var defaultBranch: String
        public var createdAt: Timestamp
        public var updatedAt: Timestamp

        public init(
            author: UserID, sourceOrigin: String, sourceKey: SourceKey, sourceURL: String?, sourceVersion: String,
            title: String, visibility: Visibility, fileName: String, files: [String], defaultBranch: String,
            createdAt: Timestamp, updatedAt: Timestamp
        ) {
            self.author = author
            self.sourceOrigin = sourceOrigin
            self.sourceKey = sourceKey
            self.sourceURL = sourceURL
            self.sourceVersion = sourceVersion
            self.title = title
            self.visibility = visibility
            self.fileName = fileName
            self.files = files
            self.defaultBranch = defaultBranch
            self.createdAt = createdAt
            self.updatedAt = updatedAt
        }
    }

    /// The newest first.
    public static func list(
        _ scope: Scope, createdAfter: Timestamp? = nil, createdBefore: Timestamp? = nil, page: Page,
        in connection: any ReadConnection
    ) throws -> PagedRows<Snippet> {
        var condition = Condition()
        switch scope {
        case .author(let author): condition.add("author_id = ?", author)
        case .open: condition.add("visibility = 'public'")
        case .visible(let viewer): limit(to: viewer, &condition)
        }
        if let createdAfter { condition.add("created_at >= ?", createdAfter) }
        if let createdBefore { condition.add("created_at <= ?", createdBefore) }
        return try connection.page(
            columns, from: "snippets", where: condition, order: "created_at DESC, id DESC", page: page, read)
    }

    private static func limit(to viewer: Viewer, _ condition: inout Condition) {
        guard !viewer.isAdministrator else { return }
        guard let user = viewer.userID else { return condition.add("visibility = 'public'") }
        let open = viewer.isExternal ? "('public')" : "('public', 'internal')"
        condition.add("(visibility IN \(open) OR author_id = ?)", user)
    }

    public static func find(_ id: SnippetID, in connection: any ReadConnection) throws -> Snippet? {
        try connection.row("SELECT \(columns) FROM snippets WHERE id = $1", [id], read)
    }

    /// The snippet that a source's object became, and the version it was brought in.
    public static func version(
        author: UserID, sourceOrigin: String, sourceKey: SourceKey, in connection: any ReadConnection
    ) throws -> (id: SnippetID, version: String)? {
        try connection.row(
            """
            SELECT id, source_version FROM snippets
            WHERE author_id = $1 AND source_origin = $2 AND source_key = $3
            """, [author, sourceOrigin, sourceKey]
        ) { (try $0("id"), try $0("source_version")) }
    }

    /// Writes what a source's object is now; the same object stays the same snippet.
    public static func upsert(_ new: Imported, in connection: any WriteConnection) throws -> SnippetID {
        let id: SnippetID? = try connection.value(
            """
            INSERT INTO snippets
                (author_id, source_origin, source_key, source_url, source_version, title, visibility, file_name, files,
                default_branch, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (author_id, source_origin, source_key) DO UPDATE
            SET source_url = excluded.source_url, source_version = excluded.source_version, title = excluded.title,
                visibility = excluded.visibility, file_name = excluded.file_name, files = excluded.files,
                default_branch = excluded.default_branch, created_at = excluded.created_at,
                updated_at = excluded.updated_at
            RETURNING id AS value
            """,
            [
                new.author, new.sourceOrigin, new.sourceKey, new.sourceURL, new.sourceVersion, new.title,
                new.visibility, new.fileName, try jsonText(new.files), new.defaultBranch, new.createdAt, new.updatedAt,
            ])
        guard let id else { throw StoreError.failed("a snippet could not be written") }
        return id
    }

    /// Those of the numbers that are no snippets (any more).
    public static func unknown(among ids: [SnippetID], in connection: any ReadConnection) throws -> [SnippetID] {
        var known: Set<SnippetID> = []
        for batch in batches(of: ids) {
            var condition = Condition()
            condition.add("id", isOneOf: batch)
            try connection.forEachRow("SELECT id FROM snippets \(condition.sql)", condition.parameters) {
                known.insert(try $0("id"))
            }
        }
        return ids.filter { !known.contains($0) }
    }

    private static func read(_ row: any ResultRow) throws -> Snippet {
        Snippet(
            id: try row("id"), authorID: try row("author_id"), title: try row("title"),
            description: try row("description"), visibility: try row("visibility"), fileName: try row("file_name"),
            files: try decoded(row("files"), "files"), defaultBranch: try row("default_branch"),
            sourceURL: try row("source_url"), createdAt: try row("created_at"), updatedAt: try row("updated_at"))
    }
}
