public import Model

extension SourceUsers {
    public static func find(_ id: SourceUserID, in connection: any ReadConnection) throws -> SourceUser? {
        try connection.row("SELECT \(columns) FROM source_users WHERE id = $1", [id], read)
    }

    /// The request that waits for an answer under this token.
    public static func find(token: String, in connection: any ReadConnection) throws -> SourceUser? {
        try connection.row("SELECT \(columns) FROM source_users WHERE reassignment_token = $1", [token], read)
    }

    /// The person with this stable id of one source.
    public static func find(
        identifier: String, hostname: String, importKind: String, root: NamespaceID,
        in connection: any ReadConnection
    ) throws -> SourceUser? {
        try connection.row(
            """
            SELECT \(columns) FROM source_users
            WHERE namespace_id = $1 AND hostname = $2 AND import_kind = $3 AND identifier = $4
            """, [root, hostname, importKind, identifier], read)
    }

    /// Whether another source user of the same source and group is assigned to this account already.
    public static func isTaken(
        _ user: UserID, besides sourceUser: SourceUser, in connection: any ReadConnection
    ) throws -> Bool {
        try connection.exists(
            """
            SELECT 1 FROM source_users WHERE namespace_id = $1 AND hostname = $2 AND import_kind = $3
                AND reassign_to_user_id = $4 AND id <> $5
            """, [sourceUser.namespaceID, sourceUser.hostname, sourceUser.importKind, user, sourceUser.id])
    }

    /// Writes what decisions change.
    public static func update(
        _ sourceUser: SourceUser, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            UPDATE source_users SET status = $2, placeholder_user_id = $3, reassign_to_user_id = $4,
                reassigned_by_user_id = $5, reassignment_token = $6, reassignment_error = $7,
                reassignment_expires_at = $8, updated_at = $9
            WHERE id = $1
            """,
            [
                sourceUser.id, sourceUser.status, sourceUser.placeholderUserID, sourceUser.reassignToUserID,
                sourceUser.reassignedByUserID, sourceUser.reassignmentToken, sourceUser.reassignmentError,
                sourceUser.reassignmentExpiresAt, now,
            ])
    }

    /// Makes a placeholder user for somebody who has none any more.
    public static func remakePlaceholder(
        of sourceUser: inout SourceUser, instanceHost: String, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        guard sourceUser.placeholderUserID == nil else { return }
        guard let root = try Namespaces.find(sourceUser.namespaceID, in: connection) else {
            throw StoreError.failed("a source user's group is gone")
        }
        let scope = Scope(
            root: root.id, rootPath: root.fullPath, importKind: sourceUser.importKind, hostname: sourceUser.hostname,
            instanceHost: instanceHost)
        sourceUser.placeholderUserID = try PlaceholderUsers.insert(
            for: sourceUser.person, scope: scope, at: now, in: connection)
        try update(sourceUser, at: now, in: connection)
    }

    /// Somebody whose account here is gone starts anew, as GitLab's mapper repairs it.
    static func repair(
        _ orphan: SourceUser, scope: Scope, at now: Timestamp, in connection: any WriteConnection
    ) throws -> UserID {
        var repaired = orphan
        let placeholder =
            try orphan.placeholderUserID
            ?? PlaceholderUsers.holder(for: orphan.person, scope: scope, at: now, in: connection)
        repaired.placeholderUserID = placeholder
        repaired.status = .pendingReassignment
        (repaired.reassignToUserID, repaired.reassignedByUserID, repaired.reassignmentToken) = (nil, nil, nil)
        try update(repaired, at: now, in: connection)
        try connection.execute("DELETE FROM reassigned_records WHERE source_user_id = $1", [orphan.id])
        return placeholder
    }

    /// A decision that names an account which goes is void: what has not moved yet stays with the placeholder user.
    static func forgetAssignee(_ user: UserID, in connection: any WriteConnection) throws {
        try connection.execute(
            """
            UPDATE source_users SET reassign_to_user_id = NULL, reassigned_by_user_id = NULL,
                reassignment_token = NULL, reassignment_expires_at = NULL,
                status = CASE WHEN placeholder_user_id IS NULL THEN status ELSE 'pending_reassignment' END
            WHERE reassign_to_user_id = $1
            """, [user])
    }

    /// The placeholder user goes when nothing refers to it any more; otherwise it stays with what it has.
    public static func removeUnusedPlaceholder(
        of sourceUser: inout SourceUser, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        guard let id = sourceUser.placeholderUserID,
            try Users.find(id, in: connection)?.kind == .placeholder,
            try !Users.hasRows(id, besides: "source_users", in: connection)
        else { return }
        sourceUser.placeholderUserID = nil
        try update(sourceUser, at: now, in: connection)
        try connection.execute("DELETE FROM users WHERE id = $1", [id])
    }
}

extension SourceUser {
    /// The person as the source would name them.
    fileprivate var person: PersonDraft {
        PersonDraft(identifier: identifier, login: username ?? "", name: name)
    }
}

extension Users {
    /// Whether a row of another table names the account.
    fileprivate static func hasRows(
        _ id: UserID, besides left: String, in connection: any ReadConnection
    ) throws -> Bool {
        for (table, column) in inherited + ownRows where table != left {
            if try connection.exists("SELECT 1 FROM \(table) WHERE \(column) = $1 LIMIT 1", [id]) { return true }
        }
        return false
    }
}
