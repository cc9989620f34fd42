import Git
import Model
import Testing

@Suite struct CommitGraphTests {
    /// A history of `count` commits whose parents are drawn from those before, written by `git fast-import`.
    private func history(_ count: Int, seed: UInt64) -> String {
        var random = SplitMix(state: seed)
        var text = ""
        for number in 1...count {
            var parents: [Int] = []
            let wanted = number == 1 || number == count / 2 ? 0 : [1, 1, 1, 2, 2, 3].randomElement(using: &random) ?? 1
            for _ in 0..<wanted {
                let parent = Int.random(in: max(1, number - 12)..<number, using: &random)
                if !parents.contains(parent) { parents.append(parent) }
            }
            // Clocks go wrong: dates do not follow the history.
            let time = 1_600_000_000 + Int.random(in: 0..<10_000, using: &random)
            text += "commit refs/heads/c\(number)\nmark :\(number)\ncommitter C <c@x> \(time) +0000\ndata 1\nx\n"
            for (index, parent) in parents.enumerated() {
                text += index == 0 ? "from :\(parent)\n" : "merge :\(parent)\n"
            }
            text += "\n"
        }
        return text
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func mergeBasesAgreeWithGit(seed: UInt64) async throws {
        try await Scratch.with { scratch in
            try await scratch.git("fast-import", "--quiet", input: history(120, seed: seed))
            let repository = try await scratch.mirror()
            let refs = try await repository.refs(under: "refs/heads/")
            let graph = try await repository.commitGraph()
            #expect(graph.count == Set(refs.map(\.target)).count)
            var finder = MergeBaseFinder(graph)
            var random = SplitMix(state: seed &+ 100)
            for _ in 0..<60 {
                let one = try #require(refs.randomElement(using: &random)).target
                let other = try #require(refs.randomElement(using: &random)).target
                let all = (try? await scratch.git("merge-base", "--all", one.hex, other.hex)) ?? ""
                let bases = all.split(separator: "\n").compactMap { ObjectHash($0) }
                let found = finder.mergeBase(one, other)
                #expect(bases.isEmpty ? found == nil : found.map(bases.contains) == true)
                #expect(graph.mergeBase(one, other) == found)
                // Asked again, the answer comes another way: by the ancestors of the first, kept in mind.
                #expect(finder.mergeBase(one, other) == found)
                #expect(finder.mergeBase(other, one) == found)
                #expect(finder.isAncestor(one, of: other) == bases.contains(one))
            }
        }
    }

    @Test func unknownCommitsHaveNoBase() async throws {
        try await Scratch.with { scratch in
            let first = try await scratch.commit("one")
            let repository = try await scratch.mirror()
            let graph = try await repository.commitGraph()
            let later = try await scratch.commit("two")
            #expect(graph.contains(first) && !graph.contains(later))
            #expect(graph.mergeBase(first, later) == nil)
            #expect(graph.mergeBase(first, first) == first)
            var finder = MergeBaseFinder(graph)
            #expect(finder.isAncestor(first, of: later) == nil)
        }
    }

    @Test func anEmptyRepositoryHasAnEmptyGraph() async throws {
        try await Scratch.with { scratch in
            let repository = scratch.repository("empty.git")
            try await repository.create()
            #expect(try await repository.commitGraph().count == 0)
        }
    }
}

/// Random numbers that are the same in every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
