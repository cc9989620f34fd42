import Model
import Remote
import Testing

@testable import RemoteBitbucketCloud

@Suite("Issues")
struct IssueTests {
    private static func issue(_ state: String, _ more: String = "") -> String {
        """
        {"id":3,"title":"Smoke","content":{"raw":"It smokes"},"reporter":\(Cloud.user("ada")),"state":"\(state)",
        "kind":"bug","priority":"major","created_on":"2021-05-01T12:00:00Z","updated_on":"2021-05-02T12:00:00Z"\(more)}
        """
    }

    @Test(
        "the state is open or closed, and the source's word is kept",
        arguments: [
            ("new", Model.Issue.State.opened), ("open", .opened), ("submitted", .opened), ("on hold", .opened),
            ("resolved", .closed), ("invalid", .closed), ("duplicate", .closed), ("wontfix", .closed),
            ("closed", .closed),
        ])
    func states(_ state: String, _ expected: Model.Issue.State) throws {
        guard case .issue(let draft) = try Cloud.map(Self.issue(state), of: .issues).drafts.first else {
            Testing.Issue.record("no issue")
            return
        }
        #expect(draft.state == expected && draft.stateReason == state && draft.number == 3)
        #expect(draft.author == Cloud.person("ada") && draft.body == "It smokes")
    }

    @Test("kind, priority, component and version are labels that the list of labels has; votes are listed")
    func labels() throws {
        let more = """
            ,"component":{"name":"wick"},"version":{"name":"1.0"},"milestone":{"id":8,"name":"M"},"votes":2,
            "assignee":\(Cloud.user("bo"))
            """
        let page = try Cloud.map(Self.issue("open", more), of: .issues)
        guard case .issue(let draft) = page.drafts.first else {
            Testing.Issue.record("no issue")
            return
        }
        #expect(draft.labelTitles == ["bug", "priority::major", "component::wick", "version::1.0"])
        #expect(draft.milestoneNumber == 8 && draft.assignees == [Cloud.person("bo")])
        #expect(page.exceptions.map(\.outcome) == [.degraded])
        let lists =
            #"{"components":{"values":[{"id":1,"name":"wick"}]},"versions":{"values":[{"id":2,"name":"1.0"}]}}"#
        let titles = try Cloud.map(payload: lists, of: .labels).drafts.compactMap { label -> String? in
            if case .label(let label) = label { label.title } else { nil }
        }
        #expect(Set(draft.labelTitles).isSubset(of: titles) && titles.count == 11)
        #expect(try Cloud.map(payload: "{}", of: .labels).drafts.isEmpty)
    }

    @Test("comments keep their text; those that only stand for a change are none")
    func comments() throws {
        func comment(_ id: Int, _ raw: String, _ more: String = "") -> String {
            """
            {"id":\(id),"content":{"raw":\(raw)},"user":\(Cloud.user("ada")),"created_on":"2021-05-01T12:00:00Z",
            "updated_on":null\(more)}
            """
        }
        let page = try Cloud.map(
            .issueComments(3), of: 3, comment(1, #""hello""#), comment(2, "null"), comment(3, #"" \n""#),
            comment(4, #""answer""#, #","parent":{"id":1}"#), in: .comments)
        #expect(page.notes.map(\.sourceKey) == ["issue_comment_1", "issue_comment_4"])
        #expect(page.notes.map(\.threadKey) == ["issue_comment_1", "issue_comment_1"])
        #expect(page.notes.allSatisfy { $0.item == .issue && $0.number == 3 } && page.exceptions.isEmpty)
    }

    @Test("what cannot be read is called as it would be here: its number is that of another comment or task as well")
    func unreadable() throws {
        for (cursor, collection, prefix) in [
            (CloudList.issueComments(3), Collection.comments, "issue_comment_"), (.tasks(of: 3), .tasks, "task_"),
        ] {
            let page = try Cloud.map(cursor, of: 3, #"{"id":5,"created_on":7}"#, "null", in: collection)
            #expect(page.exceptions.map(\.sourceKey) == [SourceKey("\(prefix)5"), .unnamed(at: 1)])
        }
    }

    struct ChangeCase: Sendable, CustomTestStringConvertible {
        var changes: String
        var events: [TimelineEvent]
        var testDescription: String { changes }
    }

    private static let bo = PersonDraft(identifier: "712020:bo", login: "Bo", name: "Bo", nodeID: "712020:bo")

    @Test(
        "changes become events, each field one",
        arguments: [
            ChangeCase(
                changes: #""state":{"old":"new","new":"duplicate"}"#,
                events: [
                    .closed(reason: .duplicate, by: nil), .fieldChanged(name: "state", from: "new", to: "duplicate"),
                ]),
            ChangeCase(
                changes: #""state":{"old":"closed","new":"open"}"#,
                events: [.reopened, .fieldChanged(name: "state", from: "closed", to: "open")]),
            ChangeCase(
                changes: #""state":{"old":"new","new":"on hold"}"#,
                events: [.fieldChanged(name: "state", from: "new", to: "on hold")]),
            ChangeCase(
                changes: #""title":{"old":"a","new":"b"},"content":{"old":"a","new":"b"}"#,
                events: [.descriptionChanged, .renamed(from: "a", to: "b")]),
            ChangeCase(
                changes:
                    #""assignee":{"old":"","new":"Bo"},"assignee_account_id":{"old":null,"new":"712020:bo"}"#,
                events: [.assigned(bo)]),
            ChangeCase(
                changes: #""kind":{"old":"bug","new":"task"},"priority":{"old":"","new":"major"}"#,
                events: [
                    .unlabelled(title: "bug", color: nil), .labelled(title: "task", color: nil),
                    .labelled(title: "priority::major", color: nil),
                ]),
            ChangeCase(
                changes: #""milestone":{"old":"M1","new":"M2"}"#,
                events: [.demilestoned(title: "M1"), .milestoned(title: "M2")]),
            ChangeCase(
                changes: #""mood":{"old":"bad","new":"good"}"#,
                events: [.fieldChanged(name: "mood", from: "bad", to: "good")]),
        ])
    func changes(_ row: ChangeCase) throws {
        let change = """
            {"id":44,"created_on":"2021-05-01T12:00:00Z","user":\(Cloud.user("ada")),"changes":{\(row.changes)}}
            """
        let page = try Cloud.map(.issueChanges(3), of: 3, change, in: .timelines)
        #expect(page.events.map(\.event) == row.events)
        #expect(Set(page.events.map(\.sourceKey)).count == row.events.count)
        #expect(page.events.allSatisfy { $0.item == .issue && $0.number == 3 && $0.actor == Cloud.person("ada") })
        let closes = row.events.contains { if case .closed = $0 { true } else { false } }
        #expect(page.details.compactMap(\.closedAt) == (closes ? [Cloud.noon] : []))
    }

    @Test("attachments are linked in a comment of nobody's, so that they are brought as files of texts are")
    func attachments() throws {
        let page = try Cloud.map(
            .issueAttachments(3), of: 3, createdAt: Cloud.noon, #"{"name":"a [b].png"}"#, #"{"name":"../x"}"#,
            in: .comments)
        let api = "https://api.bitbucket.org/2.0/repositories/team/lamp/issues/3/attachments"
        #expect(
            page.notes.map(\.body) == [
                "Attachment: [a \\[b\\].png](\(api)/a%20%5Bb%5D.png)", "Attachment: [../x](\(api)/..%2Fx)",
            ])
        #expect(page.notes.allSatisfy { $0.author == nil && $0.createdAt == Cloud.noon && $0.item == .issue })
        #expect(page.notes.map(\.sourceKey) == ["issue_attachment_3_a [b].png", "issue_attachment_3_../x"])
        #expect(try Cloud.map(.issueAttachments(3), of: 3, createdAt: Cloud.noon, in: .comments).drafts.isEmpty)
    }

    @Test("an issue that is as it was made, and was not edited, is asked for nothing but its attachments")
    func economy() async throws {
        let times = #""created_on":"2021-05-01T12:00:00Z","updated_on""#
        let list = """
            {"values":[{"id":1,\(times):"2021-05-01T12:00:00Z"},{"id":2,\(times):"2021-05-01T12:00:01Z"},
            {"id":3,\(times):"2021-05-01T12:00:00Z","edited_on":"2021-05-01T12:00:00Z"}]}
            """
        let (remote, _) = try Cloud.remote { .json(list, at: $0) }
        let first = try #require(remote.beginnings(of: .issues, knowing: .nothing).first)
        let page = try await remote.page(of: .issues, at: first)
        #expect(page.beginnings[.timelines]?.count == 2 && page.beginnings[.comments]?.count == 5)
    }

    @Test("asked for all at once, a tracker that is gone is asked once")
    func noTrackerAtOnce() async throws {
        let (remote, transport) = try Cloud.remote { .json("{}", status: 410, at: $0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for collection in [Collection.labels, .milestones, .issues] {
                let first = try #require(remote.beginnings(of: collection, knowing: .nothing).first)
                group.addTask { _ = try await remote.page(of: collection, at: first) }
            }
            try await group.waitForAll()
        }
        #expect(transport.requests.count == 1)
    }

    @Test("a tracker that is gone is a fact, and nothing more is asked of it", arguments: [404, 410])
    func noTracker(_ status: Int) async throws {
        let (remote, transport) = try Cloud.remote { .json("{}", status: status, at: $0) }
        for collection in [Collection.labels, .milestones, .issues] {
            let first = try #require(remote.beginnings(of: collection, knowing: .nothing).first)
            let page = try await remote.page(of: collection, at: first)
            let mapped = try remote.map(page.payload, of: collection)
            #expect(mapped.drafts.isEmpty && page.following.isEmpty)
            #expect(mapped.exceptions.map(\.outcome) == (collection == .issues ? [.skipped] : []))
        }
        #expect(transport.requests.count == 1)
        #expect(remote.changes(of: .issues, since: Cloud.noon, knowing: .nothing).isEmpty)
    }
}
