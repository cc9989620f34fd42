extension BitbucketTruth {
    var conversations: [JSONValue] {
        let shown = project.comments.filter { !$0.isDeleted }
        let deleted = project.comments.filter { $0.isDeleted && !isServer }
        return shown.flatMap { [comment($0)] + reactions(to: $0) }
            + deleted.map { row("deleted_comment", ["pr": .int($0.pullRequest), "id": .int($0.id)]) }
            + project.tasks.flatMap { isServer ? [taskComment($0), task($0)] : [task($0)] }
    }

    private func comment(_ comment: BitbucketComment) -> JSONValue {
        let root = project.root(of: comment)
        let resolution = root.resolution
        return row(
            "comment",
            [
                "pr": .int(comment.pullRequest), "id": .int(comment.id), "parent": JSONValue(comment.parent),
                "thread": .int(root.id), "author": who(comment.author), "created": time(comment.createdAt),
                "updated": time(comment.updatedAt), "edited": .bool(comment.updatedAt > comment.createdAt),
                "text": text(comment.text), "inline": .bool(root.anchor != nil),
                "anchor": comment.anchor.map { anchor($0) }, "thread_resolved": .bool(resolution != nil),
                "thread_resolved_at": time(resolution?.at), "thread_resolver": who(resolution?.person),
                "severity": isServer ? "NORMAL" : .null, "state": isServer ? "OPEN" : .null, "resolved_at": nil,
                "resolver": nil,
            ])
    }

    /// On a Server a task is a comment.
    private func taskComment(_ task: BitbucketTask) -> JSONValue {
        let parent = task.comment.flatMap { id in project.comments.first { $0.id == id } }
        let root = parent.map { project.root(of: $0) }
        return row(
            "comment",
            [
                "pr": .int(task.pullRequest), "id": .int(task.id), "parent": JSONValue(task.comment),
                "thread": .int(root?.id ?? task.id), "author": who(task.author), "created": time(task.createdAt),
                "updated": time(task.resolution?.at ?? task.createdAt), "edited": false, "text": text(task.text),
                "inline": .bool(root?.anchor != nil), "anchor": nil,
                "thread_resolved": .bool(root?.resolution != nil), "thread_resolved_at": time(root?.resolution?.at),
                "thread_resolver": who(root?.resolution?.person), "severity": "BLOCKER",
                "state": .string(task.resolution == nil ? "OPEN" : "RESOLVED"),
                "resolved_at": time(task.resolution?.at), "resolver": who(task.resolution?.person),
            ])
    }

    private func task(_ task: BitbucketTask) -> JSONValue {
        row(
            "task",
            [
                "pr": .int(task.pullRequest), "id": .int(task.id),
                "comment": isServer ? .int(task.id) : JSONValue(task.comment),
                "state": .string(task.resolution != nil ? "RESOLVED" : isServer ? "OPEN" : "UNRESOLVED"),
                "text": text(task.text), "creator": who(task.author), "created": time(task.createdAt),
                "resolved_at": time(task.resolution?.at), "resolver": who(task.resolution?.person),
            ])
    }

    private func reactions(to comment: BitbucketComment) -> [JSONValue] {
        guard isServer else { return [] }
        return comment.reactions.flatMap { reaction in
            reaction.people.map {
                row(
                    "reaction",
                    [
                        "pr": .int(comment.pullRequest), "comment": .int(comment.id),
                        "emoticon": .string(reaction.emoticon), "user": who($0),
                    ])
            }
        }
    }

    private func anchor(_ anchor: BitbucketAnchor) -> JSONValue {
        let type = anchor.lineType
        let common: JSONValue = [
            "path": .string(anchor.path), "src_path": JSONValue(anchor.sourcePath), "file_level": .bool(type == nil),
            "orphaned": .bool(anchor.isOrphaned), "old_line": JSONValue(anchor.oldLine),
            "new_line": JSONValue(anchor.newLine),
        ]
        guard isServer else {
            let isOld = type == .removed
            return common.adding([
                "from": isOld ? JSONValue(anchor.oldLine) : .null, "to": isOld ? .null : JSONValue(anchor.newLine),
                "start_from": isOld ? JSONValue(anchor.startLine) : .null,
                "start_to": isOld ? .null : JSONValue(anchor.startLine),
            ])
        }
        return common.adding([
            "line": JSONValue(type == .removed ? anchor.oldLine : anchor.newLine),
            "line_type": JSONValue(type?.rawValue), "diff_type": "EFFECTIVE",
            "from_hash": .string(hosted.content.commit(anchor.from)),
            "to_hash": .string(hosted.content.commit(anchor.to)), "start_line": JSONValue(anchor.startLine),
            "start_line_type": JSONValue(anchor.startLineType?.rawValue), "from_in_git": true, "to_in_git": true,
        ])
    }
}
