public import Model

extension GitRepository {
    /// The contents of many blobs, as many as there are; in one process.
    ///
    /// - Parameter limit: the most bytes to hold in memory, all together.
    /// - Throws: ``GitError``; `outputTooLarge` beyond the limit.
    public func blobs(_ ids: [ObjectHash], limit: Int) async throws -> [ObjectHash: [UInt8]] {
        guard !ids.isEmpty else { return [:] }
        var command = command("cat-file", ["--batch"])
        command.input = .bytes(ids.flatMap { Array("\($0.hex)\n".utf8) })
        let output = try await runner.run(command, limit: limit)
        return Self.parseBatch(output[...])
    }

    /// Reads `<id> blob <size>`, a line feed, the content, a line feed; `<id> missing` for what isn't there.
    private static func parseBatch(_ output: ArraySlice<UInt8>) -> [ObjectHash: [UInt8]] {
        var rest = output
        var blobs: [ObjectHash: [UInt8]] = [:]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
            rest = rest[(end + 1)...]
            guard words.count == 3, let size = Int(words[2]), size < rest.count else { continue }
            if words[1] == "blob", let id = ObjectHash(words[0]) { blobs[id] = Array(rest.prefix(size)) }
            rest = rest.dropFirst(size + 1)
        }
        return blobs
    }
}
