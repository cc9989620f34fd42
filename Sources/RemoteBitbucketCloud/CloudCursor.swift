import Model
import Remote

/// What a cursor of this remote says: words separated by blanks.
enum CloudCursor: Sendable, Hashable {
    /// A page of a list. `depth` counts the pages from the first one; `place` is what the page before said of where
    /// this one begins (``CloudNext``), empty for the first. What stands in `mark` makes the cursor another one when
    /// the item has changed.
    case list(CloudList, depth: Int, place: String, mark: String)
    case labels
    case milestones
    case downloads
    case collaborators
    case protection
    case commitComments(ObjectHash)

    static func first(_ list: CloudList, mark: String = "") -> CloudCursor {
        .list(list, depth: 0, place: "", mark: mark)
    }

    var cursor: Cursor { Cursor(rawValue: words.joined(separator: " ")) }

    private var words: [String] {
        switch self {
        case .list(let list, let depth, let place, let mark):
            ["list"] + list.words + [String(depth), Self.word(place), Self.word(mark)]
        case .labels: ["labels"]
        case .milestones: ["milestones"]
        case .downloads: ["downloads"]
        case .collaborators: ["collaborators"]
        case .protection: ["protection"]
        case .commitComments(let commit): ["commit-comments", commit.hex]
        }
    }

    private static func word(_ text: String) -> String { text.isEmpty ? "-" : text }

    /// - Throws: ``RemoteError/malformed(what:)`` for a text no version of this remote has written.
    init(_ cursor: Cursor) throws(RemoteError) {
        let words = cursor.rawValue.split(separator: " ").map { String($0) }
        guard let read = Self.read(words) else { throw .malformed(what: "a kept cursor") }
        self = read
    }

    private static func read(_ words: [String]) -> CloudCursor? {
        switch (words.first, words.count) {
        case ("list", 5...6):
            let rest = Array(words.dropFirst())
            guard let list = CloudList(words: Array(rest.dropLast(3))), let depth = Int(rest[rest.count - 3]),
                depth >= 0
            else { return nil }
            let place = rest[rest.count - 2], mark = rest[rest.count - 1]
            return .list(list, depth: depth, place: place == "-" ? "" : place, mark: mark == "-" ? "" : mark)
        case ("labels", 1): return .labels
        case ("milestones", 1): return .milestones
        case ("downloads", 1): return .downloads
        case ("collaborators", 1): return .collaborators
        case ("protection", 1): return .protection
        case ("commit-comments", 2): return ObjectHash(words[1]).map { .commitComments($0) }
        default: return nil
        }
    }
}

extension CloudList {
    /// What the list is called in cursors and kept pages.
    var word: String { words[0] }

    fileprivate var words: [String] {
        switch self {
        case .pullRequests: ["pull-requests"]
        case .changedPullRequests(let since): ["changed-pull-requests", since.iso8601]
        case .activity(nil): ["activity"]
        case .activity(let until?): ["activity", until.iso8601]
        case .pullRequestNumbers: ["numbers"]
        case .activityOf(let number): ["activity-of", String(number)]
        case .comments(let number): ["comments", String(number)]
        case .tasks(let number): ["tasks", String(number)]
        case .issues: ["issues"]
        case .changedIssues(let since): ["changed-issues", since.iso8601]
        case .issueComments(let number): ["issue-comments", String(number)]
        case .issueChanges(let number): ["issue-changes", String(number)]
        case .issueAttachments(let number): ["issue-attachments", String(number)]
        }
    }

    fileprivate init?(words: [String]) {
        if words.count == 1 {
            switch words[0] {
            case "pull-requests": self = .pullRequests
            case "activity": self = .activity(until: nil)
            case "numbers": self = .pullRequestNumbers
            case "issues": self = .issues
            default: return nil
            }
            return
        }
        guard words.count == 2 else { return nil }
        if let number = Int64(words[1]), let list = Self.ofItem(words[0], number) {
            self = list
        } else if let moment = Timestamp(iso8601: words[1]), let list = Self.byChange(words[0], moment) {
            self = list
        } else {
            return nil
        }
    }

    private static func ofItem(_ name: String, _ number: Int64) -> CloudList? {
        switch name {
        case "activity-of": .activityOf(number)
        case "comments": .comments(on: number)
        case "tasks": .tasks(of: number)
        case "issue-comments": .issueComments(number)
        case "issue-changes": .issueChanges(number)
        case "issue-attachments": .issueAttachments(number)
        default: nil
        }
    }

    private static func byChange(_ name: String, _ moment: Timestamp) -> CloudList? {
        switch name {
        case "changed-pull-requests": .changedPullRequests(since: moment)
        case "activity": .activity(until: moment)
        case "changed-issues": .changedIssues(since: moment)
        default: nil
        }
    }
}
