import Model

/// Where a review comment stands, as GitHub says it: twice (now, and when it was written), by side and number of its
/// last and first line, and with the hunk it was written on.
struct GitHubDiffPlace: Decodable, Sendable {
    var path: String
    var subject: String?
    var side: String?
    var startSide: String?
    /// All four `null` once the lines have changed: the comment is outdated.
    var line: Int?
    var startLine: Int?
    var position: Int?
    var originalPosition: Int?
    var originalLine: Int?
    var originalStartLine: Int?
    var commit: String?
    var originalCommit: String?
    var diffHunk: String?

    enum CodingKeys: String, CodingKey {
        case path
        case subject = "subject_type"
        case side
        case startSide = "start_side"
        case line
        case startLine = "start_line"
        case position
        case originalPosition = "original_position"
        case originalLine = "original_line"
        case originalStartLine = "original_start_line"
        case commit = "commit_id"
        case originalCommit = "original_commit_id"
        case diffHunk = "diff_hunk"
    }

    /// A place in GitLab's form, and what is uncertain about it.
    struct Located: Sendable, Hashable {
        var position: Position
        var doubt: String?
    }

    var isOnFile: Bool { subject == "file" }

    var isOutdated: Bool {
        isOnFile ? position == nil && commit != originalCommit : line == nil && position == nil
    }

    /// How many lines before the commented one belong to it: GitLab's rule for suggestions, with GitHub's numbers of
    /// now, else those of when it was written.
    var linesAbove: Int {
        if let line, let startLine { return max(0, line.distance(over: startLine)) }
        if let originalLine, let originalStartLine { return max(0, originalLine.distance(over: originalStartLine)) }
        return 0
    }

    func located() -> Located {
        if isOnFile { return Located(position: makePosition(kind: .file, line: nil, first: nil), doubt: nil) }
        let hunk = diffHunk.flatMap { DiffHunk($0) }
        let last = commentedLine(in: hunk)
        guard let line = last.line else {
            return Located(
                position: makePosition(kind: .file, line: nil, first: nil),
                doubt: "GitHub names neither its line nor the diff it was written on; it stands on the whole file")
        }
        let first = firstLine(in: hunk, before: line)
        return Located(
            position: makePosition(kind: .text, line: line, first: first.line), doubt: last.doubt ?? first.doubt)
    }

    private func makePosition(kind: Position.Kind, line: Position.Line?, first: Position.Line?) -> Position {
        Position(
            kind: kind, oldPath: path.withoutNUL, newPath: path.withoutNUL, line: line, firstLine: first,
            // The commit whose lines are counted: for an outdated comment the one it was written on.
            head: (isOutdated ? originalCommit ?? commit : commit ?? originalCommit).flatMap { ObjectHash($0) })
    }

    private typealias Found = (line: Position.Line?, doubt: String?)

    private func commentedLine(in hunk: DiffHunk?) -> Found {
        let side = side.flatMap { DiffHunk.Side(rawValue: $0) }
        guard let original = originalLine ?? line else { return (hunk?.lastLine, nil) }
        guard let hunk else { return (Self.alone(line ?? original, side ?? .right), Self.noHunk) }
        let written = hunk.line(original, on: side ?? .right) ?? (side == nil ? hunk.lastLine : nil)
        guard let written else { return (Self.alone(line ?? original, side ?? .right), Self.notInHunk) }
        return (moved(written, by: (line ?? original).distance(over: original), on: side ?? .right), nil)
    }

    private func firstLine(in hunk: DiffHunk?, before last: Position.Line) -> Found {
        let current = isOutdated ? originalStartLine : startLine ?? originalStartLine
        guard let current, let original = originalStartLine ?? startLine else { return (nil, nil) }
        let side = (startSide ?? side).flatMap { DiffHunk.Side(rawValue: $0) } ?? .right
        guard let written = hunk?.line(original, on: side) else {
            // The hunk may begin below the first line: it only ever shows the lines nearest to the last one.
            return (Self.alone(current, side), hunk == nil ? Self.noHunk : Self.notInHunk)
        }
        return (moved(written, by: current.distance(over: original), on: side), nil)
    }

    /// The line as it is numbered now. Only the head moves between the two, so that on the right the old number stays;
    /// on the left, where the base has moved, the new one is the best there is.
    private func moved(_ line: Position.Line, by distance: Int, on side: DiffHunk.Side) -> Position.Line {
        var moved = line
        if side == .right {
            moved.new = line.new.map { $0.moved(by: distance) }
        } else {
            moved.old = line.old.map { $0.moved(by: distance) }
        }
        return moved
    }

    private static func alone(_ number: Int, _ side: DiffHunk.Side) -> Position.Line? {
        side == .left ? Position.Line(old: number, new: nil) : Position.Line(old: nil, new: number)
    }

    private static let noHunk = "GitHub no longer has the diff it was written on; its line is known on one side only"
    private static let notInHunk =
        "the diff it was written on does not show its line; the line is known on one side only"
}

/// Numbers of lines are the source's word: one that is none moves nothing, and overflows nothing.
extension Int {
    fileprivate func distance(over other: Int) -> Int {
        let (distance, isTooFar) = subtractingReportingOverflow(other)
        return isTooFar ? 0 : distance
    }

    fileprivate func moved(by distance: Int) -> Int {
        let (moved, isTooFar) = addingReportingOverflow(distance)
        return isTooFar ? self : moved
    }
}
