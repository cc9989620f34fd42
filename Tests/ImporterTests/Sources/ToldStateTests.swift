import Importer
import Model
import Remote
import Store
import StoreSQLite
import Testing

/// Verdicts that the source tells as they are in the end.
struct ToldStateTests {
    private func review(_ key: String, by person: PersonDraft, _ verdict: ReviewDraft.Verdict) -> Draft {
        .review(
            ReviewDraft(
                sourceKey: SourceKey(key), mergeRequestNumber: 1, verdict: verdict, body: "", author: person,
                submittedAt: ScriptedWorld.time(5), updatedAt: ScriptedWorld.time(5),
                sourceURL: "https://source.test/activity/\(key)"))
    }

    private func told(_ person: PersonDraft, _ state: Reviewer.State, at minute: Int64? = nil) -> Draft {
        .reviewerState(
            ReviewerStateDraft(
                mergeRequestNumber: 1, person: person, state: state, reviewedAt: minute.map(ScriptedWorld.time),
                sourceURL: nil))
    }

    private func reviewers(_ world: ScriptedWorld) async throws -> [String] {
        try await world.engine.rows(
            "(SELECT username FROM source_users WHERE placeholder_user_id = user_id); state; reviewed_at IS NULL",
            "FROM merge_request_reviewers")
    }

    @Test func anApprovalThatWasTakenBackCountsNoMore() async throws {
        try await ScriptedWorld.with { world in
            let script = world.script
            var pull = world.pull(1)
            pull.requestedReviewers = [.bo]
            script.change { $0.beginnings[.pullRequests] = ["list"] }
            script.page(
                .pullRequests, "list",
                ScriptedPage([.mergeRequest(pull), told(.bo, .unreviewed), told(.ada, .approved, at: 7)])
                    .naming(.timelines, "1"))
            script.page(.timelines, "1", ScriptedPage([review("1", by: .bo, .approved)]))
            try await world.imported()
            #expect(try await reviewers(world) == ["ada|approved|0", "bo|unreviewed|0"])
            let approvals = try await world.engine.store.read { connection in
                let id: MergeRequestID =
                    try connection.value("SELECT id AS value FROM merge_requests") ?? MergeRequestID(0)
                return try Reviewers.approvals(mergeRequest: id, in: connection)
            }
            #expect(approvals.map(\.createdAt) == [ScriptedWorld.time(7)])
        }
    }

    @Test func whoAskedForChangesWithoutAWordIsToldInTheStory() async throws {
        try await ScriptedWorld.with { world in
            let script = world.script
            script.change { $0.beginnings[.pullRequests] = ["list"] }
            script.page(
                .pullRequests, "list",
                ScriptedPage([.mergeRequest(world.pull(1))]).naming(.timelines, "1"))
            script.page(.timelines, "1", ScriptedPage([review("1", by: .bo, .changesRequested)]))
            try await world.imported()
            let notes = try await world.engine.rows(
                """
                is_system; action; body; created_at;
                SELECT username FROM source_users WHERE placeholder_user_id = author_id
                """, "FROM notes")
            let time = ScriptedWorld.time(5).millisecondsSinceEpoch
            #expect(notes == ["1|requested_changes|requested changes|\(time)|bo"])
        }
    }

    @Test func everyHeadThatAPullRequestEverHadIsAVersion() async throws {
        try await ScriptedWorld.with { world in
            let (first, last) = (world.commits[ScriptedWorld.hiddenHead], world.commits[ScriptedWorld.openHead])
            let script = world.script
            script.change { $0.beginnings[.pullRequests] = ["list"] }
            script.page(
                .pullRequests, "list",
                ScriptedPage([.mergeRequest(world.pull(1))]).naming(.timelines, "1"))
            let move = TimelineEventDraft(
                sourceKey: "1", item: .mergeRequest, number: 1, actor: .ada, createdAt: ScriptedWorld.time(5),
                sourceURL: "https://source.test/activity/1",
                event: .headMoved(before: first, after: last, added: 1, removed: nil))
            script.page(.timelines, "1", ScriptedPage([.timelineEvent(move)]))
            try await world.imported()
            let versions = try await world.engine.rows("head_sha; created_at", "FROM merge_request_versions")
            let wanted = [(first, Int64(0)), (last, 5)].map { head, minute in
                "\(head.hex)|\(ScriptedWorld.time(minute).millisecondsSinceEpoch)"
            }
            #expect(versions == wanted.sorted())
        }
    }

    @Test func whoIsNoReviewerAnyMoreKeepsNoVerdictThatTheSourceDoesNotRepeat() async throws {
        try await ScriptedWorld.with { world in
            let script = world.script
            script.change {
                $0.beginnings[.pullRequests] = ["list"]
                $0.changes[.pullRequests] = ["changed"]
            }
            script.page(
                .pullRequests, "list",
                ScriptedPage([.mergeRequest(world.pull(1)), told(.bo, .approved, at: 7), told(.ada, .approved)]))
            script.page(
                .pullRequests, "changed",
                ScriptedPage([.mergeRequest(world.pull(1, updated: 30)), told(.ada, .requestedChanges, at: 29)])
                    .showing(world.shown(1, at: 30)))
            try await world.imported()
            #expect(try await reviewers(world) == ["ada|requested_changes|0"])
        }
    }
}
