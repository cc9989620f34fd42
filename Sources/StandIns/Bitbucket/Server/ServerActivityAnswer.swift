import Foundation

extension ServerAnswers {
    /// All that happened to a pull request, the newest first: each thread once, with its answers inside.
    func activities(of pull: BitbucketPullRequest) -> [JSONValue] {
        var rows: [(at: Date, id: Int, value: JSONValue)] = []
        for event in project.events where event.pullRequest == pull.number {
            guard let action = action(event.kind) else { continue }
            let head = common(event.id, event.at, event.person, action)
            rows.append((event.at, event.id, head.adding(details(event.kind, of: pull))))
        }
        for root in visibleComments(of: pull.number) where root.parent == nil {
            let head = common(root.id + 1, root.createdAt, root.author, "COMMENTED")
            rows.append((root.createdAt, root.id + 1, head.adding(commented(root))))
        }
        for task in visibleTasks(of: pull.number) where task.comment == nil {
            let head = common(task.id + 1, task.createdAt, task.author, "COMMENTED")
            rows.append(
                (task.createdAt, task.id + 1, head.adding(["commentAction": "ADDED", "comment": self.task(task)])))
        }
        return rows.sorted { ($0.at, $0.id) > ($1.at, $1.id) }.map(\.value)
    }

    private func common(_ id: Int, _ at: Date, _ slug: String, _ action: String) -> JSONValue {
        ["id": .int(id), "createdDate": time(at), "user": person(slug), "action": .string(action)]
    }

    private func commented(_ root: BitbucketComment) -> JSONValue {
        let diff = root.anchor.flatMap { hosted.content.diffs[BitbucketContent.key($0)] }
        return .members([
            "commentAction": "ADDED", "comment": comment(root), "commentAnchor": root.anchor.map { anchor($0) },
            "diff": diff.flatMap { diff in root.anchor.map { self.diff(diff, $0, comment: root.id) } },
        ])
    }

    /// nil for what a Server does not tell.
    private func action(_ kind: BitbucketEvent.Kind) -> String? {
        switch kind {
        case .opened: "OPENED"
        case .approved: "APPROVED"
        case .unapproved: "UNAPPROVED"
        case .reviewed: "REVIEWED"
        case .declined: "DECLINED"
        case .reopened: "REOPENED"
        case .merged: "MERGED"
        case .rescoped: "RESCOPED"
        case .updated: "UPDATED"
        case .plugin(let action): action
        case .retitled: nil
        }
    }

    private func details(_ kind: BitbucketEvent.Kind, of pull: BitbucketPullRequest) -> JSONValue {
        switch kind {
        case .merged: .members(["commit": pull.mergeCommit.map { commit($0) }])
        case .updated(let added, let removed):
            [
                "addedReviewers": .array(added.map { person($0) }),
                "removedReviewers": .array(removed.map { person($0) }),
            ]
        case .rescoped(let from, let previousFrom, let to, let previousTo):
            [
                "fromHash": .string(hosted.content.commit(from)),
                "previousFromHash": .string(hosted.content.commit(previousFrom)),
                "toHash": .string(hosted.content.commit(to)),
                "previousToHash": .string(hosted.content.commit(previousTo)),
                "added": ["commits": [commit(from)], "total": 1], "removed": ["commits": [], "total": 0],
            ]
        default: .object([])
        }
    }

    func commit(_ position: Int) -> JSONValue {
        guard project.history.commits.indices.contains(position) else { return .null }
        let commit = project.history.commits[position]
        let id = hosted.content.commit(position)
        let author = project.people.first { $0.displayName == commit.authorName && !$0.isDeleted }
        let written: JSONValue =
            author.map { person($0.slug) }
            ?? ["name": .string(commit.authorName), "emailAddress": .string(commit.authorEmail)]
        return [
            "id": .string(id), "displayId": .string(String(id.prefix(11))), "message": .string(commit.message),
            "author": written, "authorTimestamp": time(commit.date), "committer": written,
            "committerTimestamp": time(commit.date),
            "parents": .array(commit.parents.map { ["id": .string(hosted.content.commit($0))] }),
        ]
    }

    func commit(named name: String) throws -> JSONValue {
        guard let position = hosted.content.commits.firstIndex(where: { $0.hasPrefix(name) }), name.count >= 4 else {
            throw BitbucketError.notFound(
                "Commit '\(name)' does not exist in repository '\(project.slug)'.", "commit.NoSuchCommitException")
        }
        return commit(position)
    }

    // MARK: The diff beside a comment

    private func diff(_ diff: BitbucketDiff, _ anchor: BitbucketAnchor, comment: Int) -> JSONValue {
        [
            "source": path(anchor.sourcePath ?? anchor.path), "destination": path(anchor.path), "truncated": false,
            "hunks": .array(diff.hunks.map { hunk($0, anchor, comment: comment) }),
            "properties": [
                "current": .bool(!anchor.isOrphaned), "fromHash": .string(hosted.content.commit(anchor.from)),
                "toHash": .string(hosted.content.commit(anchor.to)),
            ],
        ]
    }

    private func path(_ path: String) -> JSONValue {
        let parts = path.split(separator: "/").map(String.init)
        return [
            "components": JSONValue(parts), "parent": .string(parts.dropLast().joined(separator: "/")),
            "name": JSONValue(parts.last), "toString": .string(path),
        ]
    }

    private func hunk(_ hunk: BitbucketDiff.Hunk, _ anchor: BitbucketAnchor, comment: Int) -> JSONValue {
        var segments: [(type: BitbucketAnchor.LineType, lines: [JSONValue])] = []
        for line in hunk.lines {
            if segments.last?.type != line.type { segments.append((line.type, [])) }
            let isMeant =
                line.type == anchor.lineType
                && (line.type == .removed ? line.source == anchor.oldLine : line.destination == anchor.newLine)
            segments[segments.count - 1].lines.append(
                .members([
                    "source": .int(line.source), "destination": .int(line.destination), "line": .string(line.text),
                    "truncated": false, "commentIds": isMeant ? [.int(comment)] : nil,
                ]))
        }
        return [
            "sourceLine": .int(hunk.source.line), "sourceSpan": .int(hunk.source.span),
            "destinationLine": .int(hunk.destination.line), "destinationSpan": .int(hunk.destination.span),
            "truncated": false,
            "segments": .array(
                segments.map { ["type": .string($0.type.rawValue), "lines": .array($0.lines), "truncated": false] }),
        ]
    }
}
