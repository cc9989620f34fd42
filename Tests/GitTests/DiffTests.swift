import Foundation
import Git
import Model
import Testing

@Suite struct DiffTests {
    private let numbers = (1...30).map { "line \($0)\n" }.joined()

    @Test func everyKindOfChangeIsTold() async throws {
        try await Scratch.with { scratch in
            for name in ["edited", "renamed", "deleted", "mode", "typed"] {
                try scratch.write(name + "\n" + numbers, to: name)
            }
            try scratch.write(Data([0, 1, 2, 0xff]), to: "binary")
            try await scratch.commit("one")
            try scratch.write("edited\n" + numbers + "more\n", to: "edited")
            try await scratch.git("mv", "renamed", "moved")
            try await scratch.git("rm", "--quiet", "deleted", "typed")
            try await scratch.git("update-index", "--chmod=+x", "mode")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.source + "/mode")
            try scratch.write(Data([0, 1, 3, 0xff]), to: "binary")
            try FileManager.default.createSymbolicLink(atPath: scratch.source + "/typed", withDestinationPath: "edited")
            try scratch.write("new\n", to: "added")
            try await scratch.commit("two")
            let repository = try await scratch.mirror()
            let diffs = try await repository.diff(of: .head)
            #expect(!diffs.overflow)
            func file(_ path: String) throws -> FileDiff { try #require(diffs.files.first { $0.newPath == path }) }

            let added = try file("added")
            #expect(
                added.newFile && added.aMode == "0" && added.bMode == "100644" && added.diff == "@@ -0,0 +1 @@\n+new\n")
            let edited = try file("edited")
            #expect(edited.diff.hasPrefix("@@ -29,3 +29,4 @@") && edited.diff.hasSuffix("\n+more\n"))
            #expect(edited.additions == 1 && edited.deletions == 0 && !edited.newFile && !edited.renamedFile)
            let moved = try file("moved")
            #expect(moved.renamedFile && moved.oldPath == "renamed" && moved.similarity == 100 && moved.diff.isEmpty)
            let deleted = try file("deleted")
            #expect(deleted.deletedFile && deleted.bMode == "0" && deleted.deletions == 31)
            let mode = try file("mode")
            #expect(mode.aMode == "100644" && mode.bMode == "100755" && mode.diff.isEmpty)
            let binary = try file("binary")
            #expect(binary.binary && binary.diff == "Binary files a/binary and b/binary differ\n")
            let typed = diffs.files.filter { $0.newPath == "typed" }
            #expect(typed.map(\.deletedFile) == [true, false] && typed.map(\.newFile) == [false, true])
            #expect(typed.last?.bMode == "120000" && typed.last?.diff.contains("+edited") == true)
        }
    }

    @Test func pathsMayHoldAnything() async throws {
        try await Scratch.with { scratch in
            let paths = [
                "with space", "new\nline", "quote\"back\\slash", "tab\there", "ünïcode/🚀", "-option", "diff --git a",
            ]
            for path in paths { try scratch.write("diff --git a/x b/x\n@@ -1 +1 @@\n", to: path) }
            let commit = try await scratch.commit("one")
            let repository = try await scratch.mirror()
            let diffs = try await repository.diff(of: Revision(commit))
            #expect(Set(diffs.files.map(\.newPath)) == Set(paths))
            for file in diffs.files { #expect(file.diff == "@@ -0,0 +1,2 @@\n+diff --git a/x b/x\n+@@ -1 +1 @@\n") }
            for path in paths {
                #expect(try await repository.diff(of: .head, paths: [path]).files.map(\.newPath) == [path])
                let content = try await repository.blob(.head, path: path, limit: 1000)
                #expect(content.map { String(decoding: $0, as: UTF8.self) } == "diff --git a/x b/x\n@@ -1 +1 @@\n")
                #expect(try await repository.lastCommit(.head, path: path)?.id == commit)
            }
        }
    }

    @Test func mergeBaseAndStraightDiffer() async throws {
        try await Scratch.with { scratch in
            try scratch.write("base\n", to: "base")
            let base = try await scratch.commit("base")
            try await scratch.git("checkout", "--quiet", "-b", "side")
            try scratch.write("side\n", to: "side")
            try await scratch.commit("side")
            try await scratch.git("checkout", "--quiet", "main")
            try scratch.write("main\n", to: "main")
            try await scratch.commit("main")
            try await scratch.git("checkout", "--quiet", "--orphan", "alien")
            try await scratch.commit("alien")
            let repository = try await scratch.mirror()
            let (main, side) = (try Revision("main"), try Revision("side"))
            let merged = try await repository.compare(from: main, to: side)
            #expect(merged.diffs.files.map(\.newPath) == ["side"])
            #expect(merged.commits.map(\.title) == ["side"] && !merged.hasMoreCommits)
            let straight = try await repository.diff(from: main, to: side, straight: true)
            #expect(straight.files.map(\.newPath) == ["main", "side"])
            #expect(straight.files.map(\.deletedFile) == [true, false])
            let all = try await repository.diff(from: Revision(.emptyTree), to: side, straight: true)
            #expect(all.files.map(\.newPath) == ["base", "side"])
            let root = try await repository.diff(of: Revision(base))
            #expect(root.files.map(\.newPath) == ["base"])
            let error = await #expect(throws: GitError.self) {
                try await repository.diff(from: main, to: Revision("alien"))
            }
            #expect(error?.cause == .noMergeBase)
            #expect(try await repository.compare(from: main, to: Revision("alien")).diffs.files.isEmpty)
            let unknown = await #expect(throws: GitError.self) { try await repository.diff(of: Revision("absent")) }
            #expect(unknown?.cause == .unknownRevision)
        }
    }

    @Test func aMergeIsComparedWithItsFirstParent() async throws {
        try await Scratch.with { scratch in
            try await scratch.commit("base")
            try await scratch.git("checkout", "--quiet", "-b", "side")
            try scratch.write("side\n", to: "side")
            try await scratch.commit("side")
            try await scratch.git("checkout", "--quiet", "main")
            try scratch.write("main\n", to: "main")
            try await scratch.commit("main")
            try await scratch.git("merge", "--quiet", "--no-ff", "--message", "merge", "side")
            let repository = try await scratch.mirror()
            #expect(try await repository.diff(of: .head).files.map(\.newPath) == ["side"])
            #expect(try await repository.commit(.head, stats: true)?.stats?.additions == 1)
        }
    }

    @Test func limitsHoldForOneFileAndForAll() async throws {
        try await Scratch.with { scratch in
            for number in 1...9 { try scratch.write(numbers, to: "f\(number)") }
            try scratch.write(String(repeating: "x", count: 3 << 20), to: "a-long-line")
            try await scratch.commit("one")
            let repository = try await scratch.mirror()
            var limits = DiffLimits()
            let all = try await repository.diff(of: .head, limits: limits)
            #expect(all.files.first?.tooLarge == true && all.files.first?.diff.isEmpty == true && !all.overflow)
            #expect(all.files.dropFirst().allSatisfy { !$0.tooLarge && $0.additions == 30 })
            limits.files = 4
            let few = try await repository.diff(of: .head, limits: limits)
            #expect(few.files.map(\.newPath) == ["a-long-line", "f1", "f2", "f3"] && few.overflow)
            #expect(few.files.last?.additions == 30)
            limits = DiffLimits()
            limits.lines = 70
            let short = try await repository.diff(of: .head, limits: limits)
            #expect(short.overflow && short.files.filter(\.collapsed).count == 7)
            #expect(short.files.filter(\.collapsed).allSatisfy { $0.diff.isEmpty && !$0.tooLarge })
        }
    }

    @Test(arguments: [
        ("package-lock.json", true), ("web/yarn.lock", true), ("js/app.min.js", true), ("src/app.js", false),
        ("node_modules/x/index.js", true), ("go.sum", true), ("lock", false), ("api.pb.go", true),
    ])
    func generatedFilesAreKnownByName(path: String, generated: Bool) {
        #expect(GeneratedFiles.isGenerated(path) == generated)
    }
}
