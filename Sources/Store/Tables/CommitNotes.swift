public import Model

/// The discussions and comments on commits.
public enum CommitNotes {
    private static func condition(project: ProjectID, commit: ObjectHash) -> Condition {
        var condition = Condition()
        condition.add("discussions.noteable_kind = 'Commit'")
        condition.add("discussions.project_id = ?", project)
        condition.add("discussions.commit_sha = ?", commit)
        return condition
    }

    /// One page of the discussions on a commit, the oldest first.
    public static func discussions(
        project: ProjectID, commit: ObjectHash, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<Discussion> {
        try connection.page(
            Discussions.columns, from: "discussions", where: condition(project: project, commit: commit),
            order: "created_at ASC, id ASC", page: page, Discussions.read)
    }

    /// One page of the comments on a commit, the oldest first.
    public static func notes(
        project: ProjectID, commit: ObjectHash, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<Note> {
        let columns = Notes.columns.split(whereSeparator: { $0 == "," || $0.isWhitespace })
            .map { "notes.\($0)" }.joined(separator: ", ")
        return try connection.page(
            columns, from: "discussions JOIN notes ON notes.discussion_id = discussions.id",
            where: condition(project: project, commit: commit), order: "notes.created_at ASC, notes.id ASC",
            page: page, Notes.read)
    }

    /// A comment on a commit by its number.
    public static func note(
        id: NoteID, project: ProjectID, commit: ObjectHash, in connection: any ReadConnection
    ) throws -> Note? {
        guard let note = try Notes.find(id: id, on: .commit(in: project), in: connection),
            let discussion = try Discussions.find([note.discussionID], in: connection)[note.discussionID],
            discussion.commit == commit
        else { return nil }
        return note
    }
}

extension Noteable {
    /// What notes on commits stand on: the commit has no row, so that it is the project's.
    public static func commit(in project: ProjectID) -> Noteable { Noteable(kind: .commit, id: project.rawValue) }
}
