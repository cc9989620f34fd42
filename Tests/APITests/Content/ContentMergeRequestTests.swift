import Model
import Testing

@Suite("Merge requests through the API")
struct ContentMergeRequestTests {
    private static let keys: Set<String> = [
        "id", "iid", "project_id", "title", "description", "state", "created_at", "updated_at", "merged_by",
        "merge_user", "merged_at", "closed_by", "closed_at", "target_branch", "source_branch", "user_notes_count",
        "upvotes", "downvotes", "author", "assignees", "assignee", "reviewers", "source_project_id",
        "target_project_id", "labels", "draft", "imported", "imported_from", "work_in_progress", "milestone",
        "merge_when_pipeline_succeeds", "merge_status", "detailed_merge_status", "merge_after", "sha",
        "merge_commit_sha", "squash_commit_sha", "discussion_locked", "should_remove_source_branch",
        "force_remove_source_branch", "prepared_at", "reference", "references", "web_url", "time_stats", "squash",
        "squash_on_merge", "task_completion_status", "has_conflicts", "blocking_discussions_resolved",
    ]

    private static let singleKeys: Set<String> = [
        "subscribed", "changes_count", "latest_build_started_at", "latest_build_finished_at",
        "first_deployed_to_production_at", "pipeline", "head_pipeline", "diff_refs", "merge_error",
        "first_contribution", "user",
    ]

    @Test("A merged one has every key of GitLab's, with true values")
    func merged() async throws {
        try await ContentServer.with { server in
            let reply = try await server.get("/merge_requests/4")
            #expect(reply.status == 200)
            let found = try #require(reply.json)
            #expect(found.keys == Self.keys.union(Self.singleKeys).union(["source_author"]))
            #expect(found["state"] == .text("merged"))
            #expect(found.at("merge_user.username") == .text("grace_placeholder_user_1"))
            #expect(found["merged_at"] == .text("2020-01-08T00:00:00.000Z"))
            #expect(found["closed_at"] == .null)
            #expect(found["sha"] == .text(ContentFixture.head))
            #expect(found["merge_commit_sha"] == .text(ContentFixture.hash("d")))
            #expect(found.at("diff_refs.base_sha") == .text(ContentFixture.base))
            #expect(found.at("diff_refs.start_sha") == .text(ContentFixture.start))
            #expect(found["detailed_merge_status"] == .text("not_open"))
            #expect(found["reviewers"]?.list.count == 1)
            #expect(found["source_project_id"] == found["target_project_id"])
            #expect(found.at("references.short") == .text("!4"))
            #expect(found["web_url"] == .text("https://forge.example.org/space/lander/-/merge_requests/4"))
            #expect(found["blocking_discussions_resolved"] == .bool(true))
        }
    }

    @Test("A draft from a fork says so, and what waits to be resolved blocks it")
    func draft() async throws {
        try await ContentServer.with { server in
            let found = try #require(try await server.get("/merge_requests/5").json)
            #expect(found["title"] == .text("Try a leg"))
            #expect(found["draft"] == .bool(true))
            #expect(found["work_in_progress"] == .bool(true))
            #expect(found["detailed_merge_status"] == .text("draft_status"))
            #expect(found["source_project_id"] == .null)
            #expect(found["target_project_id"] == .number(server.fixture.project.rawValue))
            #expect(found["sha"] == .text(ContentFixture.head))
            #expect(found["diff_refs"] == .null)
            #expect(found["changes_count"] == .null)
            #expect(found["blocking_discussions_resolved"] == .bool(false))
        }
    }

    @Test(
        "Filters and orders work as in GitLab",
        arguments: [
            ("", [5, 4] as [Int64]), ("state=merged", [4]), ("state=opened", [5]), ("source_branch=leg", [5]),
            ("target_branch=main&sort=asc", [4, 5]), ("draft=true", [5]), ("wip=no", [4]),
            ("reviewer_username=grace_placeholder_user_1", [4]), ("reviewer_id=None", [5]), ("approved=yes", [4]),
            ("approved_by_usernames=grace_placeholder_user_1", [4]), ("approved_by_ids=None", [5]),
            ("merged_after=2020-01-07T00:00:00Z", [4]), ("merged_before=2020-01-07T00:00:00Z", []),
            ("merge_user_username=grace_placeholder_user_1", [4]), ("milestone=Any", [4]), ("search=leg", [5]),
            ("not[reviewer_username]=grace_placeholder_user_1", [5]), ("order_by=merged_at", [4, 5]),
            ("order_by=updated_at&sort=asc", [4, 5]), ("iids[]=5", [5]), ("scope=assigned_to_me", []),
        ])
    func filters(query: String, expected: [Int64]) async throws {
        try await ContentServer.with { server in
            let found = try await server.iids("/merge_requests?\(query)")
            #expect(found == expected)
        }
    }

    @Test("A list is less than one, and the simple view less again")
    func views() async throws {
        try await ContentServer.with { server in
            let listed = try await server.get("/merge_requests?state=merged").list
            #expect(listed.first?.keys == Self.keys.union(["source_author"]))
            let simple = try await server.get("/merge_requests?view=simple").list
            #expect(
                simple.first?.keys == [
                    "id", "iid", "project_id", "title", "description", "state", "created_at", "updated_at", "web_url",
                ])
        }
    }

    @Test("A guest of a private project may not read merge requests, a stranger does not learn of them")
    func visibility() async throws {
        try await ContentServer.with { server in
            #expect(try await server.get("/merge_requests", as: .guest).status == 403)
            #expect(try await server.get("/merge_requests/4", as: .guest).message == "403 Forbidden")
            #expect(try await server.get("/merge_requests", as: .outsider).message == "404 Project Not Found")
            #expect(try await server.get("/merge_requests/1").message == "404 Not found")
            let everywhere = try await server.getPath("/merge_requests?scope=all", as: .guest)
            #expect(everywhere.list.isEmpty)
            #expect(try await server.getPath("/merge_requests?scope=all", as: .maintainer).list.count == 2)
            #expect(try await server.getPath("/groups/space/merge_requests", as: .admin).list.count == 2)
        }
    }

    @Test("Reviewers, approvals and versions")
    func reviews() async throws {
        try await ContentServer.with { server in
            let reviewers = try await server.get("/merge_requests/4/reviewers").list
            #expect(reviewers.first?.at("user.username") == .text("grace_placeholder_user_1"))
            #expect(reviewers.first?["state"] == .text("approved"))
            let approvals = try #require(try await server.get("/merge_requests/4/approvals").json)
            #expect(approvals["approved"] == .bool(true))
            #expect(approvals["approved_by"]?.list.first?.at("user.username") == .text("grace_placeholder_user_1"))
            #expect(approvals["user_has_approved"] == .bool(false))
            let none = try #require(try await server.get("/merge_requests/5/approvals").json)
            #expect(none["approved"] == .bool(false))
            #expect(none["approved_by"] == .array([]))
            #expect(try await server.get("/merge_requests/4/approval_state").object["rules"] == .array([]))
            let versions = try await server.get("/merge_requests/4/versions").list
            #expect(versions.first?["head_commit_sha"] == .text(ContentFixture.head))
            #expect(versions.first?["state"] == .text("collected"))
        }
    }

    @Test("Participants are author, reviewers and commenters")
    func participants() async throws {
        try await ContentServer.with { server in
            let people = try await server.get("/merge_requests/4/participants").list
            #expect(
                people.compactMap { $0["username"]?.text } == ["ada_placeholder_user_1", "grace_placeholder_user_1"])
        }
    }
}
