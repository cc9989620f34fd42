/// What a mapping makes of a source's payload: Model values that name people and items by their source keys, because
/// nothing is in the store yet. Drafts carry the source's own text; the importer rewrites it.
public enum Draft: Sendable, Hashable {
    case label(LabelDraft)
    case milestone(MilestoneDraft)
    case release(ReleaseDraft)
    case issue(IssueDraft)
    case mergeRequest(MergeRequestDraft)
    case note(NoteDraft)
    case diffNote(DiffNoteDraft)
    case review(ReviewDraft)
    case reviewerState(ReviewerStateDraft)
    case timelineEvent(TimelineEventDraft)
    case itemDetails(ItemDetailsDraft)
    case threadResolution(ThreadResolutionDraft)
    case personName(PersonDraft)
    case commitComment(CommitCommentDraft)
    case reacted(ReactedDraft)
    case reactionCount(ReactionCountDraft)
    case reaction(ReactionDraft)
    case minimized(MinimizedDraft)
    case collaborator(CollaboratorDraft)
    case protectedBranch(ProtectedBranchDraft)
    case protectedTag(ProtectedTagDraft)
}

/// What a mapping made of one page: drafts, and a line for everything on it that could not be mapped whole.
public struct MappedPage: Sendable, Hashable {
    public var drafts: [Draft]
    public var exceptions: [ImportException]
    /// How many objects of other kinds this page says there are (an issue tells how many comments it has): what the
    /// ledger holds against the number that arrives.
    public var announced: [ObjectKind: Int64]
    /// The same, told by single objects: what counts when an object is read again.
    public var announcements: [Announcement] = []
    /// The issues and pull requests on the page.
    public var items: [ItemMark] = []

    public init(
        drafts: [Draft] = [], exceptions: [ImportException] = [], announced: [ObjectKind: Int64] = [:]
    ) {
        self.drafts = drafts
        self.exceptions = exceptions
        self.announced = announced
    }

    public mutating func append(_ other: MappedPage) {
        drafts += other.drafts
        exceptions += other.exceptions
        announced.merge(other.announced, uniquingKeysWith: +)
        announcements += other.announcements
        items += other.items
    }
}

/// Somebody at the source. `identifier` is what stays the same when they rename themselves.
public struct PersonDraft: Sendable, Hashable, Codable {
    public var identifier: String
    public var login: String
    /// The name they show, where the source said it.
    public var name: String?
    /// The source's opaque node id, with which the name can be asked for.
    public var nodeID: String?
    /// The address they show to everybody, where the source said it.
    public var publicEmail: String?

    public init(
        identifier: String, login: String, name: String? = nil, nodeID: String? = nil, publicEmail: String? = nil
    ) {
        self.identifier = identifier
        self.login = login
        self.name = name
        self.nodeID = nodeID
        self.publicEmail = publicEmail
    }
}

public struct LabelDraft: Sendable, Hashable {
    public var sourceKey: SourceKey
    public var title: String
    public var description: String?
    /// `#rrggbb`.
    public var color: String

    public init(sourceKey: SourceKey, title: String, description: String?, color: String) {
        self.sourceKey = sourceKey
        self.title = title
        self.description = description
        self.color = color
    }
}

public struct MilestoneDraft: Sendable, Hashable {
    public var sourceKey: SourceKey
    public var number: Int64
    public var title: String
    public var description: String?
    public var state: Milestone.State
    public var dueDate: CalendarDate?
    /// `nil` where the source does not tell: the repository's own time stands in for it.
    public var createdAt: Timestamp?
    public var updatedAt: Timestamp?

    public init(
        sourceKey: SourceKey, number: Int64, title: String, description: String?, state: Milestone.State,
        dueDate: CalendarDate?, createdAt: Timestamp?, updatedAt: Timestamp?
    ) {
        self.sourceKey = sourceKey
        self.number = number
        self.title = title
        self.description = description
        self.state = state
        self.dueDate = dueDate
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

public struct ReleaseDraft: Sendable, Hashable {
    public var sourceKey: SourceKey
    public var tag: String
    public var name: String
    public var description: String?
    public var author: PersonDraft?
    public var isDraft: Bool
    public var isPrerelease: Bool
    public var createdAt: Timestamp
    public var releasedAt: Timestamp?
    /// Its files; their bytes come later.
    public var assets: [ReleaseAssetDraft] = []

    public init(
        sourceKey: SourceKey, tag: String, name: String, description: String?, author: PersonDraft?, isDraft: Bool,
        isPrerelease: Bool, createdAt: Timestamp, releasedAt: Timestamp?
    ) {
        self.sourceKey = sourceKey
        self.tag = tag
        self.name = name
        self.description = description
        self.author = author
        self.isDraft = isDraft
        self.isPrerelease = isPrerelease
        self.createdAt = createdAt
        self.releasedAt = releasedAt
    }
}
