import Model

/// `commentAnchor`: where on a diff a thread of comments stands.
struct BitbucketServerAnchor: Decodable, Sendable {
    var path: BitbucketServerPath
    /// The path before, where the file was renamed.
    var srcPath: BitbucketServerPath?
    var fromHash: String?
    var toHash: String?
    /// `nil` for a comment on the whole file.
    var line: Int?
    /// `ADDED`, `REMOVED` or `CONTEXT`.
    var lineType: String?
    /// Which side ``line`` counts on: `FROM` or `TO`.
    var fileType: String?
    var isOrphaned: Bool?
    var multilineMarker: Marker?

    enum CodingKeys: String, CodingKey {
        case path
        case srcPath
        case fromHash
        case toHash
        case line
        case lineType
        case fileType
        case isOrphaned = "orphaned"
        case multilineMarker
    }

    /// The first of several lines.
    struct Marker: Decodable, Sendable {
        var startLine: Int?
        var startLineType: String?

        enum CodingKeys: String, CodingKey {
            case startLine
            case startLineType
        }
    }

    /// The commits are those the comment was made on, whichever diff it was (the whole pull request's, that of some of its
    /// commits, or that of one).
    func located(in diff: BitbucketServerDiff?) -> Position {
        let newPath = path.text.withoutNUL
        let base = fromHash.flatMap { ObjectHash($0) }
        var position = Position(
            kind: .file, oldPath: srcPath?.text.withoutNUL ?? newPath, newPath: newPath, line: nil, firstLine: nil,
            base: base, start: base, head: toHash.flatMap { ObjectHash($0) })
        guard let line, line > 0 else { return position }
        position.kind = .text
        position.line = self.line(line, lineType, in: diff)
        if let first = multilineMarker?.startLine, first > 0 {
            position.firstLine = self.line(first, multilineMarker?.startLineType ?? lineType, in: diff)
        }
        return position
    }

    /// Of an unchanged line whose surroundings the source does not show, one side: git tells the other.
    private func line(_ number: Int, _ type: String?, in diff: BitbucketServerDiff?) -> Position.Line? {
        switch type {
        case "ADDED": return Position.Line(old: nil, new: number)
        case "REMOVED": return Position.Line(old: number, new: nil)
        default:
            let isOld = fileType == "FROM"
            return diff?.unchanged(number, isOld: isOld)
                ?? Position.Line(old: isOld ? number : nil, new: isOld ? nil : number)
        }
    }

    /// How many lines of the new file the comment covers above its own.
    func linesAbove(_ position: Position) -> Int {
        guard let last = position.line?.new, let first = position.firstLine?.new, first < last else { return 0 }
        return min(last - first, 100)
    }
}

/// A path: text in anchors as they are recorded, an object elsewhere and in the documentation.
struct BitbucketServerPath: Decodable, Sendable, Hashable {
    var text: String

    enum CodingKeys: String, CodingKey {
        case whole = "toString"
        case components
        case parent
        case name
    }

    init(from decoder: any Decoder) throws {
        if let plain = try? decoder.singleValueContainer().decode(String.self) {
            text = plain
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let whole = try? container.decode(String.self, forKey: .whole) {
            text = whole
        } else if let components = try? container.decode([String].self, forKey: .components), !components.isEmpty {
            text = components.joined(separator: "/")
        } else {
            let parent = (try? container.decodeIfPresent(String.self, forKey: .parent)) ?? ""
            let name = try container.decode(String.self, forKey: .name)
            text = parent.isEmpty ? name : "\(parent)/\(name)"
        }
    }
}
