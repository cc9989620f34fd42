import Foundation
import Git
import Model
import Testing

@Suite struct CommitFetchTests {
    @Test func commitsThatNoRefLeadsToArriveAndAreKept() async throws {
        try await Scratch.with { scratch in
            try await scratch.commit("one")
            let lost = try await scratch.commit("lost")
            try await scratch.git("reset", "--quiet", "--hard", "HEAD~1")
            let again = try await scratch.commit("lost again", at: 1_600_000_100)
            try await scratch.git("reset", "--quiet", "--hard", "HEAD~1")
            let repository = try await scratch.mirror()
            #expect(try await repository.resolve(Revision(lost)) == nil)
            let absent = try await repository.fetchCommits([lost, again], url: scratch.sourceURL)
            #expect(absent.isEmpty)
            let graph = try await repository.commitGraph()
            #expect(graph.contains(lost) && graph.contains(again))
            let kept = try await repository.refs(under: "refs/keep-around/").map(\.name.full)
            #expect(kept == ["refs/keep-around/\(lost.hex)", "refs/keep-around/\(again.hex)"].sorted())
        }
    }

    @Test func whatTheSourceNoLongerHasIsToldApartFromTheRest() async throws {
        try await Scratch.with { scratch in
            try await scratch.commit("one")
            let lost = try await scratch.commit("lost")
            try await scratch.git("reset", "--quiet", "--hard", "HEAD~1")
            let repository = try await scratch.mirror()
            let gone = try (0..<5).map { try #require(ObjectHash(String(repeating: "\($0)", count: 40))) }
            let absent = try await repository.fetchCommits(
                Array(gone[..<3]) + [lost] + Array(gone[3...]), url: scratch.sourceURL)
            #expect(absent == Set(gone))
            #expect(try await repository.resolve(Revision(lost)) == lost)
        }
    }

    @Test func aSourceThatCannotBeReachedIsAnErrorAndNoAbsence() async throws {
        try await Scratch.with { scratch in
            try await scratch.commit("one")
            let commit = try #require(ObjectHash(String(repeating: "1", count: 40)))
            let repository = try await scratch.mirror()
            let listener = try Listener()
            listener.close()
            let error = await #expect(throws: GitError.self) {
                try await repository.fetchCommits([commit], url: "http://127.0.0.1:\(listener.port)/x")
            }
            #expect(error?.cause == .remoteUnreachable)
        }
    }
}
