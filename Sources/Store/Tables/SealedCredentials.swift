public import Model
public import Secrets

/// The credentials of imports that have not ended, sealed.
public enum SealedCredentials {
    public static func ofImports(in connection: any ReadConnection) throws -> [ImportID: SealedSecret] {
        try all("imports", in: connection).reduce(into: [:]) { $0[ImportID($1.id)] = $1.secret }
    }

    public static func ofGistImports(
        in connection: any ReadConnection
    ) throws -> [Identifier<GistImport>: SealedSecret] {
        try all("gist_imports", in: connection).reduce(into: [:]) { $0[Identifier<GistImport>($1.id)] = $1.secret }
    }

    /// Whether there are any.
    public static func exist(in connection: any ReadConnection) throws -> Bool {
        try connection.exists(
            """
            SELECT 1 FROM imports WHERE credential IS NOT NULL
            UNION ALL SELECT 1 FROM gist_imports WHERE credential IS NOT NULL LIMIT 1
            """)
    }

    private static func all(
        _ table: String, in connection: any ReadConnection
    ) throws -> [(id: Int64, secret: SealedSecret)] {
        try connection.rows("SELECT id, credential FROM \(table) WHERE credential IS NOT NULL") { row in
            (try row("id"), SealedSecret(rawValue: try row("credential")))
        }
    }
}
