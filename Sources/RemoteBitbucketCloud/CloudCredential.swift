import Outbound
import Remote

/// How a credential is shown: Bitbucket wants another user name for git than for the API.
struct CloudCredential: Sendable {
    /// For the API.
    let rest: Credential
    /// For git and LFS.
    let git: Credential
    /// Whether it belongs to a person, who can be asked for; access tokens of repositories and workspaces belong to
    /// nobody.
    let isPersonal: Bool

    /// - API token: the account's e-mail for the API, a fixed name for git, which refuses e-mails.
    /// - App password: the user name for both.
    /// - Access token alone (user `x-token-auth`): Bearer for the API.
    ///
    /// `nil` where one of the two is missing.
    init?(_ joined: Secret) {
        guard let account = AccountCredential(joined: joined) else { return nil }
        let isBlank = account.secret.withUnsealed { $0.allSatisfy(\.isWhitespace) }
        guard !isBlank else { return nil }
        if account.user == Self.tokenUser {
            rest = .bearer(account.secret)
            git = account.basic
            isPersonal = false
        } else {
            rest = account.basic
            git =
                account.user.contains("@")
                ? .basic(user: "x-bitbucket-api-token-auth", account.secret) : account.basic
            isPersonal = true
        }
    }

    private static let tokenUser = "x-token-auth"
}
