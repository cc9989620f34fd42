public import Model

extension Projects {
    /// Merge settings and licences of projects.
    public static func settings(
        of ids: [ProjectID], in connection: any ReadConnection
    ) throws -> [ProjectID: ProjectSettings] {
        var condition = Condition()
        condition.add("id", isOneOf: ids)
        let pairs: [(ProjectID, ProjectSettings)] = try connection.rows(
            """
            SELECT id, merge_method, squash_option, removes_source_branch, requires_resolved_discussions, license_key,
                license_name, license_path
            FROM projects \(condition.sql)
            """, condition.parameters
        ) { row in
            let key: String? = try row("license_key")
            let path: String? = try row("license_path")
            let name: String? = try row("license_name")
            return (
                try row("id"),
                ProjectSettings(
                    mergeMethod: try row("merge_method"), squashOption: try row("squash_option"),
                    removesSourceBranchAfterMerge: try row("removes_source_branch"),
                    requiresResolvedDiscussions: try row("requires_resolved_discussions"),
                    license: key.map { ProjectSettings.License(key: $0, name: name ?? $0, path: path) })
            )
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    /// Writes how the source merges, and the licence.
    public static func setMerging(
        _ method: ProjectSettings.MergeMethod, squash: ProjectSettings.SquashOption, removesSourceBranch: Bool,
        license: ProjectSettings.License?, project: ProjectID, in connection: any WriteConnection
    ) throws {
        try connection.execute(
            """
            UPDATE projects SET merge_method = $2, squash_option = $3, removes_source_branch = $4, license_key = $5,
                license_name = $6, license_path = $7
            WHERE id = $1
            """, [project, method, squash, removesSourceBranch, license?.key, license?.name, license?.path])
    }

    /// Merge requests need all threads resolved.
    public static func requireResolvedDiscussions(_ project: ProjectID, in connection: any WriteConnection) throws {
        try connection.execute("UPDATE projects SET requires_resolved_discussions = 1 WHERE id = $1", [project])
    }

    /// The source's own time of creation.
    public static func setCreated(
        _ time: Timestamp, project: ProjectID, in connection: any WriteConnection
    ) throws {
        try connection.execute("UPDATE projects SET created_at = $2 WHERE id = $1", [project, time])
    }
}
