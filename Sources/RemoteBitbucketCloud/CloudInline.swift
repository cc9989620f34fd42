import Model

/// Where on a diff a comment stands. Of lines the source tells one side: the old one of removed lines, else the new
/// one.
struct CloudInline: Decodable, Sendable, Hashable {
    var path: String?
    /// Line of the old file; of several the last one.
    var from: Int?
    /// Line of the new file; of several the last one.
    var to: Int?
    var startFrom: Int?
    var startTo: Int?
    var isOutdated: Bool?

    enum CodingKeys: String, CodingKey {
        case path
        case from
        case to
        case startFrom = "start_from"
        case startTo = "start_to"
        case isOutdated = "outdated"
    }

    static func fields(_ path: String) -> [String] {
        ["path", "from", "to", "start_from", "start_to", "outdated"].map { "\(path).\($0)" }
    }

    /// `nil` where no file is named. Without lines it is the whole file that is meant.
    var position: Position? {
        guard let path = path?.unlessEmpty?.withoutNUL else { return nil }
        let line = Position.Line(old: Self.line(from), new: Self.line(to))
        let first = line == nil ? nil : Position.Line(old: Self.line(startFrom), new: Self.line(startTo))
        return Position(
            kind: line == nil ? .file : .text, oldPath: path, newPath: path, line: line,
            firstLine: first == line ? nil : first, head: nil)
    }

    /// How many lines above the last one the comment begins.
    var linesAbove: Int {
        if let last = Self.line(to), let first = Self.line(startTo) { return max(0, last - first) }
        if let last = Self.line(from), let first = Self.line(startFrom) { return max(0, last - first) }
        return 0
    }

    private static func line(_ number: Int?) -> Int? { number.flatMap { (1...1 << 31).contains($0) ? $0 : nil } }
}
