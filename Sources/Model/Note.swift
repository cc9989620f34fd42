/// What notes can be written on.
public enum NoteableKind: String, Sendable, Codable {
    case issue = "Issue"
    case mergeRequest = "MergeRequest"
    case commit = "Commit"
    case snippet = "Snippet"
}

/// The thing a note stands on.
public struct Noteable: Sendable, Hashable {
    public var kind: NoteableKind
    /// Row of the issue or merge request.
    public var id: Int64

    public init(kind: NoteableKind, id: Int64) {
        self.kind = kind
        self.id = id
    }

    public static func issue(_ id: IssueID) -> Noteable { Noteable(kind: .issue, id: id.rawValue) }
    public static func mergeRequest(_ id: MergeRequestID) -> Noteable { Noteable(kind: .mergeRequest, id: id.rawValue) }
}

/// A thread of notes; a plain comment is a discussion of one (`individual_note`).
public struct Discussion: Sendable, Hashable {
    public var id: DiscussionID
    public var projectID: ProjectID
    public var noteable: Noteable
    /// The 40 hex digits clients know it by.
    public var key: String
    public var isIndividualNote: Bool
    public var position: Position?
    /// The diff around the commented line as the source showed it.
    public var diffHunk: String?
    /// The commit an outdated comment was made on.
    public var commit: ObjectHash?
    /// The source says the commented lines have changed since.
    public var isOutdated: Bool
    public var isResolvable: Bool
    public var resolvedByID: UserID?
    /// `nil` for a resolved discussion whose source does not tell when (GitHub does not).
    public var resolvedAt: Timestamp?
    public var isResolved: Bool
    public var createdAt: Timestamp

    public init(
        id: DiscussionID, projectID: ProjectID, noteable: Noteable, key: String, isIndividualNote: Bool,
        position: Position?, diffHunk: String?, commit: ObjectHash?, isOutdated: Bool, isResolvable: Bool,
        resolvedByID: UserID?, resolvedAt: Timestamp?, isResolved: Bool, createdAt: Timestamp
    ) {
        self.id = id
        self.projectID = projectID
        self.noteable = noteable
        self.key = key
        self.isIndividualNote = isIndividualNote
        self.position = position
        self.diffHunk = diffHunk
        self.commit = commit
        self.isOutdated = isOutdated
        self.isResolvable = isResolvable
        self.resolvedByID = resolvedByID
        self.resolvedAt = resolvedAt
        self.isResolved = isResolved
        self.createdAt = createdAt
    }
}

/// One comment.
public struct Note: Sendable, Hashable {
    public var id: NoteID
    public var projectID: ProjectID
    public var noteable: Noteable
    public var discussionID: DiscussionID
    public var body: String
    public var authorID: UserID
    /// Login at the source of whoever wrote it, kept where the author became somebody else.
    public var sourceAuthor: String?
    /// Written by the forge, not by a person ("approved this merge request").
    public var isSystem: Bool
    /// Why the source hides it (`spam`, `outdated`…). GitLab has no such thing: here it is shown, and says why.
    public var minimizedReason: String?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public init(
        id: NoteID, projectID: ProjectID, noteable: Noteable, discussionID: DiscussionID, body: String,
        authorID: UserID, sourceAuthor: String?, isSystem: Bool, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.projectID = projectID
        self.noteable = noteable
        self.discussionID = discussionID
        self.body = body
        self.authorID = authorID
        self.sourceAuthor = sourceAuthor
        self.isSystem = isSystem
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
