public import Model
public import Secrets

/// All credentials that are sealed now, whatever they are for, and the key they are sealed with.
public enum SealedCredentials {
    /// One of them.
    public struct Row: Sendable {
        /// What the credential belongs to.
        public enum Owner: Sendable, Hashable {
            case projectImport(ImportID)
            case gistImport(Identifier<GistImport>)
        }

        public var owner: Owner
        public var secret: SealedSecret
    }

    public static func all(in connection: any ReadConnection) throws -> [Row] {
        let imports = try connection.rows(
            "SELECT id, credential FROM imports WHERE credential IS NOT NULL ORDER BY id"
        ) { Row(owner: .projectImport(try $0("id")), secret: SealedSecret(rawValue: try $0("credential"))) }
        let gists = try connection.rows(
            "SELECT id, credential FROM gist_imports WHERE credential IS NOT NULL ORDER BY id"
        ) { Row(owner: .gistImport(try $0("id")), secret: SealedSecret(rawValue: try $0("credential"))) }
        return imports + gists
    }

    public static func replace(_ row: Row, in connection: any WriteConnection) throws {
        switch row.owner {
        case .projectImport(let id): try Imports.setCredential(row.secret, of: id, in: connection)
        case .gistImport(let id): try GistImports.setCredential(row.secret, of: id, in: connection)
        }
    }

    /// Their imports fail when they are taken up next, and can be taken up again with another credential.
    public static func forgetAll(in connection: any WriteConnection) throws {
        try connection.execute("UPDATE imports SET credential = NULL WHERE credential IS NOT NULL", [])
        try connection.execute("UPDATE gist_imports SET credential = NULL WHERE credential IS NOT NULL", [])
    }

    /// Fingerprint of the key that seals; `nil` before the first use of any.
    public static func keyFingerprint(in connection: any ReadConnection) throws -> String? {
        try connection.value("SELECT fingerprint AS value FROM sealing_key WHERE id = 1")
    }

    public static func setKeyFingerprint(
        _ fingerprint: String, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO sealing_key (id, fingerprint, since) VALUES (1, $1, $2)
            ON CONFLICT (id) DO UPDATE SET fingerprint = excluded.fingerprint, since = excluded.since
            """, [fingerprint, now])
    }
}
