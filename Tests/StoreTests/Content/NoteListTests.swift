import Model
import Store
import StoreSQLite
import Testing

@Suite("Notes, discussions and what people took part in")
struct NoteListTests {
    @Test("Comments and activity are told apart, in either order")
    func notes() async throws {
        try await StoredProject.with { stored in
            let noteable = try await stored.store.write { connection in
                let noteable = Noteable.issue(IssueID(try connection.issue(1, in: stored)))
                try connection.note(1, on: noteable, in: stored)
                try connection.note(2, on: noteable, in: stored, isSystem: true)
                try connection.note(3, on: noteable, in: stored)
                return noteable
            }
            func bodies(
                _ activity: Notes.Activity, _ order: Notes.Order = .createdAt, _ direction: SortDirection = .descending
            ) async throws -> [String] {
                try await stored.store.read { connection in
                    try Notes.list(
                        on: noteable, activity: activity, order: order, direction: direction,
                        page: Page(number: 1, size: 20), in: connection
                    ).elements.map(\.body)
                }
            }
            #expect(try await bodies(.all) == ["note 3", "note 2", "note 1"])
            #expect(try await bodies(.all, .updatedAt) == ["note 1", "note 2", "note 3"])
            #expect(try await bodies(.onlyComments, .createdAt, .ascending) == ["note 1", "note 3"])
            #expect(try await bodies(.onlyActivity) == ["note 2"])
        }
    }

    @Test("An issue and a merge request with the same row number do not share notes")
    func noteables() async throws {
        try await StoredProject.with { stored in
            let counts: [Int] = try await stored.store.write { connection in
                let issue = Noteable.issue(IssueID(try connection.issue(1, in: stored)))
                let mergeRequest = Noteable.mergeRequest(MergeRequestID(try connection.mergeRequest(1, in: stored)))
                #expect(issue.id == mergeRequest.id)
                try connection.note(1, on: issue, in: stored)
                try connection.note(1, on: mergeRequest, in: stored)
                try connection.note(2, on: mergeRequest, in: stored)
                return try [issue, mergeRequest].map {
                    try Discussions.list(on: $0, page: Page(number: 1, size: 20), in: connection).elements.count
                }
            }
            #expect(counts == [1, 2])
        }
    }

    @Test("Participants are the author, assignees, reviewers and commenters, each once, and no bystander")
    func participants() async throws {
        try await StoredProject.with { stored in
            let (found, expected) = try await stored.store.write { connection in
                let people = try ["assignee", "reviewer", "commenter", "bystander"].map { try connection.user($0) }
                let row = try connection.mergeRequest(1, in: stored)
                let noteable = Noteable.mergeRequest(MergeRequestID(row))
                try connection.execute("INSERT INTO merge_request_assignees VALUES ($1, $2, 0)", [row, people[0]])
                try connection.execute(
                    "INSERT INTO merge_request_reviewers (merge_request_id, user_id, state, created_at) "
                        + "VALUES ($1, $2, 'unreviewed', 0)", [row, people[1]])
                let note = try connection.note(1, on: noteable, in: stored)
                try connection.execute("UPDATE notes SET author_id = $1 WHERE id = $2", [people[2], note])
                try connection.note(2, on: noteable, in: stored)
                let users = try Participants.list(
                    of: MergeRequestID(row), page: Page(number: 1, size: 20), in: connection)
                return (users.elements.map(\.id.rawValue), [stored.author.rawValue] + people.prefix(3))
            }
            #expect(found == expected)
        }
    }

    @Test("Labels count their open and closed issues and open merge requests")
    func labelCounts() async throws {
        try await StoredProject.with { stored in
            let counts = try await stored.store.write { connection in
                let label = try connection.label("bug", in: stored)
                for (iid, state) in [(1, "opened"), (2, "opened"), (3, "closed")] as [(Int64, String)] {
                    let issue = try connection.issue(iid, in: stored, state: state)
                    try connection.execute("INSERT INTO issue_labels VALUES ($1, $2)", [issue, label])
                }
                for (iid, state) in [(1, "opened"), (2, "merged")] as [(Int64, String)] {
                    let row = try connection.mergeRequest(iid, in: stored, state: state)
                    try connection.execute("INSERT INTO merge_request_labels VALUES ($1, $2)", [row, label])
                }
                return try Labels.counts(
                    [LabelID(label)], access: .all, withMergeRequests: true, in: connection)[LabelID(label)]
            }
            #expect(counts?.openIssues == 2)
            #expect(counts?.closedIssues == 1)
            #expect(counts?.openMergeRequests == 1)
        }
    }

    @Test("A draft release stays hidden, and the published one of a tag is meant")
    func releases() async throws {
        try await StoredProject.with { stored in
            try await stored.store.write { connection in
                for (key, tag, isDraft, time) in [
                    ("1", "v1", false, 10), ("2", "v2", true, 20), ("3", "v1", true, 30),
                ] as [(String, String, Bool, Int)] {
                    try connection.insert(
                        "releases",
                        [
                            "project_id": stored.project, "source_key": key, "tag": tag, "name": key,
                            "author_id": stored.author, "is_draft": isDraft, "created_at": time, "released_at": time,
                        ])
                }
            }
            let now = Timestamp(millisecondsSinceEpoch: 100)
            try await stored.store.read { connection in
                let page = Page(number: 1, size: 20)
                let public_ = try Releases.list(
                    project: stored.project, includesDrafts: false, page: page, in: connection)
                #expect(public_.elements.map(\.name) == ["1"])
                let all = try Releases.list(project: stored.project, includesDrafts: true, page: page, in: connection)
                #expect(all.elements.map(\.name) == ["3", "2", "1"])
                #expect(
                    try Releases.find(
                        project: stored.project, tag: "v1", includesDrafts: true, in: connection)?.name == "1")
                #expect(
                    try Releases.find(
                        project: stored.project, tag: "v2", includesDrafts: false, in: connection) == nil)
                #expect(try Releases.latest(project: stored.project, now: now, in: connection)?.name == "1")
            }
        }
    }
}
