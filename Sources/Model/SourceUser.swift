/// Somebody at the source whose contributions came into one top-level group (GitLab's `import_source_users`).
public struct SourceUser: Sendable, Hashable {
    /// GitLab's states (`app/models/import/source_user.rb`).
    public enum Status: String, Sendable, Codable, CaseIterable {
        case pendingReassignment = "pending_reassignment"
        case awaitingApproval = "awaiting_approval"
        case reassignmentInProgress = "reassignment_in_progress"
        case rejected
        case failed
        case completed
        case keepAsPlaceholder = "keep_as_placeholder"
        /// Taken back after it was completed.
        case revoked

        /// Whether the real user, rather than the placeholder, stands for the person.
        public var mapsToReassignedUser: Bool {
            switch self {
            case .reassignmentInProgress, .failed, .completed: true
            case .pendingReassignment, .awaitingApproval, .rejected, .keepAsPlaceholder, .revoked: false
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
    /// `nil` once the placeholder user is gone: after a completed reassignment, when nothing referred to it any more.
    public var placeholderUserID: UserID?
    public var reassignToUserID: UserID?
    public var status: Status
    /// Who asked for the reassignment.
    public var reassignedByUserID: UserID?
    /// 32 hex digits that name a request which waits for its assignee; `nil` in every other state.
    public var reassignmentToken: String?
    /// Why the last attempt failed.
    public var reassignmentError: String?
    /// A year after the request was made (GitLab keeps the time and does nothing with it yet).
    public var reassignmentExpiresAt: Timestamp?
    /// The address the source shows to everybody.
    public var publicEmail: String?
    public var createdAt: Timestamp

    public init(
        id: SourceUserID, namespaceID: NamespaceID, importKind: ImportKind, hostname: String, identifier: String,
        username: String?, name: String?, publicEmail: String?, placeholderUserID: UserID?,
        reassignToUserID: UserID?, reassignedByUserID: UserID?, reassignmentToken: String?,
        reassignmentError: String?, reassignmentExpiresAt: Timestamp?, status: Status, createdAt: Timestamp
    ) {
        self.id = id
        self.namespaceID = namespaceID
        self.importKind = importKind
        self.hostname = hostname
        self.identifier = identifier
        self.username = username
        self.name = name
        self.publicEmail = publicEmail
        self.placeholderUserID = placeholderUserID
        self.reassignToUserID = reassignToUserID
        self.reassignedByUserID = reassignedByUserID
        self.reassignmentToken = reassignmentToken
        self.reassignmentError = reassignmentError
        self.reassignmentExpiresAt = reassignmentExpiresAt
        self.status = status
        self.createdAt = createdAt
    }

    /// Who stands for this person in what is imported; `nil` when that account is gone, so that a new placeholder user
    /// must be made.
    public var mappedUserID: UserID? {
        status.mapsToReassignedUser ? reassignToUserID : placeholderUserID
    }
}
