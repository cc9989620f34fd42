import Foundation
import Git
import Model
import Testing

/// Repositories as git's own tests make them to see what git refuses (its t1450, t7415, t7450 and others).
@Suite struct HostileRepositoryTests {
    /// Names of files that some system or other takes for `.git`, or for a place elsewhere.
    static let names = [
        ".git", ".GIT", ".Git", ".gIt", "git~1", "GIT~1", "Git~1", ".git ", ".git.", ".git...", ".git . .",
        ".git::$INDEX_ALLOCATION", ".git:stream", ".g\u{200c}it", ".gi\u{200d}t", "\u{200e}.git", ".git\u{200f}",
        ".g\u{202a}it", ".g\u{202e}it", ".\u{206a}git", "\u{feff}.git", ".GI\u{206f}T", "..", ".", "a/b",
        ".git/config", ".git/hooks/post-checkout", "../../escaped", "/etc/passwd", ".git\\hooks", "a/../../b",
    ]

    /// What a `.gitmodules` may hold to run something in whoever clones with submodules (CVE-2018-11235,
    /// CVE-2018-17456, CVE-2019-1387, CVE-2020-5260, CVE-2024-32002 and kin).
    static let modules = [
        "[submodule \"../../x\"]\n\tpath = x\n\turl = https://example.org/x\n",
        "[submodule \"a/../../b\"]\n\tpath = b\n\turl = https://example.org/x\n",
        "[submodule \"..\\\\..\\\\x\"]\n\tpath = x\n\turl = https://example.org/x\n",
        "[submodule \"x\"]\n\tpath = x\n\turl = -u./payload\n",
        "[submodule \"x\"]\n\tpath = x\n\turl = --upload-pack=touch x\n",
        "[submodule \"x\"]\n\tpath = -x\n\turl = https://example.org/x\n",
        "[submodule \"x\"]\n\tpath = --upload-pack=x\n\turl = https://example.org/x\n",
        "[submodule \"x\"]\n\tpath = x\n\turl = https://example.org/x\n\tupdate = !touch x\n",
        "[submodule \"x\"]\n\tpath = x\n\turl = ./%0ahost=example.com\n",
    ]

    private func refusal(_ scratch: Scratch, _ what: String) async throws {
        let repository = scratch.repository("m.git")
        try await repository.create()
        let error = await #expect(throws: GitError.self, "\(what.debugDescription)") {
            try await repository.fetchMirror(url: scratch.sourceURL, refspecs: [.heads])
        }
        #expect(error?.cause == .badObjectsFromRemote, "\(what.debugDescription): \(String(describing: error))")
        #expect(try await repository.refs(under: "refs/").isEmpty)
        try repository.delete()
    }

    @Test func noTreeLeadsOutOfAWorkingCopyOrIntoItsDotGit() async throws {
        try await Scratch.with { scratch in
            let blob = try await scratch.object("blob", Array("x\n".utf8))
            let folder = try await scratch.tree([.init(name: "config", object: blob)])
            for name in Self.names {
                try await scratch.publish(tree: scratch.tree([.init(name: name, object: blob)]))
                try await refusal(scratch, name)
                // Deeper down, as a folder, as a link and as a submodule as well.
                guard [".git", "..", "a/b"].contains(name) else { continue }
                for mode in ["40000", "120000", "160000"] {
                    let tree = try await scratch.tree([
                        .init(mode: mode, name: name, object: mode == "40000" ? folder : blob)
                    ])
                    try await scratch.publish(tree: scratch.tree([.init(mode: "40000", name: "deep", object: tree)]))
                    try await refusal(scratch, "\(mode) \(name)")
                }
            }
        }
    }

    @Test func noSubmoduleRunsSomething() async throws {
        try await Scratch.with { scratch in
            for text in Self.modules {
                let blob = try await scratch.object("blob", Array(text.utf8))
                let isFirst = text == Self.modules.first
                let disguises = [".GITMODULES", ".gitmodules ", ".g\u{200c}itmodules", "gitmod~1"]
                for name in [".gitmodules"] + (isFirst ? disguises : []) {
                    try await scratch.publish(tree: scratch.tree([.init(name: name, object: blob)]))
                    try await refusal(scratch, "\(name): \(text)")
                }
            }
            let target = try await scratch.object("blob", Array("elsewhere".utf8))
            try await scratch.publish(
                tree: scratch.tree([.init(mode: "120000", name: ".gitmodules", object: target)]))
            try await refusal(scratch, "a link named .gitmodules")
            let folder = try await scratch.tree([.init(name: "x", object: target)])
            try await scratch.publish(tree: scratch.tree([.init(mode: "40000", name: ".gitmodules", object: folder)]))
            try await refusal(scratch, "a folder named .gitmodules")
        }
    }

    @Test func submodulesAreNotFetched() async throws {
        try await Scratch.with { scratch in
            let inside = try Listener()
            defer { inside.close() }
            let text = "[submodule \"x\"]\n\tpath = x\n\turl = http://127.0.0.1:\(inside.port)/x.git\n"
            let blob = try await scratch.object("blob", Array(text.utf8))
            let commit = try await scratch.commit("one")
            try await scratch.publish(
                tree: scratch.tree([
                    .init(name: ".gitmodules", object: blob), .init(mode: "160000", name: "x", object: commit.hex),
                ]), as: "main")
            let repository = try await scratch.mirror()
            #expect(try await repository.tree(Revision("main")).entries.map(\.kind) == [.blob, .commit])
            #expect(!inside.hasConnection)
        }
    }

    @Test func damagedObjectsAreRefused() async throws {
        try await Scratch.with { scratch in
            let tree = try await scratch.git("write-tree")
            let (who, zero) = ("A <a@x> 1 +0000", String(repeating: "0", count: 40))
            let commits = [
                "author \(who)\ncommitter \(who)\n\nno tree\n", "tree \(tree)\n\nnobody\n",
                "tree \(tree)\nauthor \(who)\n\nno committer\n", "tree \(zero)\nauthor \(who)\ncommitter \(who)\n\nx\n",
                "tree \(tree)\nparent \(zero)\nauthor \(who)\ncommitter \(who)\n\nx\n",
                "tree \(tree)\nparent x\nauthor \(who)\ncommitter \(who)\n\nx\n",
                "tree \(tree)\nauthor A <a@x> 1 +0000\u{0}\ncommitter \(who)\n\nx\n",
                "tree \(tree)\nauthor A <a<b@x> 1 +0000\ncommitter \(who)", "garbage", "",
            ]
            for text in commits {
                try await scratch.publish(commit: scratch.object("commit", Array(text.utf8)))
                let repository = scratch.repository("m.git")
                try await repository.create()
                await #expect(throws: GitError.self, "\(text.debugDescription)") {
                    try await repository.fetchMirror(url: scratch.sourceURL, refspecs: [.heads])
                }
                #expect(try await repository.refs(under: "refs/").isEmpty, "\(text.debugDescription)")
                try repository.delete()
            }
        }
    }

    /// Faults of old tools in histories that people have.
    @Test func oldFaultsThatHarmNobodyComeAlong() async throws {
        try await Scratch.with { scratch in
            let blob = try await scratch.object("blob", Array("x\n".utf8))
            let empty = try await scratch.git("write-tree")
            let who = "A <a@x> 1 +0000"
            let people = [
                "A <a@x> 1 +051800", "A <a@x>1 +0000", "A<a@x> 1 +0000", "<a@x> 1 +0000", "A a@x 1 +0000",
                "A <a@x> 0001 +0000", "A <a@x> 99999999999999999999 +0000", "A <a@x> x +0000",
            ]
            for (index, person) in people.enumerated() {
                let text = "tree \(empty)\nauthor \(person)\ncommitter \(who)\n\nold\n"
                try await scratch.publish(commit: scratch.object("commit", Array(text.utf8)), as: "commit-\(index)")
            }
            let folder = try await scratch.tree([.init(name: "x", object: blob)])
            let trees: [[Scratch.Entry]] = [
                [.init(mode: "040000", name: "folder", object: folder)],
                [.init(mode: "100664", name: "x", object: blob)],
                [.init(name: "b", object: blob), .init(name: "a", object: blob)],
                [.init(name: "a", object: blob), .init(name: "a", object: blob)],
                [.init(mode: "120000", name: ".gitignore", object: blob)],
            ]
            for (index, entries) in trees.enumerated() {
                try await scratch.publish(tree: scratch.tree(entries), as: "tree-\(index)")
            }
            let repository = try await scratch.mirror()
            #expect(try await repository.refs(under: "refs/heads/").count == people.count + trees.count)
        }
    }

    @Test func hooksOfARepositoryNeverRun() async throws {
        try await Scratch.with { scratch in
            try await scratch.commit("one")
            let repository = try await scratch.mirror()
            let hooks = repository.directory + "/hooks"
            try FileManager.default.createDirectory(atPath: hooks, withIntermediateDirectories: true)
            let trace = scratch.directory + "/ran"
            for name in [
                "reference-transaction", "post-update", "pre-receive", "update", "post-receive", "pre-auto-gc",
                "post-index-change", "fsmonitor-watchman",
            ] {
                try "#!/bin/sh\ntouch '\(trace)'\n".write(toFile: "\(hooks)/\(name)", atomically: true, encoding: .utf8)
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o755], ofItemAtPath: "\(hooks)/\(name)")
            }
            try await scratch.commit("two")
            try await repository.fetchMirror(url: scratch.sourceURL, refspecs: [.heads])
            let branch = try #require(RefName(branch: "made"))
            try await repository.update([.set(branch, try await scratch.id("HEAD"))])
            try await repository.packRefs()
            try await UploadPack(repository).advertise(.two) { stream in for try await _ in stream {} }
            #expect(!FileManager.default.fileExists(atPath: trace))
        }
    }
}

/// Few objects that unfold to very much.
@Suite struct GitBombTests {
    /// Ten thousand million files in ten trees.
    private func bomb(_ scratch: Scratch) async throws -> GitRepository {
        var object = try await scratch.object("blob", Array("boom\n".utf8))
        var mode = "100644"
        for _ in 0..<10 {
            object = try await scratch.tree((0..<10).map { .init(mode: mode, name: "\($0)", object: object) })
            mode = "40000"
        }
        try await scratch.publish(tree: object, as: "main")
        return try await scratch.mirror()
    }

    @Test func aTreeThatUnfoldsWithoutEndIsRefusedWhereAllOfItIsWanted() async throws {
        try await Scratch.with { scratch in
            let repository = try await bomb(scratch)
            let main = try Revision("main")
            let error = await #expect(throws: GitError.self) {
                _ = try await repository.tree(main, recursive: true, most: 10_000)
            }
            #expect(error?.cause == .outputTooLarge(limit: 10_000))
            // One folder at a time, one file and the history are there all the same.
            #expect(try await repository.tree(main).entries.count == 10)
            #expect(try await repository.tree(main, path: "0/1/2/3/4/5/6/7/8").entries.count == 10)
            #expect(try await repository.blob(main, path: "9/9/9/9/9/9/9/9/9/9", limit: 10) == Array("boom\n".utf8))
            #expect(try await repository.commits(CommitQuery()).commits.count == 1)
            try await repository.forEachLFSPointers { _ in }
        }
    }

    @Test func gitThatWantsTooMuchMemoryFailsAloneAndSaysSo() async throws {
        try await Scratch.with { scratch in
            let directory = try await bomb(scratch).directory
            let runner = GitRunner(readingMemory: 96 << 20, logger: scratch.runner.logger)
            let repository = GitRepository(directory: directory, runner: runner)
            let error = await #expect(throws: GitError.self) { _ = try await repository.diff(of: Revision("main")) }
            #expect(error?.cause == .memoryExceeded, "\(String(describing: error))")
            #expect(error?.isTransient == false)
            #expect(try await repository.commit(Revision("main")) != nil)
        }
    }
}
