public import Model
import Subprocess

/// A ref and what it points to.
public struct GitRef: Sendable, Hashable {
    /// Its full name.
    public let name: RefName
    /// What it points to; a tag object for an annotated tag.
    public let target: ObjectHash
    /// What an annotated tag points to in the end; nil for other refs and when not asked for.
    public let peeled: ObjectHash?

    /// Puts the parts together.
    public init(name: RefName, target: ObjectHash, peeled: ObjectHash? = nil) {
        self.name = name
        self.target = target
        self.peeled = peeled
    }
}

/// A change of one ref.
public enum RefChange: Sendable, Hashable {
    /// Make it point there, whatever it points to now.
    case set(RefName, ObjectHash)
    /// Remove it; no fault when it isn't there.
    case delete(RefName)
}

extension GitRepository {
    /// Walks over the refs below a prefix such as `refs/heads/`, ordered by name, in batches.
    ///
    /// - Parameters:
    ///   - prefix: beginning of the names, ending in `/`, or one whole name.
    ///   - peeled: whether annotated tags are followed, which reads every object once.
    ///   - body: takes a batch of at most a few hundred refs; git waits while it works.
    /// - Throws: ``GitError``, and what `body` throws.
    public func forEachRefs(
        under prefix: String, peeled: Bool = false, _ body: @escaping @Sendable ([GitRef]) async throws -> Void
    ) async throws {
        let format = "--format=%(objectname) \(peeled ? "%(*objectname)" : "") %(refname)"
        let command = command("for-each-ref", [format, "--", try checkedPrefix(prefix)], deadline: .seconds(600))
        _ = try await runner.run(command, into: RefSink(body: body))
    }

    /// All refs below a prefix; for prefixes known to hold few, or names that must all be known.
    public func refs(under prefix: String, peeled: Bool = false) async throws -> [GitRef] {
        let format = "--format=%(objectname) \(peeled ? "%(*objectname)" : "") %(refname)"
        let command = command("for-each-ref", [format, "--", try checkedPrefix(prefix)], deadline: .seconds(600))
        return try await runner.run(command, separatedBy: UInt8(ascii: "\n"), parser: RefParser()).refs
    }

    /// One ref with what it points to, peeled; nil when it isn't there.
    public func ref(_ name: RefName) async throws -> GitRef? {
        try await refs(under: name.full, peeled: true).first { $0.name == name }
    }

    /// Changes many refs in one transaction: all or none.
    ///
    /// - Throws: ``GitError``: `unknownRevision` when an object isn't there, `locked` when another git holds a ref.
    public func update(_ changes: [RefChange]) async throws {
        guard !changes.isEmpty else { return }
        var input: [UInt8] = []
        for change in changes {
            switch change {
            case .set(let name, let id): input += Array("update \(name.full)\0\(id.hex)\0\0".utf8)
            case .delete(let name): input += Array("delete \(name.full)\0\0".utf8)
            }
        }
        var command = command("update-ref", ["--stdin", "-z"], deadline: .seconds(600))
        command.input = .bytes(input)
        _ = try await runner.run(command, limit: 65_536)
    }

    /// Writes all refs into one file; after a large fetch this makes every later reading fast.
    public func packRefs() async throws {
        _ = try await runner.run(command("pack-refs", ["--all"], deadline: .seconds(600)), limit: 65_536)
    }

    private func checkedPrefix(_ prefix: String) throws -> String {
        let name = prefix.hasSuffix("/") ? String(prefix.dropLast()) : prefix
        guard name == "refs" || RefName(name) != nil else {
            throw GitError(verb: "for-each-ref", cause: .invalidInput("this is no beginning of ref names"))
        }
        return prefix
    }
}

/// Reads `target peeled name` lines; names that break git's rules can't be addressed and are left out.
private struct RefParser: RecordParser {
    var refs: [GitRef] = []

    mutating func take(_ record: UnsafeRawBufferPointer, truncated: Bool) -> Flow {
        let parts = String(decoding: record, as: UTF8.self)
            .split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let target = ObjectHash(parts[0]), let name = RefName(parts[2]) else { return .more }
        refs.append(GitRef(name: name, target: target, peeled: ObjectHash(parts[1])))
        return .more
    }
}

/// Hands on the refs of each chunk of output, so that no more than a chunk is held.
private struct RefSink: OutputSink {
    var splitter = RecordSplitter(separator: UInt8(ascii: "\n"), limit: 8192)
    var parser = RefParser()
    let body: @Sendable ([GitRef]) async throws -> Void

    init(body: @escaping @Sendable ([GitRef]) async throws -> Void) {
        self.body = body
    }

    mutating func receive(_ buffer: SubprocessOutputSequence.Buffer) async throws -> Flow {
        _ = try buffer.withUnsafeBytes { try splitter.push($0, into: &parser) }
        let batch = parser.refs
        parser.refs.removeAll(keepingCapacity: true)
        if !batch.isEmpty { try await body(batch) }
        return .more
    }

    func finish() {}
}
