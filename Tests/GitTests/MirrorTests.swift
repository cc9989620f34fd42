import Foundation
import Git
import Model
import Testing

@Suite struct MirrorTests {
    @Test func aMirrorFollowsItsSource() async throws {
        try await Scratch.with { scratch in
            let first = try await scratch.commit("one")
            try await scratch.git("branch", "gone")
            try await scratch.git("update-ref", "refs/pull/7/head", first.hex)
            try await scratch.git("update-ref", "refs/pull/7/merge", first.hex)
            try await scratch.git("tag", "v1")
            let repository = try await scratch.mirror()
            let names = try await repository.refs(under: "refs/").map(\.name.full)
            #expect(names == ["refs/heads/gone", "refs/heads/main", "refs/merge-requests/7/head", "refs/tags/v1"])
            try await scratch.git("branch", "--delete", "--force", "gone")
            try await scratch.git("branch", "gone/deeper")
            let second = try await scratch.commit("two")
            let kept = try #require(RefName("refs/keep-around/x"))
            try await repository.update([.set(kept, first)])
            try await repository.fetchMirror(url: scratch.sourceURL, refspecs: [.heads, .tags])
            #expect(try await repository.refs(under: "refs/heads/").map(\.name.short) == ["gone/deeper", "main"])
            #expect(try await repository.resolve(.head) == second)
            #expect(try await repository.ref(kept) != nil)
            #expect(!FileManager.default.fileExists(atPath: repository.directory + "/FETCH_HEAD"))
            #expect(try await repository.size() > 0)
        }
    }

    @Test func theSourcesRefsAreCountedBySourcesWordAndNotByTheMirrors() async throws {
        try await Scratch.with { scratch in
            let first = try await scratch.commit("one")
            try await scratch.git("update-ref", "refs/pull/7/head", first.hex)
            try await scratch.git("update-ref", "refs/pull/7/merge", first.hex)
            try await scratch.git("tag", "--annotate", "--message", "first", "v1")
            let repository = try await scratch.mirror()
            try await scratch.git("branch", "later")
            let patterns = ["refs/heads/*", "refs/tags/*", "refs/pull/*/head"]
            #expect(try await repository.countRemoteRefs(url: scratch.sourceURL, patterns: patterns) == 4)
            #expect(try await repository.refs(under: "refs/").count == 3)
        }
    }

    @Test func theAddressLeavesNoTraceOnDisk() async throws {
        try await Scratch.with { scratch in
            try await scratch.commit("one")
            let repository = try await scratch.mirror()
            let found = try await scratch.git("-C", repository.directory, "config", "--list", "--local")
            #expect(!found.contains(scratch.source))
        }
    }

    @Test func progressIsTold() async throws {
        try await Scratch.with { scratch in
            for number in 1...40 { try scratch.write("\(number)", to: "f\(number)") }
            try await scratch.commit("one")
            let repository = scratch.repository("m.git")
            try await repository.create()
            let seen = Seen()
            try await repository.fetchMirror(url: scratch.sourceURL, refspecs: [.heads]) { await seen.add($0) }
            let last = await seen.steps.last { $0.phase == .unpacking || $0.phase == .receiving }
            #expect(last?.percent == 100)
            #expect(last?.done == 42 && last?.total == 42)
        }
    }

    @Test(arguments: [
        ("Receiving objects:  45% (450/1000), 12.50 MiB | 2.00 MiB/s", 45, 450, 1000, 13_107_200),
        ("remote: Counting objects: 100% (10/10), done.", 100, 10, 10, nil),
        ("remote: Enumerating objects: 10, done.", nil, nil, nil, nil),
        ("Resolving deltas:   5% (1/20)", 5, 1, 20, nil),
    ])
    func progressLinesAreRead(line: String, percent: Int?, done: Int?, total: Int?, bytes: Int64?) {
        let step = FetchProgress(line: line)
        #expect(step?.percent == percent && step?.done == done && step?.total == total && step?.bytes == bytes)
    }

    @Test func aRefusedConnectionIsNamedWithoutTheAddress() async throws {
        try await Scratch.with { scratch in
            let listener = try Listener()
            let port = listener.port
            listener.close()
            let repository = scratch.repository("m.git")
            try await repository.create()
            let error = await #expect(throws: GitError.self) {
                try await repository.fetchMirror(
                    url: "http://u:secret@127.0.0.1:\(port)/capability", refspecs: [.heads])
            }
            #expect(error?.cause == .remoteUnreachable)
            let text = error.map { "\($0) \($0.lines)" } ?? ""
            #expect(!text.contains("secret") && !text.contains("capability") && !text.isEmpty)
        }
    }

    @Test(arguments: ["ssh://git@127.0.0.1/x", "ext::sh -c 'exit 3'", "git://127.0.0.1/x"])
    func otherTransportsAreRefused(url: String) async throws {
        try await Scratch.with { scratch in
            let repository = scratch.repository("m.git")
            try await repository.create()
            let error = await #expect(throws: GitError.self) {
                try await repository.fetchMirror(url: url, refspecs: [.heads])
            }
            #expect(error?.cause == .protocolRefused)
        }
    }

    @Test func secretsTravelInHeadersAndShowInNoArgument() async throws {
        try await Scratch.with { scratch in
            let listener = try Listener()
            defer { listener.close() }
            let repository = scratch.repository("m.git")
            try await repository.create()
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await repository.fetchMirror(
                        url: "http://127.0.0.1:\(listener.port)/x.git", refspecs: [.heads],
                        secretHeaders: ["Authorization: Bearer hidden-capability"])
                }
                #expect(await eventually { listener.hasConnection })
                let lines = processes(in: repository.directory).map {
                    (try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8)) ?? ""
                }
                #expect(lines.count >= 2 && !lines.joined().contains("hidden-capability"))
                let request = listener.answerOnce("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
                #expect(request.contains("Authorization: Bearer hidden-capability"))
                let error = await #expect(throws: GitError.self) { try await group.next() }
                #expect(error?.cause == .remoteRefused(status: 403))
            }
        }
    }

    @Test func aCancelledFetchLeavesNoProcessAndNoLock() async throws {
        try await Scratch.with { scratch in
            let listener = try Listener()
            defer { listener.close() }
            let repository = scratch.repository("m.git")
            try await repository.create()
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    let url = "http://127.0.0.1:\(listener.port)/x.git"
                    try await repository.fetchMirror(url: url, refspecs: [.heads])
                }
                #expect(await eventually { listener.hasConnection })
                #expect(processes(in: repository.directory).count >= 2)
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.next() }
            }
            // Git itself has ended; its children got the same signal, and end when the machine lets them.
            #expect(await eventually { processes(in: repository.directory).isEmpty })
            #expect(try repository.removeStaleLocks() == 0)
        }
    }

    @Test func leftoversOfAKilledGitAreRemoved() async throws {
        try await Scratch.with { scratch in
            try await scratch.commit("one")
            let repository = try await scratch.mirror()
            let stale = [
                "HEAD.lock", "packed-refs.lock", "shallow.lock", "refs/heads/main.lock", "objects/pack/tmp_pack_abc",
                "objects/pack/tmp_idx_abc", "objects/tmp_obj_x",
            ]
            for path in stale { try Data().write(to: URL(fileURLWithPath: repository.directory + "/" + path)) }
            let main = try #require(RefName(branch: "main"))
            let error = await #expect(throws: GitError.self) { try await repository.update([.delete(main)]) }
            #expect(error?.cause == .locked)
            #expect(try repository.removeStaleLocks() == stale.count)
            #expect(try repository.removeStaleLocks() == 0)
            try await repository.update([.delete(main)])
            #expect(repository.exists)
            try repository.delete()
            try repository.delete()
            #expect(!repository.exists)
        }
    }

    /// As the git of a killed process does, until it notices.
    @Test func aRepositoryIsRemovedAlthoughSomebodyWritesThereForAMoment() async throws {
        try await Scratch.with { scratch in
            try await scratch.commit("one")
            let repository = try await scratch.mirror()
            let writer = Process()
            writer.executableURL = URL(fileURLWithPath: "/bin/sh")
            writer.arguments = [
                "-c", "n=0; while [ $n -lt 20000 ] && mkdir \"$0/objects/later-$n\"; do n=$((n+1)); done 2>/dev/null",
                repository.directory,
            ]
            try writer.run()
            defer { writer.waitUntilExit() }
            try await GitRepository.outlastingWriters { try repository.delete() }
            #expect(!FileManager.default.fileExists(atPath: repository.directory))
        }
    }

    @Test func aRepositoryThatCannotBeRemovedIsTriedForASecondAndNamed() async throws {
        try await Scratch.with { scratch in
            let fixed = GitRepository(directory: "/proc/self/fdinfo", runner: try await scratch.mirror().runner)
            var attempts = 0
            let error = await #expect(throws: GitError.self) {
                try await GitRepository.outlastingWriters {
                    attempts += 1
                    try fixed.delete()
                }
            }
            #expect(error?.cause == .notWritable && attempts == 50)
        }
    }

    @Test func brokenObjectsAreRefusedAndOldFaultsAreNot() async throws {
        try await Scratch.with { scratch in
            let tree = try await scratch.git("write-tree")
            func commit(author: String) async throws -> String {
                let text = "tree \(tree)\nauthor \(author)\ncommitter C <c@x> 1 +0000\n\nold\n"
                return try await scratch.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", input: text)
            }
            try await scratch.git("update-ref", "refs/heads/old", commit(author: "A <a@x> 1 +051800"))
            let repository = try await scratch.mirror()
            #expect(try await repository.branch("old") != nil)
            let mktree = "100644 blob \(try await scratch.git("hash-object", "-w", "--stdin", input: "x"))\t.git\n"
            let evil = try await scratch.git("mktree", input: mktree)
            let commit = try await scratch.git("commit-tree", evil, "-m", "evil")
            try await scratch.git("update-ref", "refs/heads/evil", commit)
            let error = await #expect(throws: GitError.self) {
                try await repository.fetchMirror(url: scratch.sourceURL, refspecs: [.heads])
            }
            #expect(error?.cause == .badObjectsFromRemote)
            #expect(try await repository.branch("evil") == nil)
        }
    }

    @Test func impossibleRefspecsAreRefused() {
        for (from, to) in [
            ("refs/heads/*", "refs/heads/x"), ("--upload-pack=x", "refs/x"), ("refs/a:b", "refs/c"), ("*", "*"),
        ] {
            #expect(throws: GitError.self) { try Refspec(from: from, to: to) }
        }
        let pullRequests = try? Refspec(from: "refs/pull/*/head", to: "refs/merge-requests/*/head")
        #expect(pullRequests?.text == "+refs/pull/*/head:refs/merge-requests/*/head")
    }
}

private actor Seen {
    var steps: [FetchProgress] = []

    func add(_ step: FetchProgress) { steps.append(step) }
}
