import Importer
import Model
import Remote
import Store
import StoreSQLite
import Testing

/// Collections that begin where pages of others say.
struct BeginningTests {
    /// Two pull requests, of which the first has activity, in two pages.
    private func prepare(_ world: ScriptedWorld) {
        let script = world.script
        script.change { $0.beginnings[.pullRequests] = ["list"] }
        script.page(
            .pullRequests, "list",
            ScriptedPage([.mergeRequest(world.pull(1)), .mergeRequest(world.pull(2))])
                .naming(.timelines, "1 v1"))
        script.page(.timelines, "1 v1", ScriptedPage([.note(world.note("1", "First", at: 1))]).then("1 v1 more"))
        script.page(.timelines, "1 v1 more", ScriptedPage([.note(world.note("2", "Second", at: 2))]))
    }

    @Test func onlyWhatIsNamedIsAskedFor() async throws {
        try await ScriptedWorld.with { world in
            prepare(world)
            let (_, report) = try await world.imported()
            #expect(report.isComplete)
            #expect(world.script.asked == ["pull_requests list", "timelines 1 v1", "timelines 1 v1 more"])
            #expect(try await world.threads() == ["1|0|0|First", "1|0|0|Second"])
        }
    }

    @Test func anInterruptedImportGoesOnWithTheSamePages() async throws {
        try await ScriptedWorld.with { world in
            prepare(world)
            world.script.change {
                $0.faults["timelines 1 v1 more"] = [.rateLimited(host: "source.test", until: nil)]
            }
            let record = try await world.accept()
            try await world.engine.work(on: record)
            #expect(try await world.engine.report(record).record.status == .started)
            try await world.engine.execute("UPDATE jobs SET run_at = 0")
            let report = try await world.engine.work(on: record)
            #expect(report.record.status == .finished && report.isComplete, "\(report.record.failure ?? "")")
            #expect(
                world.script.asked == [
                    "pull_requests list", "timelines 1 v1", "timelines 1 v1 more", "timelines 1 v1 more",
                ])
            #expect(try await world.threads().count == 2)
        }
    }

    @Test func aNamedPageThatFailedIsRetried() async throws {
        try await ScriptedWorld.with { world in
            prepare(world)
            world.script.change {
                $0.faults["timelines 1 v1"] = [.unavailable(what: "activities", detail: "503")]
            }
            let record = try await world.accept(.optimistic)
            let report = try await world.engine.work(on: record)
            #expect(report.record.status == .finished && !report.isComplete)
            _ = try await world.engine.requests.retry(record.id, credential: ScriptedWorld.credential)
            let again = try await world.engine.work(on: record)
            #expect(again.record.status == .finished && again.isComplete && again.exceptions.isEmpty)
            #expect(try await world.threads() == ["1|0|0|First", "1|0|0|Second"])
        }
    }

    @Test func whatChangedMeanwhileIsReadByItsNewName() async throws {
        try await ScriptedWorld.with { world in
            prepare(world)
            let script = world.script
            script.change { $0.changes[.pullRequests] = ["changed"] }
            script.page(
                .pullRequests, "changed",
                ScriptedPage([.mergeRequest(world.pull(1, updated: 30)), .mergeRequest(world.pull(2))])
                    .naming(.timelines, "1 v2").showing(world.shown(1, at: 30), world.shown(2, at: 10)))
            script.page(
                .timelines, "1 v2",
                ScriptedPage([
                    .note(world.note("1", "First, edited", at: 1, updated: 29)),
                    .note(world.note("2", "Second", at: 2)),
                    .note(world.note("3", "Third", at: 29)),
                ]))
            let (_, report) = try await world.imported()
            #expect(report.isComplete)
            #expect(script.asked.filter { $0 == "timelines 1 v2" }.count == 1)
            #expect(try await world.threads() == ["1|0|0|First, edited", "1|0|0|Second", "1|0|0|Third"])
            #expect(report.entries.first { $0.kind == .note }?.imported == 3)
        }
    }

    @Test func whatASecondLookFoundAndCouldNotReadIsRetried() async throws {
        try await ScriptedWorld.with { world in
            prepare(world)
            let script = world.script
            script.change {
                $0.changes[.pullRequests] = ["changed"]
                $0.faults["timelines 1 v2"] = [.unavailable(what: "activities", detail: "503")]
            }
            script.page(
                .pullRequests, "changed",
                ScriptedPage([.mergeRequest(world.pull(1, updated: 30))]).naming(.timelines, "1 v2")
                    .showing(world.shown(1, at: 30)))
            script.page(.timelines, "1 v2", ScriptedPage([.note(world.note("3", "Third", at: 29))]))
            let record = try await world.accept(.optimistic)
            let report = try await world.engine.work(on: record)
            #expect(report.record.status == .finished && !report.isComplete)
            _ = try await world.engine.requests.retry(record.id, credential: ScriptedWorld.credential)
            let again = try await world.engine.work(on: record)
            #expect(again.record.status == .finished && again.isComplete, "\(again.exceptions.map(\.exception))")
            #expect(try await world.threads().contains("1|0|0|Third"))
        }
    }
}
