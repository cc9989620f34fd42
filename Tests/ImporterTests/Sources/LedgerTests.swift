import Importer
import Model
import Outbound
import Remote
import StandIns
import Store
import Testing

/// Each object counts once, whatever is said of it and however often.
struct LedgerTests {
    private func line(_ kind: ObjectKind, _ key: SourceKey, _ outcome: Outcome, _ reason: String) -> ImportException {
        ImportException(kind: kind, sourceKey: key, sourceURL: nil, outcome: outcome, reason: reason)
    }

    private func counted(_ kind: ObjectKind, of report: ImportReport) -> LedgerEntry? {
        report.entries.first { $0.kind == kind }
    }

    @Test func anObjectOfWhichSeveralLinesTellIsOne() async throws {
        try await ScriptedWorld.with { world in
            let script = world.script
            script.change { $0.beginnings[.issues] = ["list"] }
            script.page(
                .issues, "list",
                ScriptedPage([.issue(world.issue(1)), .issue(world.issue(2))]).listing(
                    line(.issue, "2", .degraded, "one thing"), line(.issue, "2", .degraded, "another thing"),
                    line(.issue, "3", .failed, "one thing"), line(.issue, "3", .failed, "another thing"),
                    line(.issue, "4", .skipped, "one thing"), line(.issue, "4", .failed, "another thing")))
            let report = try await world.imported().1
            let wanted = LedgerEntry(kind: .issue, fetched: 4, imported: 2, degraded: 1, failed: 2)
            #expect(counted(.issue, of: report) == wanted)
        }
    }

    @Test func threadsOfOnePullRequestThatFailForTwoReasonsAddUp() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let answer = """
                    {"data":{"repository":{
                      "p5":{"number":5,"reviewThreads":{"nodes":[{"isResolved":true,"comments":{"nodes":[]}}]}},
                      "p6":{"number":5}}}}
                    """
                source.inject(
                    StandInFault(
                        path: "graphql", body: "reviewThreads",
                        kind: .status(200, body: answer, headers: ["Content-Type": "application/json"]), count: nil))
                let report = try await engine.work(on: try await engine.accept())
                let reasons = report.exceptions.map(\.exception).filter { $0.kind == .reviewThread }.map(\.reason)
                #expect(reasons.count == 2, "\(reasons)")
                let entry = try #require(counted(.reviewThread, of: report))
                #expect(entry.failed == 1 && entry.fetched == 1 && entry.imported == 0, "\(entry)")
            }
        }
    }

    @Test func whatIsHereAndFailsInTheSecondLookIsNotCountedTwice() async throws {
        try await ScriptedWorld.with { world in
            let script = world.script
            script.change {
                $0.beginnings[.issues] = ["list"]
                $0.changes[.issues] = ["changed"]
                $0.counts[.issue] = 3
            }
            let issues = [1, 2].map { Draft.issue(world.issue($0)) }
            script.page(.issues, "list", ScriptedPage(issues))
            script.page(.issues, "changed", ScriptedPage().listing(line(.issue, "2", .failed, "its title is a number")))
            let (record, report) = try await world.imported()
            let entry = try #require(counted(.issue, of: report))
            #expect(entry == LedgerEntry(kind: .issue, source: 3, fetched: 2, imported: 1, failed: 1))
            // The third is hidden from the list: a count too many would hide it from the ledger too.
            #expect(entry.missing == 1 && !report.isComplete)

            script.change { $0.counts[.issue] = 2 }
            script.page(.issues, "changed", ScriptedPage([.issue(world.issue(2))]))
            _ = try await world.engine.requests.retry(record.id, credential: ScriptedWorld.credential)
            let again = try await world.engine.work(on: record)
            let wanted = LedgerEntry(kind: .issue, source: 2, fetched: 2, imported: 2)
            #expect(counted(.issue, of: again) == wanted && again.isComplete)
        }
    }

    @Test func linesOfALaterLookStayWhenAnEarlierPageIsWrittenAgain() async throws {
        try await ScriptedWorld.with { world in
            let script = world.script
            script.change {
                $0.beginnings[.pullRequests] = ["list"]
                $0.beginnings[.comments] = ["list"]
                $0.changes[.comments] = ["changed"]
            }
            script.page(.pullRequests, "list", ScriptedPage([.mergeRequest(world.pull(1))]))
            script.page(
                .comments, "list",
                ScriptedPage([
                    .note(world.note("5", "first", at: 10)), .note(world.note("6", on: 2, "of a lost one", at: 10)),
                ]).listing(line(.note, "5", .degraded, "as it was")))
            script.page(
                .comments, "changed",
                ScriptedPage([.note(world.note("5", "second", at: 10, updated: 30))])
                    .listing(line(.note, "5", .degraded, "as it is")))
            let (record, first) = try await world.imported()
            #expect(first.exceptions.map(\.exception.reason).filter { $0.hasPrefix("as it") } == ["as it is"])

            script.change { $0.changes = [:] }
            _ = try await world.engine.requests.retry(record.id, credential: ScriptedWorld.credential)
            let second = try await world.engine.work(on: record)
            #expect(second.exceptions.map(\.exception.reason).filter { $0.hasPrefix("as it") } == ["as it is"])
            #expect(try await world.engine.rows("body_source", "FROM notes") == ["second"])
            #expect(
                counted(.note, of: second)
                    == LedgerEntry(kind: .note, fetched: 2, imported: 1, degraded: 1, failed: 1))
        }
    }

    @Test func rolesThatAreReadAgainAreCountedOnce() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let people = try #require(source.truth(Engine.lantern)).users
                let anneke = try #require(people.first { $0.login == "anneke-vlag" })
                let half = #"[{"id":\#(anneke.id),"login":"anneke-vlag","role_name":"write"},{"id":7}]"#
                source.inject(
                    StandInFault(
                        path: "/collaborators\\?affiliation=direct",
                        kind: .status(200, body: half, headers: ["Content-Type": "application/json"]), count: nil))
                let record = try await engine.accept(wantsRoles: true)
                let first = try await engine.work(on: record)
                #expect(counted(.collaborator, of: first)?.imported == 1 && !first.isComplete)

                source.clearFaults()
                _ = try await engine.requests.retry(record.id, credential: Secret(StandInToken.owner.value))
                let second = try await engine.work(on: record)
                let entry = try #require(counted(.collaborator, of: second))
                #expect(entry.imported == entry.source && entry.failed == 0 && second.isComplete, "\(entry)")
            }
        }
    }

    @Test func aPullRequestThatAListShowsTwiceIsOneAtItsServer() async throws {
        try await BitbucketEngine.with(.server) { engine in
            let record = try await engine.accept(settings: ImportSettings(paginationLimit: 5))
            engine.source.inject(
                StandInFault(path: "/pull-requests\\?.*start=[1-9]", kind: .repeatedItem, count: nil))
            let report = try await engine.work(on: record)
            let entry = try #require(counted(.pullRequest, of: report))
            let truth = Int64(engine.source.project.pullRequests.count)
            #expect(entry.source == truth && entry.imported == truth && report.isComplete, "\(entry)")
        }
    }
}
