public import Model
public import Store

/// Who makes a request, and with which powers.
public struct Caller: Sendable {
    /// `nil` for somebody who showed no credentials.
    public let user: User?
    /// The token shown; `nil` without credentials.
    public let token: AccessToken?

    public init(user: User?, token: AccessToken?) {
        self.user = user
        self.token = token
    }

    /// Somebody who showed no credentials.
    public static let anonymous = Caller(user: nil, token: nil)

    public var isAdministrator: Bool { user?.isAdministrator ?? false }

    /// Whether the token carries at least one of the scopes. Somebody without a token has none.
    public func hasScope(_ scopes: TokenScope...) -> Bool {
        hasScope(among: scopes)
    }

    public func hasScope(among scopes: [TokenScope]) -> Bool {
        token.map { token in scopes.contains { token.scopes.contains($0) } } ?? false
    }

    /// The same person as the store's lists need them.
    public func viewer(at now: Timestamp) -> Viewer {
        Viewer(
            userID: user?.id, isAdministrator: isAdministrator, isExternal: user?.isExternal ?? false,
            today: now.calendarDate)
    }
}
