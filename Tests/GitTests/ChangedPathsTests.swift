import Git
import Model
import Testing

/// What commits change, asked for many at once.
struct ChangedPathsTests {
    @Test func aMergeChangesWhatItBringsAndARenameIsToldByBothNames() async throws {
        try await Scratch.with { scratch in
            try scratch.write("one\n", to: "with blank/a")
            try scratch.write("one\n", to: "main only")
            let root = try await scratch.commit("root")
            try await scratch.git("checkout", "--quiet", "-b", "side")
            try await scratch.git("mv", "with blank/a", "b")
            let renamed = try await scratch.commit("side")
            let empty = try await scratch.commit("nothing")
            try await scratch.git("checkout", "--quiet", "main")
            try scratch.write("two\n", to: "main only")
            let main = try await scratch.commit("main")
            try await scratch.git("merge", "--quiet", "--no-ff", "--message", "merge", "side")
            let merge = try #require(ObjectHash(try await scratch.git("rev-parse", "HEAD")))
            let repository = try await scratch.mirror()

            #expect(try await repository.everyCommit(merges: true, limit: 10) == [merge])
            #expect(Set(try await repository.everyCommit(merges: false, limit: 10)) == [root, renamed, empty, main])
            #expect(try await repository.everyCommit(merges: false, limit: 1).count == 1)
            let changed = try await repository.changedPaths(of: [merge, root, empty, main, renamed], limit: 100)
            #expect(changed.map(\.commit) == [merge, root, empty, main, renamed])
            #expect(
                changed.map(\.paths) == [
                    ["b", "with blank/a"], ["main only", "with blank/a"], [], ["main only"], ["b", "with blank/a"],
                ])
        }
    }

    @Test func aCommitOfVeryManyFilesIsCut() async throws {
        try await Scratch.with { scratch in
            for number in 1...20 { try scratch.write("x", to: "f\(number)") }
            let commit = try await scratch.commit("many")
            let changed = try await scratch.mirror().changedPaths(of: [commit], limit: 7)
            #expect(changed.map(\.paths.count) == [7])
        }
    }
}
