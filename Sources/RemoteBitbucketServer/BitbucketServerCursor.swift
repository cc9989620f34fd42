import Model
import Remote

/// What a cursor of this remote says: words separated by blanks.
enum BitbucketServerCursor: Sendable, Hashable {
    /// The list of pull requests from a place on; so many pages were read before.
    case pullRequests(start: Int64, page: Int)
    /// All that has happened on one pull request. `state` is different as soon as something may have happened since.
    case activities(number: Int64, state: String)
    case collaborators
    case protection
    case commitComments(BitbucketServerCommitFile)

    /// Pages of one list: beyond them the source makes up rows.
    static let mostPages = 100_000

    static let beginning = BitbucketServerCursor.pullRequests(start: 0, page: 0)

    var cursor: Cursor {
        let words =
            switch self {
            case .pullRequests(let start, let page): ["pull-requests", String(start), String(page)]
            case .activities(let number, let state): ["activities", String(number), state]
            case .collaborators: ["collaborators"]
            case .protection: ["protection"]
            case .commitComments(let file): [file.cursor.rawValue]
            }
        return Cursor(rawValue: words.joined(separator: " "))
    }

    /// - Throws: ``RemoteError/malformed(what:)`` for a text no version of this remote has written.
    init(_ cursor: Cursor) throws(RemoteError) {
        if let file = BitbucketServerCommitFile(cursor) {
            self = .commitComments(file)
            return
        }
        let words = cursor.rawValue.split(separator: " ").map { String($0) }
        switch (words.first, words.count) {
        case ("pull-requests", 3):
            guard let start = Int64(words[1]), let page = Int(words[2]), start >= 0, page >= 0 else { break }
            self = .pullRequests(start: start, page: page)
            return
        case ("activities", 3):
            guard let number = Int64(words[1]) else { break }
            self = .activities(number: number, state: words[2])
            return
        case ("collaborators", 1):
            self = .collaborators
            return
        case ("protection", 1):
            self = .protection
            return
        default: break
        }
        throw .malformed(what: "a kept cursor")
    }
}
