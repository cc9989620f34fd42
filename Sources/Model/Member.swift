/// A person's role in one group or project.
public struct Member: Sendable, Hashable {
    public var user: User
    public var accessLevel: AccessLevel
    public var createdAt: Timestamp
    /// The first day on which the membership no longer counts.
    public var expiresAt: CalendarDate?

    public init(user: User, accessLevel: AccessLevel, createdAt: Timestamp, expiresAt: CalendarDate?) {
        self.user = user
        self.accessLevel = accessLevel
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
