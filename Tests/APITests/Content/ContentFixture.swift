import Foundation
import Model
import Secrets
import Store

/// A project as an import leaves it, written row by row: two issues, two merge requests, a thread on a diff, a milestone,
/// labels, releases; and the people who may see more or less of it.
struct ContentFixture: Sendable {
    /// Tokens by whom they act for.
    enum Reader: String, CaseIterable {
        case admin, maintainer, guest, outsider

        var token: String { "glpat-\(rawValue)-000000000000" }
    }

    static let base = hash("a")
    static let start = hash("b")
    static let head = hash("c")

    private(set) var group = NamespaceID(0)
    private(set) var project = ProjectID(0)
    private(set) var milestone: Int64 = 0
    private(set) var author: Int64 = 0
    private(set) var reviewer: Int64 = 0

    static func hash(_ digit: Character) -> String {
        String(repeating: digit, count: 40)
    }

    /// Milliseconds of a day of January 2020.
    static func day(_ number: Int64) -> Int64 {
        1_577_836_800_000 + (number - 1) * 86_400_000
    }

    static func write(to connection: any WriteConnection) throws -> ContentFixture {
        var fixture = ContentFixture()
        let people = try fixture.writePeople(connection)
        let admin = people[.admin] ?? 0
        fixture.group = NamespaceID(
            try connection.insert(
                "namespaces",
                [
                    "kind": "group", "path": "space", "name": "Space", "full_path": "space", "full_path_key": "space",
                    "full_name": "Space", "visibility": "private", "created_at": day(1),
                ]))
        try connection.execute("UPDATE namespaces SET root_id = id", [])
        fixture.project = ProjectID(
            try connection.insert(
                "projects",
                [
                    "namespace_id": fixture.group, "creator_id": admin, "path": "lander", "name": "Lander",
                    "full_path": "space/lander", "full_path_key": "space/lander", "visibility": "private",
                    "created_at": day(1), "updated_at": day(1), "last_activity_at": day(1),
                ]))
        for (reader, level) in [(.maintainer, 40), (.guest, 10)] as [(Reader, Int64)] {
            try connection.insert(
                "members",
                [
                    "project_id": fixture.project, "user_id": people[reader] ?? 0, "access_level": level,
                    "created_at": day(1),
                ])
        }
        try connection.insert(
            "imports",
            [
                "project_id": fixture.project, "kind": "github", "source": "{}", "full_name": "nasa/lander",
                "settings": "{}", "status": "finished", "correlation_id": "x", "requested_by": admin,
                "created_at": day(1),
            ])
        try fixture.writePlans(connection)
        try fixture.writeIssues(connection)
        try fixture.writeMergeRequests(connection)
        try fixture.writeReleases(connection)
        return fixture
    }

    private mutating func writePeople(_ connection: any WriteConnection) throws -> [Reader: Int64] {
        var people: [Reader: Int64] = [:]
        for reader in Reader.allCases {
            let user = try connection.user(reader.rawValue, isAdministrator: reader == .admin)
            people[reader] = user
            try connection.insert(
                "access_tokens",
                [
                    "user_id": user, "name": "test", "digest": Digest.sha256(reader.token), "scopes": "api",
                    "created_at": Self.day(1),
                ])
        }
        author = try connection.user("ada_placeholder_user_1", kind: "placeholder")
        reviewer = try connection.user("grace_placeholder_user_1", kind: "placeholder")
        return people
    }

    private mutating func writePlans(_ connection: any WriteConnection) throws {
        milestone = try connection.insert(
            "milestones",
            [
                "project_id": project, "source_key": "1", "iid": 1, "title": "First landing", "state": "active",
                "due_date": "2020-03-01", "created_at": Self.day(1), "updated_at": Self.day(2),
            ])
        for (title, color) in [("urgent", "#ffffff"), ("bug", "#aa0000")] {
            try connection.insert(
                "labels",
                [
                    "project_id": project, "source_key": title, "title": title, "description": "<\(title)>",
                    "color": color,
                ])
        }
    }

    private func writeIssues(_ connection: any WriteConnection) throws {
        let first = try connection.insert(
            "issues",
            [
                "project_id": project, "source_key": "11", "iid": 1, "title": "Engine stalls",
                "description": "- [x] look\n- [ ] mend\n", "state": "opened", "author_id": author,
                "source_author": "ada", "milestone_id": milestone, "user_notes_count": 3,
                "created_at": Self.day(3), "updated_at": Self.day(9),
            ])
        try connection.insert(
            "issues",
            [
                "project_id": project, "source_key": "12", "iid": 2, "title": "Leg bends", "state": "closed",
                "author_id": reviewer, "closed_by_id": author, "closed_at": Self.day(6), "created_at": Self.day(4),
                "updated_at": Self.day(6),
            ])
        let secret = try connection.insert(
            "issues",
            [
                "project_id": project, "source_key": "13", "iid": 3, "title": "Secret", "state": "opened",
                "author_id": author, "is_confidential": true, "created_at": Self.day(5), "updated_at": Self.day(5),
            ])
        try connection.execute("INSERT INTO issue_assignees VALUES ($1, $2, 0)", [first, reviewer])
        try connection.execute(
            "INSERT INTO issue_labels SELECT $1, id FROM labels WHERE project_id = $2", [first, project])
        try connection.execute("INSERT INTO issue_assignees VALUES ($1, $2, 0)", [secret, author])
        for (number, isSystem) in [(1, false), (2, true), (3, false)] as [(Int64, Bool)] {
            try writeNote(number, on: .issue(IssueID(first)), isSystem: isSystem, connection)
        }
    }

    private func writeNote(
        _ number: Int64, on noteable: Noteable, isSystem: Bool, _ connection: any WriteConnection
    ) throws {
        let discussion = try connection.insert(
            "discussions",
            [
                "project_id": project, "source_key": "note-\(number)",
                "key": String(repeating: "0", count: 36) + String(1000 + number), "noteable_kind": noteable.kind,
                "noteable_id": noteable.id, "is_individual_note": true, "created_at": Self.day(number),
            ])
        try connection.insert(
            "notes",
            [
                "project_id": project, "source_key": "note-\(number)", "noteable_kind": noteable.kind,
                "noteable_id": noteable.id, "discussion_id": discussion, "body": "note \(number)",
                "author_id": author, "source_author": "ada", "is_system": isSystem,
                "created_at": Self.day(number), "updated_at": Self.day(number),
            ])
    }

    private func writeMergeRequests(_ connection: any WriteConnection) throws {
        let first = try connection.insert(
            "merge_requests",
            [
                "project_id": project, "source_key": "21", "iid": 4, "title": "Mend the engine",
                "description": "Closes #1", "state": "merged", "author_id": author, "source_author": "ada",
                "source_branch": "mend", "target_branch": "main", "base_sha": Self.base, "start_sha": Self.start,
                "head_sha": Self.head, "merge_commit_sha": Self.hash("d"), "merged_by_id": reviewer,
                "merged_at": Self.day(8), "closed_at": Self.day(8), "milestone_id": milestone,
                "created_at": Self.day(7), "updated_at": Self.day(8),
            ])
        let second = try connection.insert(
            "merge_requests",
            [
                "project_id": project, "source_key": "22", "iid": 5, "title": "Try a leg", "state": "opened",
                "is_draft": true, "author_id": reviewer, "source_branch": "leg", "target_branch": "main",
                "source_fork": "grace/lander", "head_sha": Self.head, "created_at": Self.day(8),
                "updated_at": Self.day(8),
            ])
        try connection.execute(
            """
            INSERT INTO merge_request_reviewers (merge_request_id, user_id, state, reviewed_at, created_at)
            VALUES ($1, $2, 'approved', $3, $4)
            """, [first, reviewer, Self.day(8), Self.day(7)])
        try connection.insert(
            "merge_request_versions",
            [
                "merge_request_id": first, "head_sha": Self.head, "base_sha": Self.base, "start_sha": Self.start,
                "created_at": Self.day(7),
            ])
        try writeThread(on: .mergeRequest(MergeRequestID(first)), isResolved: true, connection)
        try writeThread(on: .mergeRequest(MergeRequestID(second)), isResolved: false, connection)
    }

    /// A thread of two on added lines 2 to 3, behind removed line 2.
    private func writeThread(
        on noteable: Noteable, isResolved: Bool, _ connection: any WriteConnection
    ) throws {
        let position = """
            {"kind":"text","oldPath":"engine.swift","newPath":"engine.swift","line":{"new":3},"firstLine":{"new":2},\
            "head":"\(Self.hash("e"))"}
            """
        let discussion = try connection.insert(
            "discussions",
            [
                "project_id": project, "source_key": "thread-\(noteable.id)",
                "key": String(repeating: "f", count: 39) + String(noteable.id), "noteable_kind": noteable.kind,
                "noteable_id": noteable.id, "is_individual_note": false, "position": position,
                "diff_hunk": "@@ -1,3 +1,4 @@\n one\n-two\n+deux\n+zwei", "is_resolvable": true,
                "is_resolved": isResolved, "resolved_by_id": isResolved ? author : nil as Int64?,
                "created_at": Self.day(7),
            ])
        for number in 1...2 as ClosedRange<Int64> {
            try connection.insert(
                "notes",
                [
                    "project_id": project, "source_key": "thread-\(noteable.id)-\(number)",
                    "noteable_kind": noteable.kind, "noteable_id": noteable.id, "discussion_id": discussion,
                    "body": "remark \(number)", "author_id": reviewer, "created_at": Self.day(7) + number,
                    "updated_at": Self.day(7) + number,
                ])
        }
    }

    private func writeReleases(_ connection: any WriteConnection) throws {
        for (key, tag, isDraft) in [("1", "v1/rc", false), ("2", "v2", false), ("3", "v3", true)] {
            try connection.insert(
                "releases",
                [
                    "project_id": project, "source_key": key, "tag": tag, "name": "Release \(tag)",
                    "description": "text", "author_id": author, "is_draft": isDraft,
                    "created_at": Self.day(10 - (Int64(key) ?? 0)), "released_at": Self.day(10 + (Int64(key) ?? 0)),
                ])
        }
    }
}

extension WriteConnection {
    /// - Returns: the new row's id.
    @discardableResult
    func insert(_ table: String, _ values: KeyValuePairs<String, any SQLConvertible>) throws -> Int64 {
        let columns = values.map(\.key).joined(separator: ", ")
        let places = (1...values.count).map { "$\($0)" }.joined(separator: ", ")
        let id: Int64? = try value(
            "INSERT INTO \(table) (\(columns)) VALUES (\(places)) RETURNING id AS value", values.map(\.value))
        guard let id else { throw StoreError.failed("no row was written to \(table)") }
        return id
    }

    func user(_ username: String, kind: String = "human", isAdministrator: Bool = false) throws -> Int64 {
        try insert(
            "users",
            [
                "kind": kind, "username": username, "username_key": username, "name": username.capitalized,
                "email": "\(username)@example.org", "state": "active", "is_administrator": isAdministrator,
                "created_at": ContentFixture.day(1),
            ])
    }
}
