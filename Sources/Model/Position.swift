/// Where in a diff a discussion stands (GitLab's note `position`).
public struct Position: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Codable {
        case text
        case file
        case image
    }

    /// One line of a diff: an added one has no old number, a removed one no new number, context has both.
    public struct Line: Sendable, Hashable, Codable {
        public enum Kind: String, Sendable, Codable {
            case added = "new"
            case removed = "old"
            /// Also what GitLab writes for a line outside the diff.
            case context
        }

        public var old: Int?
        public var new: Int?

        public init?(old: Int?, new: Int?) {
            guard old != nil || new != nil else { return nil }
            self.old = old
            self.new = new
        }

        public var kind: Kind {
            switch (old, new) {
            case (nil, _): .added
            case (_, nil): .removed
            default: .context
            }
        }
    }

    public var kind: Kind
    public var oldPath: String
    public var newPath: String
    /// The commented line, for several lines the last one; `nil` for a comment on the whole file.
    public var line: Line?
    /// The first of several lines.
    public var firstLine: Line?
    /// The commits the comment was made on, as far as known. `base` and `start` are filled in from the merge request
    /// when they are `nil`.
    public var base: ObjectHash?
    public var start: ObjectHash?
    public var head: ObjectHash?

    public init(
        kind: Kind, oldPath: String, newPath: String, line: Line?, firstLine: Line?, base: ObjectHash? = nil,
        start: ObjectHash? = nil, head: ObjectHash?
    ) {
        self.kind = kind
        self.oldPath = oldPath
        self.newPath = newPath
        self.line = line
        self.firstLine = firstLine
        self.base = base
        self.start = start
        self.head = head
    }
}
