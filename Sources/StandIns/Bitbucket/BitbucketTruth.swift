import Foundation
import NIOCore

extension StandInBitbucket {
    /// Everything there is to import as it is now, an object of JSON a line: what it is as `kind`, people by what
    /// imports know them by, texts and times as this face writes them.
    public var truth: [String] {
        let truth = BitbucketTruth(server: self, hosted: hosted)
        let rows = truth.repository + truth.pullRequests + truth.conversations + truth.issues + truth.settings
        return (rows + truth.people).map { String(buffer: $0.buffer()) }
    }
}

/// Writes the truth. What only one face has is left out of the other's.
struct BitbucketTruth: Sendable {
    let server: StandInBitbucket
    let hosted: HostedBitbucket

    var project: BitbucketProject { hosted.project }
    var isServer: Bool { server.face == .server }

    /// A line about something; what is nil is null.
    func row(_ kind: String, _ pairs: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(
            [.init(key: "kind", value: .string(kind))]
                + pairs.map { .init(key: $0.key, value: $0.value ?? .null) })
    }

    func who(_ slug: String?) -> JSONValue {
        guard let slug, let person = project.person(slug) else { return .null }
        if isServer { return .string(slug) }
        return person.isDeleted ? .null : .string(person.uuid)
    }

    func who(_ slugs: [String]) -> JSONValue { .array(slugs.map { who($0) }.filter { $0 != .null }) }

    func time(_ date: Date?) -> JSONValue {
        guard let date else { return .null }
        return isServer ? .int(BitbucketTime.milliseconds(date)) : .string(BitbucketTime.text(date))
    }

    func text(_ text: String) -> JSONValue { .string(server.answersText(hosted).render(text)) }

    // MARK: The repository and its people

    var repository: [JSONValue] {
        let about = row(
            "repository",
            [
                "name": .string(project.name), "slug": .string(project.slug),
                "description": .string(project.description), "default_branch": .string(project.defaultBranch),
                "private": .bool(!project.isPublic && !(isServer && project.isProjectPublic)),
                "archived": isServer ? .bool(project.isArchived) : .null,
                "project": .string(isServer ? project.key : project.workspace), "scm": "git",
            ])
        let refs = project.history.refs.compactMap { ref -> JSONValue? in
            let commit = JSONValue.string(hosted.content.commit(ref.commit))
            let name = ref.name.split(separator: "/", maxSplits: 2).last.map(String.init)
            return ref.name.hasPrefix("refs/heads/")
                ? row("branch", ["name": JSONValue(name), "sha": commit])
                : row("tag", ["name": JSONValue(name), "sha": commit, "target": commit, "annotated": false])
        }
        let tags = project.history.annotatedTags.map {
            // The object of the tag itself is known to git only.
            row(
                "tag",
                [
                    "name": .string($0.name), "sha": nil, "target": .string(hosted.content.commit($0.commit)),
                    "annotated": true,
                ])
        }
        let files = project.largeFiles.filter { !$0.isMissing }.map {
            row(
                "lfs_object",
                [
                    "oid": .string($0.oid), "size": .int($0.content.count), "path": .string($0.path),
                    "branch": .string($0.branch),
                ])
        }
        return [about] + refs + tags + files + attachments + commitComments
    }

    private var attachments: [JSONValue] {
        project.files.filter { isShown($0) }.map { file in
            row(
                "attachment",
                [
                    "id": .string(file.key), "name": .string(file.name), "content_type": .string(file.contentType),
                    "link": .string(server.answersText(hosted).address(of: file)), "available": .bool(!file.isMissing),
                    "size": .int(file.content.count), "sha256": .string(file.sha256),
                ])
        }
    }

    /// Whether a text that this face has shows the file.
    private func isShown(_ file: BitbucketFile) -> Bool {
        let mark = "<file:\(file.key)>"
        return project.pullRequests.contains { $0.description.contains(mark) }
            || project.comments.contains { $0.text.contains(mark) && !$0.isDeleted }
            || (!isServer && server.configuration.hasTracker && project.issues.contains { $0.text.contains(mark) })
    }

    private var commitComments: [JSONValue] {
        project.commitComments.map {
            row(
                "commit_comment",
                [
                    "commit": .string(hosted.content.commit($0.commit)), "id": .int($0.id), "path": .string($0.path),
                    "parent": JSONValue($0.parent), "author": who($0.author), "created": time($0.createdAt),
                    "text": text($0.text),
                ])
        }
    }

    var people: [JSONValue] {
        project.people.filter { isServer || !$0.isDeleted }.map { person in
            row(
                "user",
                [
                    "id": who(person.slug), "name": .string(person.name), "nickname": .string(person.nickname),
                    "account_id": isServer ? .null : .string(person.accountID),
                    "display_name": .string(person.displayName),
                    "state": .string(person.isDeleted ? "deleted" : person.isActive ? "active" : "inactive"),
                    "type": .string(person.isService ? "SERVICE" : "NORMAL"), "email": JSONValue(person.email),
                ])
        }
    }
}
