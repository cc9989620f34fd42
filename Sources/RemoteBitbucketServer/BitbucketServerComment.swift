import Model
import RemoteREST

/// A comment with the replies to it, as activities show it.
struct BitbucketServerComment: Decodable, Sendable {
    var id: Int64
    var text: String?
    var author: BitbucketServerUser?
    var createdDate: BitbucketServerTime
    var updatedDate: BitbucketServerTime?
    var comments: [Lenient<BitbucketServerComment>?]?
    /// `BLOCKER` for a task, since 7.2.
    var severity: String?
    /// `OPEN`, `RESOLVED` or `PENDING`: of a task, and of a comment that is not published yet.
    var state: String?
    var resolvedDate: BitbucketServerTime?
    var resolver: BitbucketServerUser?
    /// `nil` for servers that do not resolve threads.
    var isThreadResolved: Bool?
    var threadResolvedDate: BitbucketServerTime?
    var threadResolver: BitbucketServerUser?
    var isPending: Bool?
    /// Told by some versions here as well.
    var anchor: Lenient<BitbucketServerAnchor>?
    var properties: Properties?
    /// Tasks that hang on the comment, before 7.2.
    var tasks: [Lenient<BitbucketServerTask>?]?

    enum CodingKeys: String, CodingKey {
        case id
        case text
        case author
        case createdDate
        case updatedDate
        case comments
        case severity
        case state
        case resolvedDate
        case resolver
        case isThreadResolved = "threadResolved"
        case threadResolvedDate
        case threadResolver
        case isPending = "pending"
        case anchor
        case properties
        case tasks
    }

    struct Properties: Decodable, Sendable {
        var reactions: [Lenient<BitbucketServerReaction>?]?
        var likedBy: Likes?

        enum CodingKeys: String, CodingKey {
            case reactions
            case likedBy
        }
    }

    /// What servers before reactions have.
    struct Likes: Decodable, Sendable {
        var likers: [BitbucketServerUser?]?

        enum CodingKeys: String, CodingKey {
            case likers
        }
    }

    var isTask: Bool { severity == "BLOCKER" }
    var isResolvedTask: Bool { isTask && state == "RESOLVED" }
    /// Not published: only its author sees it, and it is no part of the project.
    var isHidden: Bool { isPending == true || state == "PENDING" }
    var key: SourceKey { SourceKey(id) }
    var updatedAt: Timestamp { max(updatedDate ?? createdDate, createdDate).timestamp }
}

/// A task that hangs on a comment (before 7.2).
struct BitbucketServerTask: Decodable, Sendable {
    var id: Int64
    var text: String?
    var state: String?
    var author: BitbucketServerUser?
    var createdDate: BitbucketServerTime

    enum CodingKeys: String, CodingKey {
        case id
        case text
        case state
        case author
        case createdDate
    }

    /// Tasks are numbered apart from comments.
    static let keyPrefix = "task_"

    var key: SourceKey { SourceKey("\(Self.keyPrefix)\(id)") }

    /// A thread of its own, because it has a state of its own.
    func mapped(on number: Int64, _ url: String) -> [Draft] {
        var note = NoteDraft(
            sourceKey: key, number: number, body: (text ?? "").withoutNUL, author: author?.person,
            createdAt: createdDate.timestamp, updatedAt: createdDate.timestamp, sourceURL: url)
        note.item = .mergeRequest
        note.threadKey = key
        note.isResolvable = true
        // Who has done it, and when, these servers do not tell.
        var resolution = ThreadResolutionDraft(
            threadKey: key, mergeRequestNumber: number, isResolved: state == "RESOLVED", resolvedBy: nil)
        resolution.comments = [key]
        return [.note(note), .threadResolution(resolution)]
    }
}
