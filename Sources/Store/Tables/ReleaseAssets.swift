public import Model

/// The files of releases.
public enum ReleaseAssets {
    /// A file whose bytes have not come in yet.
    public struct Waiting: Sendable {
        public var id: ReleaseAssetID
        public var sourceKey: SourceKey
        public var sourceURL: String?
        public var name: String
        public var size: Int64
        public var digest: String?
        public var isComplete: Bool
    }

    private static let columns = "id, release_id, name, media_type, digest, size, created_at"

    /// Writes what the source says of a release's files. Bytes that have arrived stay, unless they are others now.
    public static func upsert(
        _ drafts: [ReleaseAssetDraft], of release: SourceKey, project: ProjectID, in connection: any WriteConnection
    ) throws {
        for draft in drafts {
            try connection.execute(
                """
                INSERT INTO release_assets
                    (project_id, release_id, source_key, source_url, name, media_type, source_size, source_digest,
                     is_complete, created_at)
                SELECT $1, id, $3, $4, $5, $6, $7, $8, $9, $10 FROM releases
                WHERE project_id = $1 AND source_key = $2
                ON CONFLICT (project_id, source_key) DO UPDATE
                SET release_id = excluded.release_id, source_url = excluded.source_url, name = excluded.name,
                    media_type = excluded.media_type, source_size = excluded.source_size,
                    source_digest = excluded.source_digest, is_complete = excluded.is_complete,
                    digest = CASE WHEN release_assets.size = excluded.source_size THEN release_assets.digest END
                """,
                [
                    project, release, draft.sourceKey, draft.sourceURL, draft.name, draft.mediaType, draft.size,
                    draft.digest, draft.isComplete, draft.createdAt,
                ])
        }
    }

    public static func count(project: ProjectID, in connection: any ReadConnection) throws -> Int64 {
        try connection.value("SELECT count(*) AS value FROM release_assets WHERE project_id = $1", [project]) ?? 0
    }

    /// The next files whose bytes are not here.
    public static func waiting(
        project: ProjectID, after previous: ReleaseAssetID, limit: Int, in connection: any ReadConnection
    ) throws -> [Waiting] {
        try connection.rows(
            """
            SELECT id, source_key, source_url, name, source_size, source_digest, is_complete FROM release_assets
            WHERE project_id = $1 AND id > $2 AND digest IS NULL ORDER BY id LIMIT \(limit)
            """, [project, previous]
        ) { row in
            Waiting(
                id: try row("id"), sourceKey: try row("source_key"), sourceURL: try row("source_url"),
                name: try row("name"), size: try row("source_size"), digest: try row("source_digest"),
                isComplete: try row("is_complete"))
        }
    }

    /// Notes that a file's bytes are here.
    /// - Returns: whether they were not before.
    public static func setArrived(
        _ id: ReleaseAssetID, digest: String, size: Int64, in connection: any WriteConnection
    ) throws -> Bool {
        try connection.execute(
            "UPDATE release_assets SET digest = $2, size = $3 WHERE id = $1 AND digest IS NULL", [id, digest, size]) > 0
    }

    /// Files whose bytes are here, by their releases, in the source's order.
    public static func of(
        _ releases: [ReleaseID], in connection: any ReadConnection
    ) throws -> [ReleaseID: [ReleaseAsset]] {
        let assets = try connection.rows(
            "SELECT \(columns) FROM release_assets", where: "digest IS NOT NULL AND release_id",
            isOneOf: Set(releases.map(\.rawValue)), order: "release_id, id", read)
        return Dictionary(grouping: assets, by: \.releaseID)
    }

    /// One of a release's files, by its number.
    public static func find(
        _ id: ReleaseAssetID, release: ReleaseID, in connection: any ReadConnection
    ) throws -> ReleaseAsset? {
        try connection.row(
            "SELECT \(columns) FROM release_assets WHERE id = $1 AND release_id = $2 AND digest IS NOT NULL",
            [id, release], read)
    }

    /// One of a release's files, by its name.
    public static func find(
        named name: String, release: ReleaseID, in connection: any ReadConnection
    ) throws -> ReleaseAsset? {
        try connection.row(
            """
            SELECT \(columns) FROM release_assets WHERE release_id = $1 AND name = $2 AND digest IS NOT NULL
            ORDER BY id LIMIT 1
            """, [release, name], read)
    }

    private static func read(_ row: any ResultRow) throws -> ReleaseAsset {
        ReleaseAsset(
            id: try row("id"), releaseID: try row("release_id"), name: try row("name"),
            mediaType: try row("media_type"), digest: try row("digest"), size: try row("size"),
            createdAt: try row("created_at"))
    }
}
