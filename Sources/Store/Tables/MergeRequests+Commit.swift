public import Model

extension MergeRequests {
    /// The merge requests of a project that a commit is the tip or the merge commit of, the latest first.
    public static func list(
        project: ProjectID, commit: ObjectHash, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<MergeRequest> {
        var condition = Condition()
        condition.add("merge_requests.project_id = ?", project)
        condition.add("(merge_requests.head_sha = ? OR merge_requests.merge_commit_sha = ?)", commit, commit)
        return try connection.page(
            columns, from: "merge_requests", where: condition, order: "merge_requests.id DESC", page: page, read)
    }
}
