import Foundation
import Git
import Model
import Testing

@Suite struct RefsTests {
    @Test func refsAreSetListedAndDeletedTogether() async throws {
        try await Scratch.with { scratch in
            let first = try await scratch.commit("one")
            let second = try await scratch.commit("two")
            let repository = try await scratch.mirror()
            let names = try (1...300).map { try #require(RefName("refs/merge-requests/\($0)/head")) }
            try await repository.update(names.map { .set($0, first) })
            #expect(try await repository.refs(under: "refs/merge-requests/").count == 300)
            try await repository.packRefs()
            try await repository.update([.set(names[0], second), .delete(names[1]), .delete(names[1])].dropLast(1))
            #expect(try await repository.ref(names[0])?.target == second)
            #expect(try await repository.ref(names[1]) == nil)
            #expect(try await repository.refs(under: "refs/merge-requests/").count == 299)
        }
    }

    @Test func aBatchWithAnUnknownObjectChangesNothing() async throws {
        try await Scratch.with { scratch in
            let first = try await scratch.commit("one")
            let repository = try await scratch.mirror()
            let good = try #require(RefName(branch: "good"))
            let bad = try #require(RefName(branch: "bad"))
            let missing = try #require(ObjectHash(String(repeating: "12", count: 20)))
            let error = await #expect(throws: GitError.self) {
                try await repository.update([.set(good, first), .set(bad, missing)])
            }
            #expect(error?.cause == .unknownRevision)
            #expect(try await repository.ref(good) == nil)
        }
    }

    @Test func refsStreamInBatches() async throws {
        try await Scratch.with { scratch in
            let commit = try await scratch.commit("one")
            try await scratch.git("tag", "--annotate", "v1", "--message", "text")
            let repository = try await scratch.mirror()
            let names = try (1...5000).map { try #require(RefName("refs/merge-requests/\($0)/head")) }
            try await repository.update(names.map { .set($0, commit) })
            let counter = Counter()
            try await repository.forEachRefs(under: "refs/merge-requests/") { await counter.add($0.count) }
            #expect(await counter.sum == 5000)
            #expect(await counter.largest < 5000)
            let tag = try #require(try await repository.refs(under: "refs/tags/", peeled: true).first)
            #expect(tag.peeled == commit)
            #expect(tag.target != commit)
        }
    }

    @Test func hostilePrefixesAreRefused() async throws {
        try await Scratch.with { scratch in
            let repository = try await scratch.mirror()
            for prefix in ["--sort=x", "-x", "refs/heads/*", "../x", "refs/../x", ""] {
                await #expect(throws: GitError.self) { try await repository.refs(under: prefix) }
            }
        }
    }

    @Test func theDefaultBranchIsReadAndSet() async throws {
        try await Scratch.with { scratch in
            let repository = scratch.repository("empty.git")
            try await repository.create(defaultBranch: "trunk")
            #expect(repository.defaultBranch()?.short == "trunk")
            try await repository.setDefaultBranch(try #require(RefName(branch: "dev/ünï")))
            #expect(repository.defaultBranch()?.short == "dev/ünï")
            let tag = try #require(RefName(tag: "v1"))
            await #expect(throws: GitError.self) { try await repository.setDefaultBranch(tag) }
            await #expect(throws: GitError.self) { try await repository.create(defaultBranch: "a..b") }
        }
    }

    @Test func revisionsResolve() async throws {
        try await Scratch.with { scratch in
            let first = try await scratch.commit("one")
            let second = try await scratch.commit("two")
            try await scratch.git("tag", "--annotate", "v1", "--message", "text")
            let repository = try await scratch.mirror()
            #expect(try await repository.resolve(.head) == second)
            #expect(try await repository.resolve(Revision("v1~1")) == first)
            #expect(try await repository.resolve(Revision(second.short)) == second)
            #expect(try await repository.resolve(Revision("nothing")) == nil)
            #expect(try await repository.resolve(Revision("v1"), as: .tag) != nil)
            #expect(try await repository.resolve(Revision("main"), as: .blob) == nil)
        }
    }
}

private actor Counter {
    var sum = 0
    var largest = 0

    func add(_ count: Int) {
        sum += count
        largest = max(largest, count)
    }
}

@Suite struct BranchAndTagTests {
    private func source(_ scratch: Scratch) async throws {
        try await scratch.commit("base", at: 1_600_000_000)
        for (index, name) in ["b-old", "a-new", "c/mid", "fix-'quote'"].enumerated() {
            try await scratch.git("checkout", "--quiet", "-b", name, "main")
            try await scratch.commit("on \(name)", at: 1_600_000_000 + [1, 4, 2, 3][index])
        }
    }

    @Test func branchesComeWithTheirCommitsSortedAndPaged() async throws {
        try await Scratch.with { scratch in
            try await source(scratch)
            let repository = try await scratch.mirror()
            var query = RefQuery()
            query.limit = 2
            let first = try await repository.branches(query)
            #expect(first.total == 5)
            #expect(first.items.map(\.name) == ["a-new", "b-old"])
            #expect(first.items.map(\.commit.title) == ["on a-new", "on b-old"])
            query.skip = 4
            #expect(try await repository.branches(query).items.map(\.name) == ["main"])
            query.skip = 0
            query.limit = 10
            query.order = .updated
            query.descending = true
            let names = try await repository.branches(query).items.map(\.name)
            #expect(names == ["a-new", "fix-'quote'", "c/mid", "b-old", "main"])
            query.search = RefSearch("^c")
            let found = try await repository.branches(query)
            #expect(found.total == 1)
            #expect(found.items.first?.name == "c/mid")
        }
    }

    @Test func twoBranchesOnOneCommitAreBothListed() async throws {
        try await Scratch.with { scratch in
            try await scratch.commit("base")
            try await scratch.git("branch", "twin")
            let repository = try await scratch.mirror()
            #expect(try await repository.branches(RefQuery()).items.count == 2)
            #expect(try await repository.branch("twin")?.commit.title == "base")
            #expect(try await repository.branch("absent") == nil)
            #expect(try await repository.branch("--all") == nil)
        }
    }

    @Test func tagsTellWhatTheyPointTo() async throws {
        try await Scratch.with { scratch in
            try scratch.write("text", to: "file")
            let commit = try await scratch.commit("base")
            try await scratch.git("tag", "v1.9")
            try await scratch.git(
                "tag", "--annotate", "v1.10", "--message", "The tenth\n\nWith a body", at: 1_700_000_000)
            try await scratch.git("tag", "blob", "HEAD:file")
            let repository = try await scratch.mirror()
            var query = RefQuery()
            query.order = .version
            query.search = RefSearch("v1")
            let page = try await repository.tags(query)
            #expect(page.items.map(\.name) == ["v1.9", "v1.10"])
            let annotated = try #require(page.items.last)
            #expect(annotated.message == "The tenth\n\nWith a body")
            #expect(annotated.target != commit)
            #expect(annotated.commit?.id == commit)
            #expect(annotated.tagger?.time == GitTime(seconds: 1_700_000_000, offsetMinutes: -90))
            #expect(annotated.tagger?.email == "charles@example.com")
            let plain = try #require(page.items.first)
            #expect(plain.message.isEmpty && plain.tagger == nil && plain.target == commit)
            let odd = try #require(try await repository.tag("blob"))
            #expect(odd.commit == nil)
            #expect(try await repository.tag("absent") == nil)
        }
    }

    @Test func anEmptyRepositoryHasNone() async throws {
        try await Scratch.with { scratch in
            let repository = scratch.repository("empty.git")
            try await repository.create()
            #expect(try await repository.branches(RefQuery()).items.isEmpty)
            #expect(try await repository.tags(RefQuery()).total == 0)
            let error = await #expect(throws: GitError.self) { try await repository.commits(CommitQuery()) }
            #expect(error?.cause == .unknownRevision)
        }
    }
}
