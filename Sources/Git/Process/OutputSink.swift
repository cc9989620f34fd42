import Glibc
import NIOCore
import Subprocess

/// Whether a reader wants the rest of an output.
enum Flow: Sendable {
    case more
    case enough
}

/// Takes git's output as it comes. While it works git waits, so memory stays bounded by the sink's own state.
protocol OutputSink: Sendable {
    mutating func receive(_ buffer: SubprocessOutputSequence.Buffer) async throws -> Flow
    /// Called once after git has ended well.
    mutating func finish() throws
}

/// Keeps the whole output, up to a limit.
struct BytesSink: OutputSink {
    let verb: String
    let limit: Int
    private(set) var bytes: [UInt8] = []

    init(verb: String, limit: Int) {
        self.verb = verb
        self.limit = limit
    }

    mutating func receive(_ buffer: SubprocessOutputSequence.Buffer) throws -> Flow {
        guard bytes.count + buffer.count <= limit else {
            throw GitError(verb: verb, cause: .outputTooLarge(limit: limit))
        }
        buffer.withUnsafeBytes { bytes.append(contentsOf: $0) }
        return .more
    }

    func finish() {}
}

/// Parses an output that consists of records.
protocol RecordParser: Sendable {
    /// - Parameters:
    ///   - record: the bytes without their separator, valid during the call only.
    ///   - truncated: whether the record was longer than the limit and lost its end.
    mutating func take(_ record: UnsafeRawBufferPointer, truncated: Bool) throws -> Flow
}

/// Cuts an output into records. A record longer than the limit loses its end.
struct RecordSink<Parser: RecordParser>: OutputSink {
    private var splitter: RecordSplitter
    private(set) var parser: Parser

    init(separator: UInt8, recordLimit: Int, parser: Parser) {
        splitter = RecordSplitter(separator: separator, limit: recordLimit)
        self.parser = parser
    }

    mutating func receive(_ buffer: SubprocessOutputSequence.Buffer) throws -> Flow {
        try buffer.withUnsafeBytes { try splitter.push($0, into: &parser) }
    }

    mutating func finish() throws {
        try splitter.finish(into: &parser)
    }
}

/// Finds the records in a sequence of chunks.
struct RecordSplitter: Sendable {
    let separator: UInt8
    let limit: Int
    private var pending: [UInt8] = []
    private var truncated = false

    init(separator: UInt8, limit: Int) {
        self.separator = separator
        self.limit = limit
    }

    mutating func push(_ bytes: UnsafeRawBufferPointer, into parser: inout some RecordParser) throws -> Flow {
        var rest = bytes
        while let base = rest.baseAddress, !rest.isEmpty {
            guard let found = memchr(base, Int32(separator), rest.count) else {
                keep(rest)
                return .more
            }
            let length = UnsafeRawPointer(found) - base
            let record = UnsafeRawBufferPointer(rebasing: rest[..<length])
            rest = UnsafeRawBufferPointer(rebasing: rest[(length + 1)...])
            if try deliver(record, into: &parser) == .enough { return .enough }
        }
        return .more
    }

    /// Delivers a last record that no separator ended.
    mutating func finish(into parser: inout some RecordParser) throws {
        if !pending.isEmpty { _ = try deliver(UnsafeRawBufferPointer(start: nil, count: 0), into: &parser) }
    }

    private mutating func keep(_ bytes: UnsafeRawBufferPointer) {
        let room = max(0, limit - pending.count)
        if bytes.count > room { truncated = true }
        pending.append(contentsOf: bytes.prefix(room))
    }

    private mutating func deliver(_ end: UnsafeRawBufferPointer, into parser: inout some RecordParser) throws -> Flow {
        guard !pending.isEmpty || end.count > limit else { return try parser.take(end, truncated: false) }
        keep(end)
        defer {
            pending.removeAll(keepingCapacity: true)
            truncated = false
        }
        return try pending.withUnsafeBytes { try parser.take($0, truncated: truncated) }
    }
}

/// Keeps every record as text; for outputs of bounded size.
struct TextRecords: RecordParser {
    private(set) var records: [String] = []

    mutating func take(_ record: UnsafeRawBufferPointer, truncated: Bool) -> Flow {
        records.append(String(decoding: record, as: UTF8.self))
        return .more
    }
}
