import ArgumentParser
import Model

/// A repository on GitHub or GitHub Enterprise.
struct GitHubArguments: SourceArguments {
    static let kind = ImportKind.github
    static let commandName = "github"
    static let title = "GitHub or GitHub Enterprise"
    static let tokenVariable = "GITHUB_TOKEN"

    @Argument(help: "The repository at the source: OWNER/NAME.")
    var repository: String

    @Option(name: .customLong("host"), help: "Address of a GitHub Enterprise server; github.com where left out.")
    var address: String?

    func validate() throws { try checkRepository("OWNER/NAME") }
}
