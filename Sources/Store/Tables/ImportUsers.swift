import Model
import Secrets

/// One account for each top-level group that stands for all people beyond its cap on placeholder users (GitLab's
/// `Import::NamespaceImportUser`).
enum ImportUsers {
    static func findOrMake(
        scope: SourceUsers.Scope, at now: Timestamp, in connection: any WriteConnection
    ) throws -> UserID {
        let known: UserID? = try connection.value(
            "SELECT user_id AS value FROM namespace_import_users WHERE namespace_id = $1", [scope.root])
        if let known { return known }
        let username = try freeUsername("import_user_\(scope.rootPath)", in: connection)
        let id = try Users.insert(
            Users.Draft(
                kind: .importUser, username: username, name: "Import User",
                email: "\(username)@noreply.\(scope.instanceHost)", createdAt: now), in: connection)
        try connection.execute(
            "INSERT INTO namespace_import_users (namespace_id, user_id) VALUES ($1, $2)", [scope.root, id])
        return id
    }

    /// With four letters and digits behind it, as GitLab names them.
    private static func freeUsername(_ prefix: String, in connection: any ReadConnection) throws -> String {
        while true {
            let username = "\(prefix)_\(try RandomToken.text(length: 4))"
            if try Users.find(username: username, in: connection) == nil { return username }
        }
    }
}
