public import Model
public import Secrets

/// One import of somebody's gists.
public struct GistImport: Sendable, Hashable {
    public enum Status: String, Sendable, SQLConvertible, SQLDecodable {
        case started
        case finished
        case failed
    }

    public var id: Identifier<GistImport>
    public var userID: UserID
    /// Address of the server as it was given; `nil` for the public one.
    public var hostname: String?
    public var status: Status
    /// Why it failed as a whole.
    public var failure: String?
    /// Where reading the list goes on; `nil` at its beginning.
    public var cursor: String?
    /// Whether the list was read to its end.
    public var isListed: Bool
    /// What became of the mail about failures; `nil` while there is nothing to say.
    public var mail: String?
    public var createdAt: Timestamp
    public var finishedAt: Timestamp?
}

/// Imports of gists.
public enum GistImports {
    private static let columns =
        "id, user_id, hostname, status, failure, cursor, is_listed, mail, created_at, finished_at"

    /// Writes an import that has started.
    public static func insert(
        user: UserID, hostname: String?, at now: Timestamp, in connection: any WriteConnection
    ) throws -> Identifier<GistImport> {
        let id: Identifier<GistImport>? = try connection.value(
            """
            INSERT INTO gist_imports (user_id, hostname, status, created_at) VALUES ($1, $2, 'started', $3)
            RETURNING id AS value
            """, [user, hostname, now])
        guard let id else { throw StoreError.failed("an import of gists could not be written") }
        return id
    }

    public static func find(
        _ id: Identifier<GistImport>, in connection: any ReadConnection
    ) throws -> GistImport? {
        try connection.row("SELECT \(columns) FROM gist_imports WHERE id = $1", [id], read)
    }

    /// Somebody's latest.
    public static func latest(of user: UserID, in connection: any ReadConnection) throws -> GistImport? {
        try connection.row(
            "SELECT \(columns) FROM gist_imports WHERE user_id = $1 ORDER BY id DESC LIMIT 1", [user], read)
    }

    public static func setCredential(
        _ secret: SealedSecret, of id: Identifier<GistImport>, in connection: any WriteConnection
    ) throws {
        try connection.execute("UPDATE gist_imports SET credential = $1 WHERE id = $2", [secret.rawValue, id])
    }

    public static func credential(
        of id: Identifier<GistImport>, in connection: any ReadConnection
    ) throws -> SealedSecret? {
        let bytes: [UInt8]?? = try connection.value("SELECT credential AS value FROM gist_imports WHERE id = $1", [id])
        return bytes.flatMap(\.self).map(SealedSecret.init(rawValue:))
    }

    /// Keeps one page of the list together with where the next one begins.
    ///
    /// - Parameter next: where to go on; `nil` where the list is at its end.
    public static func keepPage(
        _ gists: [GistDraft], unreadable: [GistImportItems.Exception], next: String?, of id: Identifier<GistImport>,
        in connection: any WriteConnection
    ) throws {
        for gist in gists { try GistImportItems.insert(gist, import: id, in: connection) }
        for gist in unreadable { try GistImportItems.insert(gist, import: id, in: connection) }
        try connection.execute(
            "UPDATE gist_imports SET cursor = $1, is_listed = $2 WHERE id = $3", [next, next == nil, id])
    }

    /// Ends an import and erases its credential.
    public static func end(
        _ id: Identifier<GistImport>, as status: GistImport.Status, failure: String?, at now: Timestamp,
        in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            UPDATE gist_imports SET status = $1, failure = $2, finished_at = $3, credential = NULL
            WHERE id = $4 AND status = 'started'
            """, [status, failure, now, id])
    }

    public static func setMail(
        _ outcome: String, of id: Identifier<GistImport>, in connection: any WriteConnection
    ) throws {
        try connection.execute("UPDATE gist_imports SET mail = $1 WHERE id = $2", [outcome, id])
    }

    private static func read(_ row: any ResultRow) throws -> GistImport {
        GistImport(
            id: try row("id"), userID: try row("user_id"), hostname: try row("hostname"), status: try row("status"),
            failure: try row("failure"), cursor: try row("cursor"), isListed: try row("is_listed"),
            mail: try row("mail"), createdAt: try row("created_at"), finishedAt: try row("finished_at"))
    }
}
