import Model
import Store

/// What all notes on one issue or merge request have in common.
struct NoteContext {
    /// `nil` for a commit, which has none.
    var iid: Int64?
    var importKind: ImportKind?
    /// A merge request's commits, which stand in for those a comment's source did not tell.
    var diffRefs: DiffRefs?
    var head: ObjectHash?
    var users: [UserID: User]
    var externalURL: String

    func person(_ id: UserID?) -> UserBasicAnswer? {
        id.flatMap { users[$0] }.map { UserBasicAnswer(user: $0, externalURL: externalURL) }
    }
}

/// A comment (GitLab's `Note`).
struct NoteAnswer: Entity {
    var note: Note
    var discussion: Discussion
    var context: NoteContext

    func write(_ object: inout JSONObject) {
        object.add("id", note.id)
        object.add("type", type)
        object.add("body", note.body)
        object.null("attachment")
        object.add("author", context.person(note.authorID))
        object.add("created_at", note.createdAt)
        object.add("updated_at", note.updatedAt)
        object.add("system", note.isSystem)
        object.add("noteable_id", note.noteable.kind == .commit ? nil : note.noteable.id)
        object.add("noteable_type", note.noteable.kind)
        object.add("project_id", note.projectID)
        writePosition(&object)
        writeResolution(&object)
        object.add("confidential", false)
        object.add("internal", false)
        object.add("imported", context.importKind != nil)
        object.add("imported_from", context.importKind?.rawValue ?? "none")
        object.add("noteable_iid", context.iid)
        object.add("commands_changes") { _ in }
        object.addSourceAuthor(note.sourceAuthor)
        // Landfall's own key: GitLab hides no comments.
        if let reason = note.minimizedReason { object.add("minimized_reason", reason) }
    }

    private var type: String? {
        if note.isSystem { return nil }
        if discussion.position != nil { return "DiffNote" }
        return discussion.isIndividualNote ? nil : "DiscussionNote"
    }

    private func writePosition(_ object: inout JSONObject) {
        guard let position = discussion.position, !note.isSystem else { return }
        if note.noteable.kind != .commit { object.add("commit_id", discussion.commit) }
        object.add("position", PositionAnswer(position: position, hunk: discussion.diffHunk, context: context))
    }

    private func writeResolution(_ object: inout JSONObject) {
        let isResolvable = discussion.isResolvable && !note.isSystem
        object.add("resolvable", isResolvable)
        guard isResolvable else { return }
        object.add("resolved", discussion.isResolved)
        object.add("resolved_by", discussion.isResolved ? context.person(discussion.resolvedByID) : nil)
        // Null where the source does not tell when, as GitHub: no other time would be true.
        object.add("resolved_at", discussion.isResolved ? discussion.resolvedAt : nil)
    }
}

/// Where in a diff a discussion stands.
struct PositionAnswer: Entity {
    var position: Position
    var hunk: String?
    var context: NoteContext

    func write(_ object: inout JSONObject) {
        object.add("base_sha", position.base ?? context.diffRefs?.base)
        object.add("start_sha", position.start ?? context.diffRefs?.start)
        object.add("head_sha", position.head ?? context.head)
        object.add("old_path", position.oldPath)
        object.add("new_path", position.newPath)
        object.add("position_type", position.kind)
        object.add("old_line", position.line?.old)
        object.add("new_line", position.line?.new)
        if let first = position.firstLine, let last = position.line {
            object.add("line_range") { range in
                range.add("start", lineAnswer(first))
                range.add("end", lineAnswer(last))
            }
        } else {
            object.null("line_range")
        }
    }

    private func lineAnswer(_ line: Position.Line) -> LineAnswer {
        let path = position.newPath.isEmpty ? position.oldPath : position.newPath
        return LineAnswer(line: line, code: LineCode.code(for: line, path: path, hunk: hunk))
    }
}

/// One end of a `line_range`.
private struct LineAnswer: Entity {
    var line: Position.Line
    var code: String

    func write(_ object: inout JSONObject) {
        object.add("line_code", code)
        // GitLab has no type for an unchanged line.
        object.add("type", line.kind == .context ? nil : line.kind.rawValue)
        object.add("old_line", line.old)
        object.add("new_line", line.new)
    }
}

/// A thread, with its notes from the first to the last.
struct DiscussionAnswer: Entity {
    var discussion: Discussion
    var notes: [Note]
    var context: NoteContext

    func write(_ object: inout JSONObject) {
        object.add("id", discussion.key)
        object.add("individual_note", discussion.isIndividualNote)
        object.add("notes", notes.map { NoteAnswer(note: $0, discussion: discussion, context: context) })
    }
}
