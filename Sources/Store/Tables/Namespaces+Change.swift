public import Model

extension Namespaces {
    /// Writes what may change of a group and, where its path or name changed, the places of everything under it.
    ///
    /// - Parameter group: the group with its new values; `fullPath` and `fullName` are worked out here.
    public static func update(_ group: Namespace, in connection: any WriteConnection) throws {
        guard let old = try find(group.id, in: connection) else { return }
        let parent = try group.parentID.flatMap { try find($0, in: connection) }
        let fullPath = parent.map { "\($0.fullPath)/\(group.path)" } ?? group.path
        let fullName = parent.map { "\($0.fullName) / \(group.name)" } ?? group.name
        try connection.execute(
            """
            UPDATE namespaces SET path = $2, name = $3, full_path = $4, full_path_key = $5, full_name = $6,
                description = $7, visibility = $8, project_creation_level = $9
            WHERE id = $1
            """,
            [
                group.id, group.path, group.name, fullPath, fullPath.lowercased(), fullName, group.description,
                group.visibility, group.projectCreationLevel,
            ])
        if old.fullPath != fullPath || old.fullName != fullName {
            try move(from: old, toPath: fullPath, name: fullName, in: connection)
        }
    }

    /// Rewrites the full paths and names of everything under a namespace that moved. The parts are cut by length.
    private static func move(
        from old: Namespace, toPath path: String, name: String, in connection: any WriteConnection
    ) throws {
        let key = old.fullPath.lowercased()
        let bounds: [any SQLConvertible] = [key + "/", key + "0"]
        let pathCut = old.fullPath.unicodeScalars.count + 1
        let nameCut = old.fullName.unicodeScalars.count + 1
        try connection.execute(
            """
            UPDATE namespaces SET full_path = $3 || substr(full_path, $5),
                full_path_key = $4 || substr(full_path_key, $5), full_name = $6 || substr(full_name, $7)
            WHERE full_path_key >= $1 AND full_path_key < $2
            """, bounds + [path, path.lowercased(), pathCut, name, nameCut])
        try connection.execute(
            """
            UPDATE projects SET full_path = $3 || substr(full_path, $5),
                full_path_key = $4 || substr(full_path_key, $5)
            WHERE full_path_key >= $1 AND full_path_key < $2
            """, bounds + [path, path.lowercased(), pathCut])
    }

    /// The highest visibility among what stands in a group: the group's own may not be lower.
    public static func highestVisibility(
        under group: Namespace, in connection: any ReadConnection
    ) throws -> Visibility? {
        let key = group.fullPath.lowercased()
        let found: [Visibility] = try connection.rows(
            """
            SELECT DISTINCT visibility FROM namespaces WHERE full_path_key >= $1 AND full_path_key < $2
            UNION SELECT DISTINCT visibility FROM projects WHERE full_path_key >= $1 AND full_path_key < $2
            """, [key + "/", key + "0"]
        ) { try $0("visibility") }
        return found.max()
    }

    /// Removes a namespace with every group and project under it, and the accounts that lived only for it: its bots,
    /// and for a top-level group its placeholder users. What those wrote elsewhere becomes `heir`'s.
    /// - Returns: the projects that went, so that their repositories can go as well.
    @discardableResult
    public static func delete(
        _ id: NamespaceID, heir: UserID, in connection: any WriteConnection
    ) throws -> [ProjectID] {
        let projects = try Projects.identifiers(under: id, in: connection)
        let groups = try subtree(id, in: connection)
        let list = groups.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let made: [UserID] = try connection.rows(
            """
            SELECT user_id AS id FROM access_tokens WHERE group_id IN (\(list))
            UNION SELECT source_users.placeholder_user_id FROM source_users
            JOIN users ON users.id = source_users.placeholder_user_id
            WHERE source_users.namespace_id IN (\(list)) AND users.kind IN ('placeholder', 'import_user')
            """, groups
        ) { try $0("id") }
        try connection.execute("DELETE FROM namespaces WHERE id = $1", [id])
        for user in made { try Users.delete(user, heir: heir, in: connection) }
        return projects
    }
}
