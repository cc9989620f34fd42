import Foundation
import Model
import Testing

@testable import Git

@Suite struct HistoryTests {
    @Test func aCommitHasAllItsParts() async throws {
        try await Scratch.with { scratch in
            try scratch.write("a\nb\n", to: "f")
            let first = try await scratch.commit("first")
            try scratch.write("a\nc\nd\n", to: "f")
            let text = "Second line\n\nBody ü\n\nReviewed-by: Eve <eve@example.com>\nFixes: #1\nFixes: #2"
            let second = try await scratch.commit(text, at: 1_650_000_000)
            let repository = try await scratch.mirror()
            let commit = try #require(try await repository.commit(.head, stats: true))
            #expect(commit.id == second)
            #expect(commit.parents == [first])
            #expect(commit.message == text + "\n")
            #expect(commit.title == "Second line")
            #expect(
                commit.author
                    == GitSignature(
                        name: "Ada", email: "ada@example.com", time: GitTime(seconds: 1_650_000_000, offsetMinutes: 120)
                    ))
            #expect(commit.committer.time.offsetMinutes == -90)
            #expect(commit.trailers.map(\.key) == ["Reviewed-by", "Fixes", "Fixes"])
            #expect(commit.trailers.map(\.value) == ["Eve <eve@example.com>", "#1", "#2"])
            #expect(commit.stats?.additions == 2 && commit.stats?.deletions == 1 && commit.stats?.files == 1)
            #expect(try await repository.commit(Revision("absent")) == nil)
            let missing = try #require(ObjectHash(String(repeating: "ab", count: 20)))
            #expect(try await repository.commit(Revision(missing)) == nil)
        }
    }

    @Test func titlesAreCutAsGitLabCutsThem() async throws {
        try await Scratch.with { scratch in
            try await scratch.commit(String(repeating: "word ", count: 25))
            let repository = try await scratch.mirror()
            let title = try #require(try await repository.commit(.head)).title
            #expect(title == String(repeating: "word ", count: 15).dropLast() + "...")
        }
    }

    @Test func commitsArePagedAndFiltered() async throws {
        try await Scratch.with { scratch in
            for number in 1...5 {
                try scratch.write("\(number)", to: number.isMultiple(of: 2) ? "even" : "odd [x]*")
                try await scratch.commit("commit \(number)", at: 1_600_000_000 + number * 100)
            }
            let repository = try await scratch.mirror()
            var query = CommitQuery()
            query.skip = 1
            query.limit = 2
            let page = try await repository.commits(query)
            #expect(page.commits.map(\.title) == ["commit 4", "commit 3"])
            #expect(page.hasMore)
            query = CommitQuery()
            query.path = "odd [x]*"
            #expect(try await repository.commits(query).commits.map(\.title) == ["commit 5", "commit 3", "commit 1"])
            #expect(try await repository.countCommits(query) == 3)
            query.path = "odd*"
            #expect(try await repository.commits(query).commits.isEmpty)
            query = CommitQuery()
            query.since = 1_600_000_200
            query.until = 1_600_000_400
            query.stats = true
            let span = try await repository.commits(query).commits
            #expect(span.map(\.title) == ["commit 4", "commit 3", "commit 2"])
            #expect(span.map { $0.stats?.total } == [2, 2, 1])
            query = CommitQuery()
            query.author = "ada@"
            #expect(try await repository.countCommits(query) == 5)
            query.author = "a.a@"
            #expect(try await repository.countCommits(query) == 0)
        }
    }

    @Test func everyRefAndFirstParentsOnly() async throws {
        try await Scratch.with { scratch in
            try await scratch.commit("base")
            try await scratch.git("checkout", "--quiet", "-b", "side")
            try await scratch.commit("side")
            try await scratch.git("checkout", "--quiet", "main")
            try await scratch.commit("main")
            try await scratch.git("merge", "--quiet", "--no-ff", "--message", "merge", "side")
            try await scratch.git("checkout", "--quiet", "-b", "other")
            let other = try await scratch.commit("other")
            try await scratch.git("checkout", "--quiet", "main")
            let repository = try await scratch.mirror()
            let kept = try #require(RefName("refs/keep-around/\(other.hex)"))
            try await repository.update([.set(kept, other), .delete(try #require(RefName(branch: "other")))])
            var query = CommitQuery()
            #expect(try await repository.countCommits(query) == 4)
            query.firstParent = true
            #expect(try await repository.commits(query).commits.map(\.title) == ["merge", "main", "base"])
            query.firstParent = false
            query.all = true
            #expect(try await repository.countCommits(query) == 4)
            query.all = false
            query.excluding = [try Revision("side")]
            query.order = .topological
            #expect(try await repository.commits(query).commits.map(\.title) == ["merge", "main"])
        }
    }

    @Test func contributorsAreCounted() async throws {
        try await Scratch.with { scratch in
            for text in ["a\n", "a\nb\n", "c\n"] {
                try scratch.write(text, to: "f")
                try await scratch.commit("change")
            }
            try await scratch.git("commit", "--quiet", "--allow-empty", "--message", "x", "--author", "Eve <eve@x.org>")
            let repository = try await scratch.mirror()
            let people = try await repository.contributors(countingLines: true)
            #expect(
                people == [
                    GitContributor(name: "Ada", email: "ada@example.com", commits: 3, additions: 3, deletions: 2),
                    GitContributor(name: "Eve", email: "eve@x.org", commits: 1, additions: 0, deletions: 0),
                ])
            #expect(try await repository.contributors().map(\.additions) == [0, 0])
            #expect(try await repository.contributors(limit: 1).count == 1)
        }
    }

    @Test func mergeBaseOfSeveral() async throws {
        try await Scratch.with { scratch in
            let base = try await scratch.commit("base")
            try await scratch.git("checkout", "--quiet", "-b", "side")
            try await scratch.commit("side")
            try await scratch.git("checkout", "--quiet", "--orphan", "alien")
            try await scratch.commit("alien")
            let repository = try await scratch.mirror()
            #expect(try await repository.mergeBase(of: [Revision("main"), Revision("side")]) == base)
            #expect(try await repository.mergeBase(of: [Revision("main"), Revision("alien")]) == nil)
            #expect(try await repository.isAncestor(Revision("main"), of: Revision("side")))
            #expect(try await !repository.isAncestor(Revision("side"), of: Revision("main")))
            let error = await #expect(throws: GitError.self) {
                try await repository.mergeBase(of: [Revision("main"), Revision("absent")])
            }
            #expect(error?.cause == .unknownRevision)
            await #expect(throws: GitError.self) { try await repository.mergeBase(of: [.head]) }
        }
    }
}
