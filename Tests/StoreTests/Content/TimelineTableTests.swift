import Model
import Store
import StoreSQLite
import Testing

@Suite("What happened to items, in the store")
struct TimelineTableTests {
    private static let page = Page(number: 1, size: 20)

    private static func event(
        _ key: SourceKey, on issue: Int64, _ change: ResourceEvent.Change, title: String? = nil, at time: Int64 = 1,
        by user: UserID
    ) -> ImportedResourceEvents.NewEvent {
        ImportedResourceEvents.NewEvent(
            sourceKey: key, noteable: .issue(IssueID(issue)), user: user, sourceAuthor: "ada",
            createdAt: Timestamp(millisecondsSinceEpoch: time), change: change, title: title)
    }

    @Test("Events come in order, each once, and outlive the label they were about")
    func events() async throws {
        try await StoredProject.with { stored in
            let (issue, label) = try await stored.store.write { connection in
                (try connection.issue(1, in: stored), try connection.label("bug", in: stored))
            }
            let noteable = Noteable.issue(IssueID(issue))
            for _ in 0..<2 {
                try await stored.store.write { connection in
                    for (key, action, time) in [("b", .remove, 9), ("a", .add, 5)]
                        as [(SourceKey, ResourceEvent.Action, Int64)]
                    {
                        try ImportedResourceEvents.upsert(
                            Self.event(
                                key, on: issue, .label(LabelID(label), action), title: "bug", at: time,
                                by: stored.author), project: stored.project, in: connection)
                    }
                }
            }
            let before = try await stored.store.read {
                try ResourceEvents.list(.label, on: noteable, page: Self.page, in: $0).elements
            }
            #expect(before.map(\.change) == [.label(LabelID(label), .add), .label(LabelID(label), .remove)])
            let after = try await stored.store.write { connection in
                try connection.execute("DELETE FROM labels", [])
                return try ResourceEvents.list(.label, on: noteable, page: Self.page, in: connection).elements
            }
            #expect(after.map(\.change) == [.label(nil, .add), .label(nil, .remove)])
            #expect(after.allSatisfy { $0.title == "bug" })
            let first = try #require(after.first)
            let found = try await stored.store.read {
                try ResourceEvents.find(.label, id: first.id, on: noteable, in: $0)
            }
            #expect(found == first)
        }
    }

    @Test("A link is seen from both issues, and its kind from each in its own word")
    func links() async throws {
        try await StoredProject.with { stored in
            let (one, two) = try await stored.store.write { connection in
                let one = IssueID(try connection.issue(1, in: stored))
                let two = IssueID(try connection.issue(2, in: stored))
                for _ in 0..<2 {
                    try IssueLinks.insert(
                        from: one, to: two, kind: .blocks, nature: .blocks, project: stored.project, in: connection)
                }
                try IssueLinks.insert(
                    from: one, to: one, kind: .relatesTo, nature: .parent, project: stored.project, in: connection)
                return (one, two)
            }
            for issue in [one, two] {
                let links = try await stored.store.read { try IssueLinks.list(of: issue, in: $0) }
                #expect(links.map { $0.type(from: issue) } == [issue == one ? "blocks" : "is_blocked_by"])
            }
            try await stored.store.write { connection in
                try IssueLinks.removeOthers(than: nil, to: two, nature: .blocks, in: connection)
            }
            #expect(try await stored.store.read { try IssueLinks.list(of: one, in: $0) }.isEmpty)
        }
    }

    @Test("A merge request that closes an issue does so still after only naming it, and confidential issues stay so")
    func closing() async throws {
        try await StoredProject.with { stored in
            let (pull, issue) = try await stored.store.write { connection in
                let pull = MergeRequestID(try connection.mergeRequest(9, in: stored))
                let issue = IssueID(try connection.issue(1, in: stored))
                let secret = IssueID(try connection.issue(2, in: stored))
                try connection.execute("UPDATE issues SET is_confidential = 1 WHERE id = $1", [secret])
                for isClosing in [true, false] {
                    try MergeRequestIssues.relate(pull, issue, isClosing: isClosing, in: connection)
                }
                try MergeRequestIssues.relate(pull, secret, isClosing: false, in: connection)
                return (pull, issue)
            }
            try await stored.store.read { connection in
                let closed = try MergeRequestIssues.issues(
                    of: pull, onlyClosing: true, access: .all, page: Self.page, in: connection)
                #expect(closed.elements.map(\.id) == [issue])
                let all = try MergeRequestIssues.issues(
                    of: pull, onlyClosing: false, access: .all, page: Self.page, in: connection)
                #expect(all.elements.map(\.iid) == [1, 2])
                let open = try MergeRequestIssues.issues(
                    of: pull, onlyClosing: false, access: .none, page: Self.page, in: connection)
                #expect(open.elements.map(\.iid) == [1])
                let pulls = try MergeRequestIssues.mergeRequests(
                    of: issue, onlyClosing: true, page: Self.page, in: connection)
                #expect(pulls.elements.map(\.id) == [pull])
                let shown = try #require(try Issues.find(project: stored.project, iid: 1, in: connection))
                #expect(try RelatedRows.of([shown], in: connection).closingCounts == [issue: 1])
            }
        }
    }

    @Test("Indexes give each list its rows", arguments: ResourceEvent.Kind.allCases)
    func plans(kind: ResourceEvent.Kind) async throws {
        try await StoredProject.with { stored in
            let steps = try await stored.store.read { connection in
                let recorder = PlanRecorder(connection)
                _ = try ResourceEvents.list(kind, on: .issue(IssueID(1)), page: Self.page, in: recorder)
                _ = try IssueLinks.list(of: IssueID(1), in: recorder)
                _ = try MergeRequestIssues.mergeRequests(
                    of: IssueID(1), onlyClosing: true, page: Self.page, in: recorder)
                _ = try MergeRequestIssues.issues(
                    of: MergeRequestID(1), onlyClosing: false, access: .all, page: Self.page, in: recorder)
                _ = try MergeRequestPushes.list(of: [MergeRequestID(1)], in: recorder)
                return recorder.steps
            }
            #expect(
                !steps.isEmpty && steps.allSatisfy { !$0.hasPrefix("SCAN ") || $0.contains("CONSTANT") }, "\(steps)")
        }
    }
}
