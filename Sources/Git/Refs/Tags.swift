public import Model

/// A tag as GitLab's API shows it.
public struct GitTag: Sendable, Hashable {
    /// The full name of its ref.
    public let ref: RefName
    /// What the ref points to: the tag object of an annotated tag, else the commit; GitLab's `target`.
    public let target: ObjectHash
    /// The text of an annotated tag with any signature; empty for a lightweight one.
    public let message: String
    /// Who tagged and when; nil for a lightweight tag, and for old ones that don't say.
    public let tagger: GitSignature?
    /// The commit it leads to; nil when it leads to a tree or a blob.
    public let commit: GitCommit?
    /// Its name.
    public var name: String { ref.short }
}

extension GitRepository {
    /// Lists tags with their commits: three processes, whatever the number of tags.
    public func tags(_ query: RefQuery) async throws -> RefPage<GitTag> {
        let names = try await refNames(under: "refs/tags/", query, date: "creatordate")
        return RefPage(items: try await tags(named: names.page.map(\.name)), total: names.total)
    }

    /// One tag; nil when there is none of that name.
    public func tag(_ name: String) async throws -> GitTag? {
        guard let ref = RefName(tag: name) else { return nil }
        return try await tags(named: [ref]).first
    }

    /// The tags of these names in their order; those that don't exist are left out.
    public func tags(named names: [RefName]) async throws -> [GitTag] {
        guard !names.isEmpty else { return [] }
        let command = command("for-each-ref", [TagParser.format, "--"] + names.map(\.full))
        let details = try await runner.run(command, separatedBy: 0, parser: TagParser()).tags
        let commits = try await commits(details.values.compactMap(\.commit))
        return names.compactMap { name in
            details[name].map { $0.tag(commit: $0.commit.flatMap { commits[$0] }) }
        }
    }
}

private struct TagDetails: Sendable {
    let ref: RefName
    let target: ObjectHash
    let commit: ObjectHash?
    let tagger: GitSignature?
    let message: String

    func tag(commit: GitCommit?) -> GitTag {
        GitTag(ref: ref, target: target, message: message, tagger: tagger, commit: commit)
    }
}

/// Reads fields ended by NUL; the line feed `for-each-ref` adds stands before the next name.
private struct TagParser: RecordParser {
    static let format =
        "--format="
        + [
            "%(refname)", "%(objectname)", "%(objecttype)", "%(*objectname)", "%(*objecttype)",
            "%(taggername)", "%(taggeremail:trim)", "%(taggerdate:raw)", "%(contents)", "",
        ].joined(separator: "%00")

    private static let fieldCount = 9
    private var fields: [String] = []
    var tags: [RefName: TagDetails] = [:]

    mutating func take(_ record: UnsafeRawBufferPointer, truncated: Bool) -> Flow {
        fields.append(String(decoding: record, as: UTF8.self))
        guard fields.count == Self.fieldCount else { return .more }
        defer { fields.removeAll(keepingCapacity: true) }
        guard let ref = RefName(fields[0].drop(while: \.isNewline)), let target = ObjectHash(fields[1]) else {
            return .more
        }
        let annotated = fields[2] == "tag"
        let commit = annotated ? (fields[4] == "commit" ? ObjectHash(fields[3]) : nil) : target
        let time = GitTime(raw: fields[7])
        let tagger =
            annotated && !fields[7].isEmpty
            ? GitSignature(name: fields[5], email: fields[6], time: time) : nil
        tags[ref] = TagDetails(
            ref: ref, target: target, commit: annotated || fields[2] == "commit" ? commit : nil,
            tagger: tagger, message: annotated ? Self.trimmed(fields[8]) : "")
        return .more
    }

    private static func trimmed(_ message: String) -> String {
        String(message.reversed().drop(while: \.isNewline).reversed())
    }
}
