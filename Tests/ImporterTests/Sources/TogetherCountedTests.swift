import Importer
import Model
import Remote
import Store
import StoreSQLite
import Testing

/// Comments of which the source tells one number for the conversation and the diff.
struct TogetherCountedTests {
    private func prepare(_ world: ScriptedWorld, announced: Int64, _ drafts: [Draft]) {
        let script = world.script
        script.change {
            $0.countsCommentsTogether = true
            $0.beginnings[.pullRequests] = ["list"]
            $0.beginnings[.timelines] = ["feed"]
            $0.lacking[.comments] = { "of \($0)" }
        }
        script.page(
            .pullRequests, "list",
            ScriptedPage([.mergeRequest(world.pull(1)), .mergeRequest(world.pull(2))])
                .saying(world.announced(announced, on: 1), world.announced(0, on: 2)))
        script.page(.timelines, "feed", ScriptedPage(drafts))
    }

    private func counts(_ report: ImportReport) -> [String] {
        [ObjectKind.note, .diffNote].map { kind in
            let entry = report.entries.first { $0.kind == kind }
            return "\(entry?.source ?? -1)/\(entry?.imported ?? -1)"
        }
    }

    @Test func bothKindsTogetherMakeTheSourcesNumber() async throws {
        try await ScriptedWorld.with { world in
            prepare(
                world, announced: 3,
                [
                    .note(world.note("1", "A", at: 1)), .diffNote(world.diffNote("2", "B")),
                    .diffNote(world.diffNote("3", thread: "2", "C")),
                ])
            let (_, report) = try await world.imported()
            #expect(report.isComplete && counts(report) == ["1/1", "2/2"] && report.exceptions.isEmpty)
            #expect(!world.script.asked.contains("comments of 1"))
        }
    }

    @Test func aPullRequestThatLacksCommentsIsAskedForOnceMore() async throws {
        try await ScriptedWorld.with { world in
            prepare(world, announced: 2, [.note(world.note("1", "A", at: 1))])
            world.script.page(
                .comments, "of 1",
                ScriptedPage([.note(world.note("1", "A", at: 1)), .diffNote(world.diffNote("2", "B"))]))
            let (_, report) = try await world.imported()
            #expect(report.isComplete && counts(report) == ["1/1", "1/1"] && report.exceptions.isEmpty)
            #expect(world.script.asked.filter { $0.hasPrefix("comments") } == ["comments of 1"])
        }
    }

    @Test func aDifferenceThatStaysIsListedByName() async throws {
        try await ScriptedWorld.with { world in
            prepare(world, announced: 5, [.note(world.note("1", "A", at: 1))])
            world.script.page(.comments, "of 1", ScriptedPage([.note(world.note("1", "A", at: 1))]))
            let (_, report) = try await world.imported()
            #expect(report.isComplete && counts(report)[0] == "1/1")
            #expect(report.exceptions.map(\.exception.sourceKey) == ["1"])
            #expect(report.exceptions.first?.exception.reason.contains("5 comments on it and gives 1") ?? false)
            #expect(world.script.asked.filter { $0.hasPrefix("comments") } == ["comments of 1"])
        }
    }

    @Test func whatCouldNotBeAskedForOnceMoreIsMissing() async throws {
        try await ScriptedWorld.with { world in
            prepare(world, announced: 5, [.note(world.note("1", "A", at: 1))])
            world.script.change { $0.lacking = [:] }
            let (_, report) = try await world.imported()
            #expect(!report.isComplete && counts(report)[0] == "5/1")
        }
    }

    @Test func tasksAreNoCommentsUnlessTheSourceCountsThem() async throws {
        try await ScriptedWorld.with { world in
            prepare(
                world, announced: 1,
                [
                    .note(world.note("1", "A", at: 1)),
                    .note(world.note("task_4", thread: "task_4", "Do it", at: 2)),
                ])
            let (_, report) = try await world.imported()
            #expect(report.isComplete && counts(report)[0] == "2/2" && report.exceptions.isEmpty)
        }
    }
}
