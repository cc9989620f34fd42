import HTTPTypes

extension CloudAnswers {
    func commit(_ position: Int) -> JSONValue {
        guard project.history.commits.indices.contains(position) else { return .null }
        let commit = project.history.commits[position]
        let id = hosted.content.commit(position)
        let author = project.people.first { $0.displayName == commit.authorName }
        return [
            "type": "commit", "hash": .string(id), "date": time(commit.date), "message": .string(commit.message),
            "author": .members([
                "type": "author", "raw": .string("\(commit.authorName) <\(commit.authorEmail)>"),
                "user": person(author?.slug),
            ]),
            "parents": .array(
                commit.parents.map { ["type": "commit", "hash": .string(hosted.content.commit($0))] }),
        ]
    }

    func commit(named name: String) throws -> JSONValue {
        let position = hosted.content.commits.firstIndex { $0.hasPrefix(name) }
        guard let position, name.count >= 7 else {
            throw BitbucketError(
                status: .notFound, message: "Commit not found: \(name)", exception: "",
                detail: nil)
        }
        return commit(position)
    }

    func commitComments(on name: String) -> [JSONValue] {
        project.commitComments.filter { hosted.content.commit($0.commit).hasPrefix(name) }.map { comment in
            .members([
                "type": "commit_comment", "id": .int(comment.id), "created_on": time(comment.createdAt),
                "updated_on": time(comment.createdAt), "content": content(comment.text),
                "user": person(comment.author) ?? .null, "deleted": false,
                "inline": ["path": .string(comment.path), "from": nil, "to": JSONValue(comment.line)],
                "parent": comment.parent.map { ["id": .int($0)] },
                "commit": ["type": "commit", "hash": .string(hosted.content.commit(comment.commit))],
            ])
        }
    }

    var branches: [JSONValue] {
        refs("refs/heads/").map { name, commit in
            ["type": "branch", "name": .string(name), "target": ["type": "commit", "hash": .string(commit)]]
        }
    }

    var tags: [JSONValue] {
        let plain = refs("refs/tags/").map { name, commit -> JSONValue in
            ["type": "tag", "name": .string(name), "target": ["type": "commit", "hash": .string(commit)]]
        }
        return plain
            + project.history.annotatedTags.map {
                [
                    "type": "tag", "name": .string($0.name), "message": .string($0.message), "date": time($0.date),
                    "target": ["type": "commit", "hash": .string(hosted.content.commit($0.commit))],
                ]
            }
    }

    private func refs(_ prefix: String) -> [(String, String)] {
        project.history.refs.filter { $0.name.hasPrefix(prefix) }.map {
            (String($0.name.dropFirst(prefix.count)), hosted.content.commit($0.commit))
        }
    }
}
