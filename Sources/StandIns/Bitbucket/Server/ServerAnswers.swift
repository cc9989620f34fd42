import Foundation
import Hummingbird

/// Writes the objects of a project as a Server's REST gives them. A file for each kind of object.
struct ServerAnswers: Sendable {
    let server: StandInBitbucket
    let hosted: HostedBitbucket

    var project: BitbucketProject { hosted.project }
    var base: String { server.url }

    func text(_ text: String) -> String { server.answersText(hosted).render(text) }

    /// A time in milliseconds.
    func time(_ date: Date) -> JSONValue { .int(BitbucketTime.milliseconds(date)) }

    func moment(_ date: Date?) -> JSONValue? { date.map { time($0) } }

    func selfLink(_ path: String) -> JSONValue { ["self": [["href": .string("\(base)/\(path)")]]] }

    func find(_ context: StandInContext) throws -> BitbucketPullRequest {
        let number = context.parameters.get("number", as: Int.self) ?? 0
        guard let pull = project.pullRequest(number) else {
            throw BitbucketError.notFound(
                "Pull request \(number) does not exist in \(project.key)/\(project.slug).",
                "pull.NoSuchPullRequestException")
        }
        return pull
    }

    func person(_ slug: String) -> JSONValue {
        guard let person = project.person(slug) else {
            return ["name": .string(slug), "displayName": .string(slug), "slug": .string(slug), "active": false]
        }
        return .members([
            "name": .string(person.name), "emailAddress": person.isDeleted ? nil : person.email.map { .string($0) },
            "active": .bool(person.isActive), "displayName": .string(person.displayName), "id": .int(person.number),
            "slug": .string(person.slug), "type": .string(person.isService ? "SERVICE" : "NORMAL"),
            "links": person.isDeleted ? nil : selfLink("users/\(person.slug)"),
        ])
    }

    // MARK: The repository

    var repository: JSONValue {
        let project = project
        return [
            "slug": .string(project.slug), "id": .int(project.id), "name": .string(project.name),
            "description": .string(project.description), "hierarchyId": "4d5f06b1c2a3e4d5f6a7", "scmId": "git",
            "state": "AVAILABLE", "statusMessage": "Available", "forkable": true,
            "defaultBranch": .string(project.defaultBranch), "archived": .bool(project.isArchived),
            "public": .bool(project.isPublic),
            "project": [
                "key": .string(project.key), "id": 3, "name": .string(project.projectName),
                "public": .bool(project.isProjectPublic), "type": "NORMAL",
                "links": selfLink("projects/\(project.key)"),
            ],
            "links": links(project.key, "projects/\(project.key)/repos/\(project.slug)"),
        ]
    }

    func fork(of owner: String) -> JSONValue {
        let key = "~\(owner.uppercased())"
        let number = project.person(owner)?.number ?? 0
        return [
            "slug": .string(project.slug), "id": .int(1_000 + number), "name": .string(project.name), "scmId": "git",
            "state": "AVAILABLE", "statusMessage": "Available", "forkable": true, "archived": false, "public": false,
            "origin": repository,
            "project": [
                "key": .string(key), "id": .int(500 + number), "type": "PERSONAL", "public": false,
                "name": .string(project.person(owner)?.displayName ?? owner), "owner": person(owner),
                "links": selfLink("users/\(owner)"),
            ],
            "links": links("~\(owner)", "users/\(owner)/repos/\(project.slug)"),
        ]
    }

    private func links(_ key: String, _ page: String) -> JSONValue {
        let clone = "scm/\(key.lowercased())/\(project.slug).git"
        return [
            "clone": [
                ["href": .string("\(base)/\(clone)"), "name": "http"],
                ["href": .string("ssh://git@localhost:7999/\(clone.dropFirst(4))"), "name": "ssh"],
            ],
            "self": [["href": .string("\(base)/\(page)/browse")]],
        ]
    }

    func branch(_ name: String) -> JSONValue {
        ["id": .string("refs/heads/\(name)"), "displayId": .string(name), "type": "BRANCH"]
    }

    var branches: [JSONValue] {
        refs("refs/heads/").map { name, commit in
            branch(name).adding([
                "latestCommit": .string(commit), "latestChangeset": .string(commit),
                "isDefault": .bool(name == project.defaultBranch),
            ])
        }
    }

    var tags: [JSONValue] {
        refs("refs/tags/").map { name, commit in
            [
                "id": .string("refs/tags/\(name)"), "displayId": .string(name), "type": "TAG",
                "latestCommit": .string(commit), "latestChangeset": .string(commit), "hash": nil,
            ]
        }
    }

    private func refs(_ prefix: String) -> [(String, String)] {
        project.history.refs.filter { $0.name.hasPrefix(prefix) }.map {
            (String($0.name.dropFirst(prefix.count)), hosted.content.commit($0.commit))
        }
    }
}

/// Times in Bitbucket's forms.
enum BitbucketTime {
    static func milliseconds(_ date: Date) -> Int { Int((date.timeIntervalSince1970 * 1_000).rounded()) }

    /// `2023-09-01T09:00:00.127000+00:00`, to the millisecond.
    static func text(_ date: Date) -> String {
        let milliseconds = milliseconds(date)
        let seconds = Date(timeIntervalSince1970: Double(milliseconds / 1_000)).timestamp
        let fraction = String(1_000 + milliseconds % 1_000).dropFirst()
        return "\(seconds.dropLast()).\(fraction)000+00:00"
    }

    /// Reads a time of a query, with or without a fraction and an offset of zero; nil when it is none.
    static func parse(_ text: String) -> Date? {
        var plain = text.replacing(#/([+ ]00:00|Z)$/#, with: "")
        var fraction = 0.0
        if let dot = plain.lastIndex(of: ".") {
            fraction = Double("0" + plain[dot...]) ?? 0
            plain = String(plain[..<dot])
        }
        if plain.count == 10 { plain += "T00:00:00" }
        return Date.timestamp(plain + "Z")?.addingTimeInterval(fraction)
    }
}
