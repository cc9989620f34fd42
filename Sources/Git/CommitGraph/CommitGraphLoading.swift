extension GitRepository {
    /// Reads the history of every ref into memory; one process, its output streamed.
    ///
    /// - Throws: ``GitError``; an empty repository gives an empty graph.
    public func commitGraph() async throws -> CommitGraph {
        let arguments = ["--all", "--date-order", "--reverse", "--parents"]
        let command = command("rev-list", arguments, deadline: .seconds(1800))
        let loader = CommitGraphLoader()
        var graph = try await runner.run(command, separatedBy: UInt8(ascii: "\n"), parser: loader).graph
        graph.compact()
        return graph
    }
}

/// Reads `commit parent parent …` lines, parents first.
private struct CommitGraphLoader: RecordParser {
    var graph = CommitGraph()

    mutating func take(_ record: UnsafeRawBufferPointer, truncated: Bool) -> Flow {
        let names = record.split(separator: UInt8(ascii: " ")).compactMap { RawName($0) }
        if let name = names.first { graph.append(name, parents: Array(names.dropFirst())) }
        return .more
    }
}
