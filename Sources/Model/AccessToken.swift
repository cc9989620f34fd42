/// What a token may be used for (`user/profile/personal_access_tokens`, "Personal access token scopes").
public enum TokenScope: String, Sendable, CaseIterable, Codable {
    case api
    case readAPI = "read_api"
    case readUser = "read_user"
    case readRepository = "read_repository"
    case writeRepository = "write_repository"
    case createRunner = "create_runner"
    case manageRunner = "manage_runner"
    case sudo
    case adminMode = "admin_mode"
}

/// A personal or group access token as it is kept: its digest, never the token itself.
public struct AccessToken: Sendable, Hashable {
    public var id: AccessTokenID
    /// Whom it acts for; for a group access token the group's bot user.
    public var userID: UserID
    /// Set exactly for group access tokens.
    public var groupID: NamespaceID?
    public var name: String
    public var description: String?
    public var scopes: [TokenScope]
    public var createdAt: Timestamp
    public var expiresAt: CalendarDate?
    public var revokedAt: Timestamp?
    public var lastUsedAt: Timestamp?

    public init(
        id: AccessTokenID, userID: UserID, groupID: NamespaceID?, name: String, description: String?,
        scopes: [TokenScope], createdAt: Timestamp, expiresAt: CalendarDate?, revokedAt: Timestamp?,
        lastUsedAt: Timestamp?
    ) {
        self.id = id
        self.userID = userID
        self.groupID = groupID
        self.name = name
        self.description = description
        self.scopes = scopes
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
        self.lastUsedAt = lastUsedAt
    }

    /// A token dies at the start of the day it expires on, in UTC.
    public func isExpired(at now: Timestamp) -> Bool {
        guard let expiresAt else { return false }
        return expiresAt.startOfDay <= now
    }

    public func isActive(at now: Timestamp) -> Bool {
        revokedAt == nil && !isExpired(at: now)
    }
}
