public import Model

/// The files that projects' texts show.
public enum Uploads {
    /// A file that has come in.
    public struct New: Sendable {
        public var secret: String
        public var fileName: String
        public var digest: String
        public var size: Int64
        public var mediaType: String

        public init(secret: String, fileName: String, digest: String, size: Int64, mediaType: String) {
            self.secret = secret
            self.fileName = fileName
            self.digest = digest
            self.size = size
            self.mediaType = mediaType
        }
    }

    private static let columns = "id, project_id, secret, file_name, digest, size, media_type, created_at"

    /// The row of a file, made where there is none: the same content under the same name is one upload.
    public static func upsert(
        _ new: New, project: ProjectID, at now: Timestamp, in connection: any WriteConnection
    ) throws -> UploadID {
        let id: UploadID? = try connection.value(
            """
            INSERT INTO uploads (project_id, secret, file_name, digest, size, media_type, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (project_id, secret, file_name) DO UPDATE SET digest = excluded.digest, size = excluded.size
            RETURNING id AS value
            """, [project, new.secret, new.fileName, new.digest, new.size, new.mediaType, now])
        guard let id else { throw StoreError.failed("an upload could not be written") }
        return id
    }

    /// The newest first, as GitLab lists them.
    public static func list(
        project: ProjectID, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<Upload> {
        var condition = Condition()
        condition.add("project_id = ?", project)
        return try connection.page(
            columns, from: "uploads", where: condition, order: "id DESC", page: page, read)
    }

    public static func find(
        project: ProjectID, secret: String, fileName: String, in connection: any ReadConnection
    ) throws -> Upload? {
        try connection.row(
            "SELECT \(columns) FROM uploads WHERE project_id = $1 AND secret = $2 AND file_name = $3",
            [project, secret, fileName], read)
    }

    public static func find(
        _ id: UploadID, project: ProjectID, in connection: any ReadConnection
    ) throws -> Upload? {
        try connection.row(
            "SELECT \(columns) FROM uploads WHERE id = $1 AND project_id = $2", [id, project], read)
    }

    private static func read(_ row: any ResultRow) throws -> Upload {
        Upload(
            id: try row("id"), projectID: try row("project_id"), secret: try row("secret"),
            fileName: try row("file_name"), digest: try row("digest"), size: try row("size"),
            mediaType: try row("media_type"), createdAt: try row("created_at"))
    }
}

/// Which stored files somebody refers to.
public enum UsedFiles {
    /// Bytes of the files that one project refers to, the same content counted as often as it is referred to.
    public static func bytes(project: ProjectID, in connection: any ReadConnection) throws -> Int64 {
        try connection.value(
            """
            SELECT coalesce((SELECT sum(size) FROM uploads WHERE project_id = $1), 0) + coalesce((
                SELECT sum(size) FROM release_assets
                WHERE release_id IN (SELECT id FROM releases WHERE project_id = $1) AND digest IS NOT NULL), 0) AS value
            """, [project]) ?? 0
    }

    public static func among(_ digests: [String], in connection: any ReadConnection) throws -> Set<String> {
        var used: Set<String> = []
        for table in ["uploads", "release_assets"] {
            for batch in batches(of: digests) {
                var condition = Condition()
                condition.add("digest", isOneOf: batch)
                try connection.forEachRow(
                    "SELECT DISTINCT digest FROM \(table) \(condition.sql)", condition.parameters
                ) { used.insert(try $0("digest")) }
            }
        }
        return used
    }
}
