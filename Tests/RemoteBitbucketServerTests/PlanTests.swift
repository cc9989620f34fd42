import Model
import Outbound
import Remote
import RemoteREST
import Testing

@testable import RemoteBitbucketServer

@Suite("Planning an import from Bitbucket Server")
struct PlanTests {
    private func plan(_ pulls: String, permissions: (Int, String)) async throws -> SourcePlan {
        let remote = try Samples.remote(
            ScriptedTransport { url in
                if url.path.hasSuffix("/pull-requests") { return (200, pulls) }
                if url.path.hasSuffix("/permissions/users") { return permissions }
                return url.path.hasSuffix("/repos/lamp") ? (200, Payloads.repository()) : (404, "{}")
            })
        let facts = try await remote.repository()
        return try await BitbucketServerPlanner(
            facts: facts, origin: "OTHER/lamp", remote: remote, settings: ImportSettings()
        ).plan()
    }

    private func requests(_ plan: SourcePlan) -> [String: Int64] {
        Dictionary(uniqueKeysWithValues: plan.costs.map { ($0.what, $0.requests) })
    }

    @Test("a list that is seen whole is counted")
    func whole() async throws {
        let pulls = [
            Payloads.pull(3, properties: #"{"commentCount":4}"#), Payloads.pull(2), Payloads.pull(1, state: "MERGED"),
        ]
        let plan = try await plan(Payloads.page(pulls), permissions: (200, Payloads.page([])))
        #expect(plan.counts == [.pullRequest: 3, .note: 4])
        #expect(requests(plan)["timelines"] == 2 && requests(plan)["pull_requests"] == 1)
        #expect(plan.access.allSatisfy { $0.isVisible })
        #expect(plan.leftOut.contains { $0.what.contains("OTHER/lamp") })
    }

    @Test("of a longer list the newest number says how many there may be, and the newest what they are like")
    func sample() async throws {
        let pulls = [Payloads.pull(1000, state: "MERGED"), Payloads.pull(998)]
        let plan = try await plan(
            Payloads.page(pulls, next: 2), permissions: (401, Samples.refusal("AuthorisationException")))
        #expect(plan.counts == [.pullRequest: 1000])
        #expect(requests(plan)["timelines"] == 500 && requests(plan)["pull_requests"] == 500)
        #expect(plan.access.allSatisfy { !$0.isVisible && $0.note != nil })
        #expect(plan.leftOut.contains { $0.what == "branch permissions" })
    }
}
