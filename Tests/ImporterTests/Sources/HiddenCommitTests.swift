import Git
import Importer
import Model
import Remote
import Store
import StoreSQLite
import Testing

/// Commits that no ref of the source leads to, and names of commits in short.
struct HiddenCommitTests {
    private func head(_ number: Int64, _ world: ScriptedWorld, _ record: Import) async throws -> ObjectHash? {
        let name = try #require(RefName("refs/merge-requests/\(number)/head"))
        return try await world.engine.repository(record).ref(name)?.target
    }

    @Test func headsAreFetchedByTheirHashAndOneThatIsRefusedCostsNoOther() async throws {
        try await ScriptedWorld.with { world in
            let script = world.script
            let gone = try #require(ObjectHash(String(repeating: "ab", count: 20)))
            script.change { $0.beginnings[.pullRequests] = ["list"] }
            script.page(
                .pullRequests, "list",
                ScriptedPage([
                    .mergeRequest(world.pull(1, head: world.commits[ScriptedWorld.openHead])),
                    .mergeRequest(world.pull(2, head: gone)),
                    .mergeRequest(
                        world.pull(
                            3, head: world.commits[ScriptedWorld.hiddenHead],
                            start: world.commits[ScriptedWorld.hiddenStart])),
                ]))
            let (record, report) = try await world.imported()
            #expect(report.isComplete)
            #expect(try await head(1, world, record) == world.commits[ScriptedWorld.openHead])
            #expect(try await head(2, world, record) == nil)
            #expect(try await head(3, world, record) == world.commits[ScriptedWorld.hiddenHead])
            #expect(
                try await world.engine.rows("iid; base_sha", "FROM merge_requests") == [
                    "1|\(world.commits[0])", "2|", "3|\(world.commits[0])",
                ])
            #expect(report.exceptions.map(\.exception.sourceKey) == ["2"])
            #expect(report.exceptions.allSatisfy { $0.exception.outcome == .degraded })
            let refs = try #require(report.entries.first { $0.kind == .ref })
            #expect(refs.source == 1 && refs.imported == 1)
        }
    }

    @Test func shortNamesAreTakenFromGitAndElseAskedForOnce() async throws {
        try await ScriptedWorld.with { world in
            let script = world.script
            let (open, hidden) = (world.commits[ScriptedWorld.mainTip], world.commits[ScriptedWorld.hiddenHead])
            let known = try #require(AbbreviatedHash(open.hex.prefix(12)))
            let unknown = try #require(AbbreviatedHash(hidden.hex.prefix(12)))
            let gone = try #require(AbbreviatedHash("abababababab"))
            script.change {
                $0.abbreviatesCommits = true
                $0.commits = [unknown: hidden]
                $0.beginnings[.pullRequests] = ["1", "2"]
            }
            for number in [1, 2] as [Int64] {
                script.page(
                    .pullRequests, "\(number)",
                    ScriptedPage(naming: [known, unknown, gone]) { names in
                        var pull = world.pull(number)
                        (pull.baseCommit, pull.headCommit) = (names[known], names[unknown])
                        pull.mergeCommit = names[gone]
                        return [.mergeRequest(pull)]
                    })
            }
            let (record, report) = try await world.imported()
            #expect(report.isComplete)
            #expect(
                script.asked.filter { $0.hasPrefix("commit") }.sorted() == [
                    "commit \(gone.hex)", "commit \(unknown.hex)",
                ])
            #expect(
                try await world.engine.rows("iid; start_sha; head_sha; merge_commit_sha", "FROM merge_requests")
                    == ["1|\(open)|\(hidden)|", "2|\(open)|\(hidden)|"])
            #expect(try await head(2, world, record) == hidden)
        }
    }

    @Test func aBranchWithTheNameOfACommitIsNotTakenForIt() async throws {
        try await ScriptedWorld.with { world in
            world.script.change { $0.beginnings[.pullRequests] = [] }
            let (record, _) = try await world.imported()
            let repository = world.engine.repository(record)
            let main = world.commits[ScriptedWorld.mainTip]
            let branch = try #require(RefName(branch: "abababababab"))
            try await repository.update([.set(branch, main)])
            let names = try #require(AbbreviatedHash("abababababab"))
            let whole = try #require(AbbreviatedHash(main.hex.prefix(10)))
            #expect(try await repository.commits(beginningWith: [names, whole]) == [whole: main])
        }
    }

    @Test func aLineToldForOneSideHasBothNumbersWhereItIsUnchanged() async throws {
        try await ScriptedWorld.with { world in
            let script = world.script
            script.change {
                $0.tellsOneSideOfLines = true
                $0.beginnings[.pullRequests] = ["list"]
                $0.beginnings[.timelines] = ["all"]
            }
            script.page(.pullRequests, "list", ScriptedPage([.mergeRequest(world.pull(1))]))
            func line(old: Int? = nil, new: Int? = nil) -> Position.Line? { Position.Line(old: old, new: new) }
            script.page(
                .timelines, "all",
                ScriptedPage([
                    .diffNote(world.diffNote("1", "added", line: line(new: 11))),
                    .diffNote(world.diffNote("2", "removed", line: line(old: 31))),
                    .diffNote(world.diffNote("3", "below", line: line(new: 20), first: line(new: 12))),
                    .diffNote(world.diffNote("4", "far below", line: line(old: 40))),
                    .diffNote(world.diffNote("5", "above", line: line(new: 3))),
                    .diffNote(world.diffNote("6", "unchanged file", path: "quiet.txt", line: line(new: 3))),
                ]))
            try await world.imported()
            let lines = try await world.engine.rows(
                """
                source_key; json_extract(position, '$.line.old'); json_extract(position, '$.line.new');
                json_extract(position, '$.firstLine.old'); json_extract(position, '$.firstLine.new')
                """, "FROM discussions")
            #expect(
                lines == [
                    "thread:1||11||", "thread:2|31|||", "thread:3|18|20||12", "thread:4|40|41||", "thread:5|3|3||",
                    "thread:6|3|3||",
                ])
        }
    }
}
