/// Somebody at the source whose contributions came into one top-level group (GitLab's `import_source_users`).
public struct SourceUser: Sendable, Hashable {
    /// GitLab's states (`app/models/import/source_user.rb`).
    public enum Status: String, Sendable, Codable {
        case pendingReassignment = "pending_reassignment"
        case awaitingApproval = "awaiting_approval"
        case reassignmentInProgress = "reassignment_in_progress"
        case rejected
        case failed
        case completed
        case keepAsPlaceholder = "keep_as_placeholder"

        /// Whether the real user, rather than the placeholder, stands for the person.
        public var mapsToReassignedUser: Bool {
            switch self {
            case .reassignmentInProgress, .failed, .completed: true
            case .pendingReassignment, .awaitingApproval, .rejected, .keepAsPlaceholder: false
            }
        }
    }

    public var id: SourceUserID
    /// The top-level group.
    public var namespaceID: NamespaceID
    public var importKind: ImportKind
    /// Scheme and host of the source.
    public var hostname: String
    /// The source's stable id: GitHub's number.
    public var identifier: String
    public var username: String?
    public var name: String?
    public var placeholderUserID: UserID
    public var reassignToUserID: UserID?
    public var status: Status

    public init(
        id: SourceUserID, namespaceID: NamespaceID, importKind: ImportKind, hostname: String, identifier: String,
        username: String?, name: String?, placeholderUserID: UserID, reassignToUserID: UserID?, status: Status
    ) {
        self.id = id
        self.namespaceID = namespaceID
        self.importKind = importKind
        self.hostname = hostname
        self.identifier = identifier
        self.username = username
        self.name = name
        self.placeholderUserID = placeholderUserID
        self.reassignToUserID = reassignToUserID
        self.status = status
    }

    /// Who stands for this person in what is imported.
    public var mappedUserID: UserID {
        status.mapsToReassignedUser ? reassignToUserID ?? placeholderUserID : placeholderUserID
    }
}
