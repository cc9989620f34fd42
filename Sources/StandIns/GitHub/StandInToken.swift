/// A token the stand-in knows. Nothing here is a secret: the tokens are in the source and open nothing but the
/// stand-in.
public struct StandInToken: Sendable, Hashable {
    /// The token itself, in GitHub's form.
    public var value: String
    /// Whose it is.
    public var login: String
    /// What GitHub puts into `X-OAuth-Scopes`; empty leaves the header out, as for fine-grained tokens.
    public var scopes: [String]
    /// Whether it sees private repositories.
    public var seesPrivate: Bool
    /// Whether it may list collaborators, as a token of somebody who can push.
    public var canPush: Bool

    public init(_ value: String, login: String, scopes: [String], seesPrivate: Bool = true, canPush: Bool = true) {
        self.value = value
        self.login = login
        self.scopes = scopes
        self.seesPrivate = seesPrivate
        self.canPush = canPush
    }

    /// A classic token with all it takes.
    public static let owner = StandInToken(
        padded("ghp_StandInToken"), login: "lantern-importer", scopes: ["read:org", "repo", "user"])
    /// The same rights with a rate limit of its own.
    public static let second = StandInToken(
        padded("ghp_StandInSecond"), login: "lantern-helper", scopes: ["read:org", "repo", "user"])
    /// A classic token that reads everything and may not see collaborators.
    public static let reader = StandInToken(
        padded("ghp_StandInReader"), login: "lantern-reader", scopes: ["public_repo"], canPush: false)
    /// A token that does not see private repositories: they answer 404.
    public static let stranger = StandInToken(
        padded("ghp_StandInStranger"), login: "lantern-stranger", scopes: [], seesPrivate: false, canPush: false)
    /// A token that was revoked: every request answers 401.
    public static let revoked = StandInToken(
        padded("ghp_StandInRevoked"), login: "lantern-gone", scopes: ["repo"])

    private static func padded(_ name: String) -> String {
        name + String(repeating: "0", count: max(0, 40 - name.count))
    }
}
