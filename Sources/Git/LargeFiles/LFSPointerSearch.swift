import NIOCore
import Subprocess

extension GitRepository {
    /// Finds the pointers to large files that are reachable from any ref, those of merge requests included.
    ///
    /// Two processes of git work hand in hand: one names the small blobs of the whole history, the other reads them.
    /// Nothing but a chunk of their output is held.
    ///
    /// - Parameter body: takes the pointers of a chunk; the same one may come again. git waits while it works.
    /// - Throws: ``GitError``, and what `body` throws.
    public func forEachLFSPointers(_ body: @escaping @Sendable ([LFSPointer]) async throws -> Void) async throws {
        let small = command(
            "rev-list",
            [
                "--objects", "--no-object-names", "--all", "--filter=blob:limit=\(LFSPointer.limit)",
                "--filter=object:type=blob", "--filter-provided-objects",
            ], deadline: nil)
        let runner = runner
        let contents = command("cat-file", ["--batch", "--buffer"], deadline: nil)
        try await runner.withOutput(of: small) { names in
            var contents = contents
            contents.input = .stream { writer in
                for try await chunk in names { try await writer.write(chunk) }
            }
            _ = try await runner.run(contents, into: PointerSink(body: body))
        }
    }
}

/// Reads `<id> <type> <size>`, a line feed, the content, a line feed, and hands on the contents that are pointers.
private struct PointerSink: OutputSink {
    private var pending: [UInt8] = []
    /// Bytes of the content that are still to come, its line feed included, where it is too large for a pointer.
    private var toSkip = 0
    let body: @Sendable ([LFSPointer]) async throws -> Void

    init(body: @escaping @Sendable ([LFSPointer]) async throws -> Void) {
        self.body = body
    }

    mutating func receive(_ buffer: SubprocessOutputSequence.Buffer) async throws -> Flow {
        buffer.withUnsafeBytes { pending.append(contentsOf: $0) }
        let pointers = take()
        if !pointers.isEmpty { try await body(pointers) }
        return .more
    }

    func finish() {}

    /// Takes all that is whole off the front.
    private mutating func take() -> [LFSPointer] {
        var found: [LFSPointer] = []
        var rest = pending[...]
        while !rest.isEmpty {
            if toSkip > 0 {
                let skipped = min(toSkip, rest.count)
                toSkip -= skipped
                rest = rest.dropFirst(skipped)
                continue
            }
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { break }
            let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
            let content = rest[(end + 1)...]
            // `<id> missing` has no content.
            guard words.count == 3, let size = Int(words[2]) else {
                rest = content
                continue
            }
            guard words[1] == "blob", size < LFSPointer.limit else {
                toSkip = size + 1
                rest = content
                continue
            }
            guard content.count > size else { break }
            if let pointer = LFSPointer(blob: content.prefix(size)) { found.append(pointer) }
            rest = content.dropFirst(size + 1)
        }
        pending = Array(rest)
        return found
    }
}
