public import Model

extension SourceUsers {
    /// The row of one person of a source; `nil` before they were first seen.
    public static func find(
        _ identifier: String, scope: Scope, in connection: any ReadConnection
    ) throws -> SourceUser? {
        try connection.row(
            """
            SELECT \(columns) FROM source_users
            WHERE namespace_id = $1 AND hostname = $2 AND import_kind = $3 AND identifier = $4
            """, [scope.root, scope.hostname, scope.importKind, identifier], read)
    }
}
