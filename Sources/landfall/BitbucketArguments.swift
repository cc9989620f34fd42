import ArgumentParser
import Model
import Outbound
import Remote

/// A repository on Bitbucket Server or Data Center.
struct BitbucketServerArguments: SourceArguments {
    static let kind = ImportKind.bitbucketServer
    static let commandName = "bitbucket-server"
    static let title = "Bitbucket Server or Data Center"
    static let tokenVariable = "BITBUCKET_TOKEN"
    static let hint = "It is a personal access token with the right to read the repository, or the account's password."

    @Argument(help: "The repository at the source: KEY/SLUG, as in its address; a person's own: '~NAME/SLUG'.")
    var repository: String

    @Option(help: "Address of the server, with its context path: https://bitbucket.example.org/bitbucket.")
    var host: String

    @Option(help: "Name of the account that the token belongs to.")
    var user: String

    @Flag(help: "Bring comments on commits too: one request for each file of each commit.")
    var commitComments = false

    var address: String? { host }

    func validate() throws { try checkRepository("KEY/SLUG") }

    func credential(_ token: String) throws -> Secret { try AccountCredential.joined(user, token) }
}

/// A repository on Bitbucket Cloud.
struct BitbucketArguments: SourceArguments {
    static let kind = ImportKind.bitbucket
    static let commandName = "bitbucket"
    static let title = "Bitbucket Cloud"
    static let tokenVariable = "BITBUCKET_TOKEN"
    static let hint = """
        It is an API token with the scopes read:repository:bitbucket, read:pullrequest:bitbucket, read:issue:bitbucket
        and read:wiki:bitbucket, or an app password.
        """

    @Argument(help: "The repository at the source: WORKSPACE/SLUG, as in its address.")
    var repository: String

    @Option(help: "E-mail address of the account that the API token belongs to; with an app password its user name.")
    var user: String

    @Flag(help: "Bring comments on commits too: one request for each commit.")
    var commitComments = false

    var address: String? { nil }

    func validate() throws { try checkRepository("WORKSPACE/SLUG") }

    func credential(_ token: String) throws -> Secret { try AccountCredential.joined(user, token) }
}

extension AccountCredential {
    fileprivate static func joined(_ user: String, _ token: String) throws -> Secret {
        guard let credential = AccountCredential(user: user, secret: Secret(token)) else {
            throw CommandFailure("--user is empty or has a character that cannot be sent")
        }
        return credential.joined
    }
}
