import Store
import Testing

@Suite struct MergeRequestDiffTests {
    @Test func mergeRequestsShowTheirCommitsAndDiffs() async throws {
        try await withHistory { server in
            let (base, head) = (try await server.id("v1.9"), try await server.id("feature/engine"))
            let start = try await server.id("main")
            _ = try await server.addMergeRequest(iid: 1, base: base, start: start, head: head)
            let path = "/merge_requests/1"
            #expect(texts(try await server.get("\(path)/commits"), "title") == ["Add an engine"])
            let diffs = try await server.get("\(path)/diffs")
            #expect(texts(diffs, "new_path") == ["Sources/engine.swift"] && diffs.headers["x-total"] == "1")
            let changes = try await server.get("\(path)/changes").object
            #expect(changes["changes_count"]?.text == "1" && changes["overflow"]?.bool == false)
            #expect(changes["changes"]?.list.first?["new_file"]?.bool == true && changes["title"]?.text == "Engine")
            let found = try await server.get("/repository/commits/feature%2Fengine/merge_requests")
            #expect(found.list.map { $0["iid"]?.number } == [1])
            #expect(try await server.get("/merge_requests/2/diffs").status == 404)
        }
    }

    @Test func versionsShowWhatTheyHold() async throws {
        try await withHistory { server in
            let (base, head) = (try await server.id("v1.9"), try await server.id("feature/engine"))
            let row = try await server.addMergeRequest(iid: 1, base: base, start: base, head: head)
            let version: Int64? = try await server.api.store.write { connection in
                try connection.value(
                    """
                    INSERT INTO merge_request_versions (merge_request_id, head_sha, base_sha, start_sha, created_at)
                    VALUES ($1, $2, $3, $3, 0) RETURNING id AS value
                    """, [row, head, base])
            }
            let shown = try await server.get("/merge_requests/1/versions/\(version ?? 0)").object
            #expect(shown["commits"]?.list.count == 1 && shown["diffs"]?.list.count == 1)
            #expect(shown["head_commit_sha"]?.text == head)
            #expect(try await server.get("/merge_requests/1/versions/999").message == "404 Not found")
        }
    }

    @Test func mergeRequestsWhoseCommitsAreGoneHaveNoDiffs() async throws {
        try await withHistory { server in
            let gone = String(repeating: "1", count: 40)
            _ = try await server.addMergeRequest(iid: 1, base: gone, start: gone, head: gone)
            #expect(try await server.get("/merge_requests/1/diffs").text == "[]")
            #expect(try await server.get("/merge_requests/1/commits").text == "[]")
            let changes = try await server.get("/merge_requests/1/changes").object
            #expect(changes["changes"]?.list.isEmpty == true && changes["changes_count"] == .null)
        }
    }
}
