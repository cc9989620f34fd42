import Foundation
import Model
import Store
import Testing

@Suite("What happened to items, through the API")
struct ContentTimelineTests {
    /// The fixture's project with a story: issue 2 is a duplicate of issue 1 and child of it, merge request 4 closed both.
    private static func with(_ test: @escaping @Sendable (ContentServer) async throws -> Void) async throws {
        try await ContentServer.with { server in
            try await server.api.store.write { try write(server.fixture, to: $0) }
            try await test(server)
        }
    }

    private static func row(_ table: String, _ iid: Int64, _ connection: any ReadConnection) throws -> Int64 {
        try #require(try connection.value("SELECT id AS value FROM \(table) WHERE iid = $1", [iid]))
    }

    private static func write(_ fixture: ContentFixture, to connection: any WriteConnection) throws {
        let first = try row("issues", 1, connection)
        let second = try row("issues", 2, connection)
        let secret = try row("issues", 3, connection)
        let pull = try row("merge_requests", 4, connection)
        let bug: Int64? = try connection.value("SELECT id AS value FROM labels WHERE title = 'bug'")
        let changes: [(SourceKey, ResourceEvent.Change, String?)] = [
            ("1", .state(.closed, commit: nil, mergeRequest: MergeRequestID(pull)), nil),
            ("2", .state(.reopened, commit: nil, mergeRequest: nil), nil),
            ("3", .label(bug.map { LabelID($0) }, .add), "bug"), ("4", .label(nil, .remove), "gone"),
            ("5", .milestone(MilestoneID(fixture.milestone), .add), "First landing"),
        ]
        for (index, (key, change, title)) in changes.enumerated() {
            try ImportedResourceEvents.upsert(
                ImportedResourceEvents.NewEvent(
                    sourceKey: key, noteable: .issue(IssueID(first)), user: UserID(fixture.author), sourceAuthor: "ada",
                    createdAt: Timestamp(millisecondsSinceEpoch: ContentFixture.day(Int64(index + 4))), change: change,
                    title: title), project: fixture.project, in: connection)
        }
        try IssueLinks.insert(
            from: IssueID(first), to: IssueID(second), kind: .relatesTo, nature: .parent, project: fixture.project,
            in: connection)
        try IssueLinks.insert(
            from: IssueID(secret), to: IssueID(first), kind: .blocks, nature: .blocks, project: fixture.project,
            in: connection)
        for issue in [first, second] {
            try MergeRequestIssues.relate(
                MergeRequestID(pull), IssueID(issue), isClosing: issue == first, in: connection)
        }
        try ImportedItemDetails.setDuplicate(IssueID(second), of: IssueID(first), in: connection)
        try connection.execute(
            "UPDATE issues SET is_pinned = 1, source_type = 'Bug', state_reason = 'duplicate' WHERE id = $1", [second])
    }

    @Test("State events tell who, when and by which merge request, with GitLab's keys")
    func states() async throws {
        try await Self.with { server in
            let events = try await server.get("/issues/1/resource_state_events").list
            #expect(events.map { $0["state"]?.text } == ["closed", "reopened"])
            let event = try #require(events.first)
            #expect(
                event.keys == [
                    "id", "user", "created_at", "resource_type", "resource_id", "source_commit",
                    "source_merge_request_id", "state", "source_author",
                ])
            #expect(event["resource_type"] == .text("Issue"))
            #expect(event.at("user.username") == .text("ada_placeholder_user_1"))
            #expect(event["source_merge_request_id"]?.number != nil)
            let id = try #require(event["id"]?.number)
            #expect(try await server.get("/issues/1/resource_state_events/\(id)").json == event)
            #expect(try await server.get("/issues/2/resource_state_events/\(id)").status == 404)
            #expect(try await server.get("/issues/1/resource_state_events", as: nil).status == 401)
            #expect(try await server.get("/issues/1/resource_state_events", as: .outsider).status == 404)
            #expect(try await server.get("/merge_requests/4/resource_state_events").list.isEmpty)
        }
    }

    @Test("Label and milestone events show what they are about; a label that is gone is null and keeps its name")
    func labels() async throws {
        try await Self.with { server in
            let labels = try await server.get("/issues/1/resource_label_events").list
            #expect(labels.map { $0["action"]?.text } == ["add", "remove"])
            #expect(labels.first?.at("label.name") == .text("bug"))
            #expect(labels.last?["label"] == .null)
            #expect(labels.last?["source_title"] == .text("gone"))
            let milestones = try await server.get("/issues/1/resource_milestone_events").list
            #expect(milestones.first?.at("milestone.title") == .text("First landing"))
            #expect(milestones.first?["action"] == .text("add"))
        }
    }

    @Test("Linked issues are shown with the link seen from the asked one, and only those one may see")
    func links() async throws {
        try await Self.with { server in
            let links = try await server.get("/issues/1/links").list
            #expect(links.compactMap { $0["iid"]?.number } == [2, 3])
            #expect(links.map { $0["link_type"]?.text } == ["relates_to", "is_blocked_by"])
            #expect(links.map { $0["source_link_type"]?.text } == ["child", "blocker"])
            #expect(links.first?["link_created_at"]?.text?.hasPrefix("2020-01-04") == true)
            #expect(try await server.iids("/issues/1/links", as: .guest) == [2])
            let id = try #require(links.first?["issue_link_id"]?.number)
            let link = try #require(try await server.get("/issues/2/links/\(id)").json)
            #expect(link.at("source_issue.iid") == .number(1) && link.at("target_issue.iid") == .number(2))
            let hidden = try #require(links.last?["issue_link_id"]?.number)
            #expect(try await server.get("/issues/1/links/\(hidden)", as: .guest).status == 404)
        }
    }

    @Test("What closes an issue is told by both, and hidden from those who may not read the code")
    func closing() async throws {
        try await Self.with { server in
            let closing = try await server.iids("/issues/1/closed_by")
            #expect(closing == [4])
            #expect(try await server.iids("/issues/2/closed_by") == [])
            #expect(try await server.iids("/issues/2/related_merge_requests") == [4])
            #expect(try await server.iids("/issues/1/related_merge_requests", as: .guest) == [])
            #expect(try await server.iids("/merge_requests/4/closes_issues") == [1])
            #expect(try await server.iids("/merge_requests/4/related_issues") == [1, 2])
            #expect(try await server.get("/merge_requests/4/closes_issues", as: .guest).status == 403)
            #expect(try await server.get("/issues/1").object["merge_requests_count"] == .number(1))
        }
    }

    @Test("A duplicate points at its original, and what GitLab's issues have no place for stands beside")
    func duplicate() async throws {
        try await Self.with { server in
            let issue = try #require(try await server.get("/issues/2").json)
            #expect(issue.at("_links.closed_as_duplicate_of")?.text?.hasSuffix("/issues/1") == true)
            #expect(issue.at("source_state.reason") == .text("duplicate"))
            #expect(issue.at("source_state.pinned") == .bool(true))
            #expect(issue.at("source_state.type") == .text("Bug"))
            #expect(try await server.get("/issues/1").json?.at("_links.closed_as_duplicate_of") == .null)
        }
    }
}
