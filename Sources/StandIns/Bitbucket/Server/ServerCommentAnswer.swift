// Comments with their answers inside them, and tasks as each age has them.
extension ServerAnswers {
    /// Since 7.2 a task is a comment that blocks.
    var hasTaskComments: Bool { server.configuration.isAtLeast(7, 2) }

    /// What was deleted is not there any more.
    func visibleComments(of number: Int) -> [BitbucketComment] {
        project.comments.filter { $0.pullRequest == number && !$0.isDeleted }
    }

    /// Before 7.2 every task hung on a comment.
    func visibleTasks(of number: Int) -> [BitbucketTask] {
        project.tasks.filter { $0.pullRequest == number && (hasTaskComments || $0.comment != nil) }
    }

    func comment(_ comment: BitbucketComment) -> JSONValue {
        let answers = visibleComments(of: comment.pullRequest).filter { $0.parent == comment.id }
        let tasks = visibleTasks(of: comment.pullRequest).filter { $0.comment == comment.id }
        let isEdited = comment.updatedAt > comment.createdAt
        var replies = answers.map { self.comment($0) }
        if hasTaskComments { replies += tasks.map { self.task($0) } }
        let resolution = comment.resolution
        return .members([
            "properties": properties(of: comment), "id": .int(comment.id), "version": .int(isEdited ? 1 : 0),
            "text": .string(text(comment.text)), "author": person(comment.author),
            "createdDate": time(comment.createdAt), "updatedDate": time(comment.updatedAt),
            "comments": .array(replies), "anchor": comment.anchor.map { anchor($0) },
            "tasks": hasTaskComments ? nil : .array(tasks.map { oldTask($0) }),
            "threadResolved": .bool(resolution != nil), "threadResolvedDate": moment(resolution?.at),
            "threadResolver": resolution.map { person($0.person) }, "severity": "NORMAL", "state": "OPEN",
            "permittedOperations": ["editable": false, "transitionable": false, "deletable": false],
        ])
    }

    private func properties(of comment: BitbucketComment) -> JSONValue {
        let reactions = comment.reactions.map { reaction -> JSONValue in
            [
                "emoticon": [
                    "shortcut": .string(reaction.emoticon), "url": .string("\(base)/s/emoji/\(reaction.emoticon).svg"),
                    "value": .string(reaction.emoticon == "thumbsup" ? "👍" : "😆"),
                ], "users": .array(reaction.people.map { person($0) }),
            ]
        }
        return .members([
            "repositoryId": .int(project.id), "reactions": reactions.isEmpty ? nil : .array(reactions),
        ])
    }

    /// A task as a comment.
    func task(_ task: BitbucketTask) -> JSONValue {
        .members([
            "properties": ["repositoryId": .int(project.id)], "id": .int(task.id), "version": 1,
            "text": .string(text(task.text)), "author": person(task.author), "createdDate": time(task.createdAt),
            "updatedDate": time(task.resolution?.at ?? task.createdAt), "comments": [], "threadResolved": false,
            "severity": "BLOCKER", "state": .string(task.resolution == nil ? "OPEN" : "RESOLVED"),
            "resolvedDate": moment(task.resolution?.at), "resolver": task.resolution.map { person($0.person) },
            "permittedOperations": ["editable": false, "transitionable": true, "deletable": false],
        ])
    }

    func tasks(of number: Int) -> [JSONValue] { visibleTasks(of: number).map { task($0) } }

    /// A task as servers before 7.2 had them.
    private func oldTask(_ task: BitbucketTask) -> JSONValue {
        [
            "id": .int(task.id), "text": .string(text(task.text)),
            "state": .string(task.resolution == nil ? "OPEN" : "RESOLVED"), "author": person(task.author),
            "createdDate": time(task.createdAt), "anchor": ["id": JSONValue(task.comment), "type": "COMMENT"],
        ]
    }

    func anchor(_ anchor: BitbucketAnchor) -> JSONValue {
        let type = anchor.lineType
        return .members([
            "fromHash": .string(hosted.content.commit(anchor.from)),
            "toHash": .string(hosted.content.commit(anchor.to)),
            "line": type.map { _ in JSONValue(type == .removed ? anchor.oldLine : anchor.newLine) },
            "lineType": type.map { .string($0.rawValue) },
            "fileType": type.map { .string($0 == .removed ? "FROM" : "TO") }, "path": .string(anchor.path),
            "srcPath": anchor.sourcePath.map { .string($0) }, "diffType": "EFFECTIVE",
            "orphaned": .bool(anchor.isOrphaned),
            "multilineMarker": anchor.startLine.map {
                ["startLine": .int($0), "startLineType": .string((anchor.startLineType ?? .added).rawValue)]
            },
        ])
    }

    // MARK: Comments on commits

    func commitComments(_ commit: String, path: String) -> [JSONValue] {
        project.commitComments.filter {
            hosted.content.commit($0.commit) == commit && $0.path == path && $0.parent == nil
        }.map { commitComment($0) }
    }

    private func commitComment(_ comment: BitbucketCommitComment) -> JSONValue {
        let answers = project.commitComments.filter { $0.parent == comment.id }
        var anchor = BitbucketAnchor(comment.path, new: comment.line, from: comment.commit, to: comment.commit)
        anchor.from = project.history.commits[comment.commit].parents.first ?? comment.commit
        return .members([
            "properties": ["repositoryId": .int(project.id)], "id": .int(comment.id), "version": 0,
            "text": .string(text(comment.text)), "author": person(comment.author),
            "createdDate": time(comment.createdAt), "updatedDate": time(comment.createdAt),
            "comments": .array(answers.map { commitComment($0) }),
            "anchor": comment.parent == nil ? self.anchor(anchor) : nil, "severity": "NORMAL", "state": "OPEN",
        ])
    }
}
