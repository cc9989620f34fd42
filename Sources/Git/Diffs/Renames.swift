public import Model

/// Two commits set side by side.
public struct CommitPair: Sendable, Hashable {
    public let base: ObjectHash
    public let head: ObjectHash

    public init(base: ObjectHash, head: ObjectHash) {
        self.base = base
        self.head = head
    }
}

extension GitRepository {
    /// Whether there are these objects, each named as git does (`<commit>:<path>`, `<commit>^{commit}`); one process.
    /// A name with a line break in it is told as missing.
    ///
    /// - Throws: ``GitError``.
    public func have(_ names: [String]) async throws -> [Bool] {
        guard !names.isEmpty else { return [] }
        let isAsked = names.map { !$0.utf8.contains(UInt8(ascii: "\n")) && !$0.utf8.contains(0) }
        let asked = zip(names, isAsked).filter(\.1).map(\.0)
        var command = command("cat-file", ["--batch-check=found"])
        command.input = .bytes(Array((asked.joined(separator: "\n") + "\n").utf8))
        let output = try await runner.run(command, limit: 64 << 20)
        var answers = String(decoding: output, as: UTF8.self).split(separator: "\n").makeIterator()
        return isAsked.map { $0 && answers.next() == "found" }
    }

    /// What was renamed from each base to its head: the path before by the path after, by head; one process.
    ///
    /// - Parameter pairs: commits the repository has.
    /// - Throws: ``GitError``.
    public func renames(in pairs: [CommitPair]) async throws -> [ObjectHash: [String: String]] {
        guard !pairs.isEmpty else { return [:] }
        var command = command(
            "diff-tree",
            ["--stdin", "-r", "-z", "--find-renames=30%", "-l1000", "--name-status", "--diff-filter=R"],
            deadline: .seconds(600))
        command.input = .bytes(pairs.flatMap { Array("\($0.head.hex) \($0.base.hex)\n".utf8) })
        let output = try await runner.run(command, limit: 256 << 20)
        return Self.parseRenames(output)
    }

    /// Reads a commit's name, and behind it `R<similarity>`, the path before and the path after, each ended by a NUL.
    private static func parseRenames(_ output: [UInt8]) -> [ObjectHash: [String: String]] {
        var renames: [ObjectHash: [String: String]] = [:]
        var head: ObjectHash?
        var words = output.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }.makeIterator()
        while let word = words.next() {
            if word.hasPrefix("R"), let before = words.next(), let after = words.next() {
                if let head { renames[head, default: [:]][after] = before }
            } else if let next = ObjectHash(word) {
                head = next
            }
        }
        return renames
    }
}
