/// One thing that somebody did and may have to account for.
public struct AuditEvent: Sendable, Hashable {
    /// What it was done to.
    public struct Entity: Sendable, Hashable {
        /// GitLab's words (`api/audit_events`, "entity_type").
        public enum Kind: String, Sendable, CaseIterable {
            case user = "User"
            case group = "Group"
            case project = "Project"
            case instance = "Gitlab::Audit::InstanceScope"
        }

        public var kind: Kind
        /// Number of the row; 1 for the instance. The row may be gone.
        public var id: Int64
        /// User name, full path of the group or project as it was then; empty for the instance.
        public var path: String

        public init(kind: Kind, id: Int64, path: String) {
            self.kind = kind
            self.id = id
            self.path = path
        }

        public static let instance = Entity(kind: .instance, id: 1, path: "")

        public static func user(_ user: User) -> Entity {
            Entity(kind: .user, id: user.id.rawValue, path: user.username)
        }

        public static func group(_ group: Namespace) -> Entity {
            Entity(kind: .group, id: group.id.rawValue, path: group.fullPath)
        }

        public static func project(_ project: Project) -> Entity {
            Entity(kind: .project, id: project.id.rawValue, path: project.fullPath)
        }
    }

    public var id: Identifier<AuditEvent>
    public var action: AuditAction
    public var actor: AuditActor
    public var entity: Entity
    /// What else there is to know: names of things, never a secret and never what somebody wrote.
    public var details: [String: String]
    public var createdAt: Timestamp

    public init(
        id: Identifier<AuditEvent>, action: AuditAction, actor: AuditActor, entity: Entity, details: [String: String],
        createdAt: Timestamp
    ) {
        self.id = id
        self.action = action
        self.actor = actor
        self.entity = entity
        self.details = details
        self.createdAt = createdAt
    }
}

/// Who did something, and by which door they came in.
public struct AuditActor: Sendable, Hashable {
    /// The account; `nil` for the command line and for the server itself.
    public var userID: UserID?
    /// User name of the account as it was then.
    public var name: String
    /// The token shown, by its number and name.
    public var tokenID: AccessTokenID?
    public var tokenName: String?
    /// Whose the token is where it is not the account's: an administrator acts as somebody else (`sudo`).
    public var tokenUserID: UserID?
    /// Address of the client.
    public var address: String?

    public init(
        userID: UserID?, name: String, tokenID: AccessTokenID? = nil, tokenName: String? = nil,
        tokenUserID: UserID? = nil, address: String? = nil
    ) {
        self.userID = userID
        self.name = name
        self.tokenID = tokenID
        self.tokenName = tokenName
        self.tokenUserID = tokenUserID
        self.address = address
    }

    /// What nobody asked for: the first start, and what is counted.
    public static let server = AuditActor(userID: nil, name: "Landfall")

    /// Somebody who holds the data directory.
    public static func commandLine(uid: UInt32, name: String?) -> AuditActor {
        AuditActor(userID: nil, name: "command line (uid \(uid)\(name.map { " \($0)" } ?? ""))")
    }

    /// Somebody who showed a token.
    public init(user: User?, token: AccessToken?, address: String?) {
        self.init(
            userID: user?.id, name: user?.username ?? "", tokenID: token?.id, tokenName: token?.name,
            tokenUserID: token.flatMap { $0.userID == user?.id ? nil : $0.userID }, address: address)
    }
}

/// What is written down. The raw values are GitLab's event types where it has one
/// (`user/compliance/audit_event_types`); a value that is in a store is never given another meaning.
public enum AuditAction: String, Sendable, CaseIterable {
    case userCreated = "user_created"
    case userDestroyed = "user_destroyed"
    case personalAccessTokenIssued = "personal_access_token_issued"
    case personalAccessTokenRevoked = "personal_access_token_revoked"
    case groupAccessTokenCreated = "group_access_token_created"
    case groupAccessTokenDeleted = "group_access_token_deleted"
    case groupCreated = "group_created"
    case groupUpdated = "group_updated"
    case groupDestroyed = "group_destroyed"
    case projectUpdated = "project_updated"
    case projectDestroyed = "project_destroyed"
    case memberCreated = "member_created"
    case memberUpdated = "member_updated"
    case memberDestroyed = "member_destroyed"
    case importStarted = "import_started"
    case importResumed = "import_resumed"
    case importRetried = "import_retried"
    case importCanceled = "import_canceled"
    case gistsImportStarted = "gists_import_started"
    case sourceUserReassigned = "source_user_reassigned"
    case sourceUserReassignmentCanceled = "source_user_reassignment_canceled"
    case sourceUserReassignmentAccepted = "source_user_reassignment_accepted"
    case sourceUserReassignmentRejected = "source_user_reassignment_rejected"
    case sourceUserReassignmentRetried = "source_user_reassignment_retried"
    case sourceUserReassignmentRevoked = "source_user_reassignment_revoked"
    case sourceUserKeptAsPlaceholder = "source_user_kept_as_placeholder"
    case sourceUserReopened = "source_user_reopened"
    case sourceUsersKeptAsPlaceholders = "source_users_kept_as_placeholders"
    case sourceUsersFileUploaded = "source_users_file_uploaded"
    case sealingKeyRotated = "sealing_key_rotated"
    case sealedCredentialsForgotten = "sealed_credentials_forgotten"
    case authenticationRefused = "authentication_refused"

    /// For people (`custom_message`).
    public var message: String {
        switch self {
        case .userCreated: "Created user"
        case .userDestroyed: "Removed user"
        case .personalAccessTokenIssued: "Created personal access token"
        case .personalAccessTokenRevoked: "Revoked personal access token"
        case .groupAccessTokenCreated: "Created group access token"
        case .groupAccessTokenDeleted: "Revoked group access token"
        case .groupCreated: "Created group"
        case .groupUpdated: "Changed group"
        case .groupDestroyed: "Removed group"
        case .projectUpdated: "Changed project"
        case .projectDestroyed: "Removed project"
        case .memberCreated: "Added member"
        case .memberUpdated: "Changed member"
        case .memberDestroyed: "Removed member"
        case .importStarted: "Started import"
        case .importResumed: "Took up failed import"
        case .importRetried: "Asked again for what failed in import"
        case .importCanceled: "Canceled import"
        case .gistsImportStarted: "Started import of gists"
        case .sourceUserReassigned: "Reassigned source user"
        case .sourceUserReassignmentCanceled: "Canceled reassignment of source user"
        case .sourceUserReassignmentAccepted: "Accepted reassignment of source user"
        case .sourceUserReassignmentRejected: "Rejected reassignment of source user"
        case .sourceUserReassignmentRetried: "Retried reassignment of source user"
        case .sourceUserReassignmentRevoked: "Took reassignment of source user back"
        case .sourceUserKeptAsPlaceholder: "Kept source user as placeholder user"
        case .sourceUserReopened: "Opened decision about source user again"
        case .sourceUsersKeptAsPlaceholders: "Kept all undecided source users as placeholder users"
        case .sourceUsersFileUploaded: "Uploaded reassignments as CSV"
        case .sealingKeyRotated: "Rotated sealing key"
        case .sealedCredentialsForgotten: "Forgot sealed credentials"
        case .authenticationRefused: "Refused authentication"
        }
    }
}
