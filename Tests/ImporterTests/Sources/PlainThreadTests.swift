import Importer
import Model
import Remote
import Store
import StoreSQLite
import Testing

/// Comments in conversations that answer each other.
struct PlainThreadTests {
    private func imported(
        _ world: ScriptedWorld, _ pages: [[Draft]]
    ) async throws -> ImportReport {
        let script = world.script
        script.change {
            $0.beginnings[.pullRequests] = ["list"]
            $0.beginnings[.timelines] = ["0"]
        }
        script.page(.pullRequests, "list", ScriptedPage([.mergeRequest(world.pull(1))]))
        for (number, drafts) in pages.enumerated() {
            var page = ScriptedPage(drafts)
            if number + 1 < pages.count { page = page.then("\(number + 1)") }
            script.page(.timelines, "\(number)", page)
        }
        return try await world.imported().1
    }

    /// Each names only what it answers.
    private func conversation(_ world: ScriptedWorld) -> [Draft] {
        [
            .note(world.note("1", thread: "1", "Root", at: 1)),
            .note(world.note("2", thread: "1", "Reply", at: 2)),
            .note(world.note("3", thread: "2", "Reply to the reply", at: 3)),
            .note(world.note("4", thread: "3", "And to that", at: 4)),
            .note(world.note("5", thread: "5", "Alone", at: 5)),
        ]
    }

    @Test(arguments: [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 3, 1], [3, 1, 2, 0, 4], [1, 3, 0, 2, 4]])
    func repliesComeTogetherInWhateverOrderTheyAreRead(order: [Int]) async throws {
        try await ScriptedWorld.with { world in
            let drafts = conversation(world)
            let report = try await imported(world, order.map { [drafts[$0]] })
            #expect(report.isComplete)
            #expect(
                try await world.threads() == ["0|0|0|Root > Reply > Reply to the reply > And to that", "1|0|0|Alone"])
            let keys = try await world.engine.rows("source_key", "FROM discussions")
            #expect(keys == ["thread:1", "thread:5"])
        }
    }

    @Test func repliesOnADiffComeTogetherToo() async throws {
        try await ScriptedWorld.with { world in
            _ = try await imported(
                world,
                [
                    [.diffNote(world.diffNote("3", thread: "2", "C", at: 3))],
                    [.diffNote(world.diffNote("2", thread: "1", "B", at: 2))],
                    [.diffNote(world.diffNote("1", "A", at: 1))],
                ])
            #expect(try await world.threads() == ["0|1|0|A > B > C"])
        }
    }

    @Test func aThreadWhoseFirstCommentIsGoneStaysOne() async throws {
        try await ScriptedWorld.with { world in
            let drafts = conversation(world)
            _ = try await imported(world, [[drafts[3], drafts[2], drafts[1]]])
            #expect(try await world.threads() == ["0|0|0|Reply > Reply to the reply > And to that"])
        }
    }

    @Test func tasksAndResolvedConversationsAreThreadsThatSayWhenAndByWhom() async throws {
        try await ScriptedWorld.with { world in
            var task = world.note("task_9", thread: "task_9", "Do it", at: 5)
            task.isResolvable = true
            var done = ThreadResolutionDraft(
                threadKey: "task_9", mergeRequestNumber: 1, isResolved: true, resolvedBy: .ada)
            done.resolvedAt = ScriptedWorld.time(8)
            var open = world.note("task_10", thread: "task_10", "And that", at: 6)
            open.isResolvable = true
            let settled = ThreadResolutionDraft(
                threadKey: "1", mergeRequestNumber: 1, isResolved: true, resolvedBy: .bo)
            // What resolves a thread may stand before it on the page.
            let report = try await imported(
                world,
                [
                    [.threadResolution(done), .note(task), .note(open)],
                    [.threadResolution(settled), .note(world.note("1", thread: "1", "Settled", at: 1))],
                ])
            #expect(report.isComplete)
            #expect(try await world.threads() == ["0|1|0|And that", "0|1|1|Do it", "0|1|1|Settled"])
            let resolved = try await world.engine.rows(
                "source_key; resolved_at; (SELECT username FROM source_users WHERE placeholder_user_id = resolved_by_id)",
                "FROM discussions WHERE is_resolved = 1")
            #expect(
                resolved == ["thread:1||bo", "thread:task_9|\(ScriptedWorld.time(8).millisecondsSinceEpoch)|ada"])
        }
    }

    @Test func anIssueAndAPullRequestOfOneNumberKeepTheirOwn() async throws {
        try await ScriptedWorld.with { world in
            let script = world.script
            script.change {
                $0.beginnings[.issues] = ["list"]
                $0.beginnings[.pullRequests] = ["list"]
                $0.beginnings[.comments] = ["all"]
            }
            script.page(.issues, "list", ScriptedPage([.issue(world.issue(1))]))
            script.page(.pullRequests, "list", ScriptedPage([.mergeRequest(world.pull(1))]))
            script.page(
                .comments, "all",
                ScriptedPage([
                    .note(world.note("issue_comment_1", of: .issue, "On the issue", at: 1)),
                    .note(world.note("1", "On the pull request", at: 1)),
                    .timelineEvent(
                        TimelineEventDraft(
                            sourceKey: "closed_1", item: .issue, number: 1, actor: .ada,
                            createdAt: ScriptedWorld.time(2), sourceURL: nil, event: .closed(reason: nil, by: nil))),
                    .timelineEvent(
                        TimelineEventDraft(
                            sourceKey: "reopened_1", item: .mergeRequest, number: 1, actor: .ada,
                            createdAt: ScriptedWorld.time(2), sourceURL: nil, event: .reopened)),
                ]))
            let (_, report) = try await world.imported()
            #expect(report.isComplete)
            #expect(
                try await world.engine.rows("noteable_kind; body", "FROM notes WHERE is_system = 0")
                    == ["Issue|On the issue", "MergeRequest|On the pull request"])
            #expect(
                try await world.engine.rows("noteable_kind; state", "FROM resource_state_events")
                    == ["Issue|closed", "MergeRequest|reopened"])
        }
    }
}
