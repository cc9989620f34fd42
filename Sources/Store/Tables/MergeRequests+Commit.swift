public import Model

extension MergeRequests {
    /// The merge requests of a project that a commit is the tip or the merge commit of, the latest first.
    public static func list(
        project: ProjectID, commit: ObjectHash, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<MergeRequest> {
        var condition = Condition()
        // With OR in place of UNION SQLite walks over all merge requests of the project.
        condition.add(
            """
            merge_requests.id IN (SELECT id FROM merge_requests WHERE project_id = ? AND head_sha = ?
            UNION SELECT id FROM merge_requests WHERE project_id = ? AND merge_commit_sha = ?)
            """, project, commit, project, commit)
        return try connection.page(
            columns, from: "merge_requests", where: condition, order: "merge_requests.id DESC", page: page, read)
    }
}
