import ArgumentParser
import Logging
import StandIns

/// `landfall stand-in`: a bundled source alone, to import from with any client, and to measure imports against.
struct StandInCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stand-in", abstract: "Serves a stand-in for a source with a sample project, until Ctrl-C.")

    enum Source: String, ExpressibleByArgument, CaseIterable {
        case github, bitbucket
        case bitbucketServer = "bitbucket-server"
    }

    @Argument(help: "What to stand in for: github, bitbucket-server or bitbucket.")
    var source = Source.github

    @Option(help: "Make a project of about this many objects instead of the sample project.")
    var objects: Int?

    @Option(help: "Port to listen on.")
    var port: Int = 8930

    @Option(help: "Milliseconds every answer takes at least.")
    var latency: Int = 0

    func run() async throws {
        var logger = Logger(label: "stand-in") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        switch source {
        case .github: try await runGitHub(logger)
        case .bitbucketServer: try await runBitbucket(.server, logger)
        case .bitbucket: try await runBitbucket(.cloud, logger)
        }
    }

    private func runBitbucket(_ face: StandInBitbucket.Face, _ logger: Logger) async throws {
        var configuration = BitbucketConfiguration()
        configuration.port = port
        configuration.latency = .milliseconds(latency)
        let account = face == .server ? BitbucketAccount.keeper : .cloudKeeper
        try await runStandInBitbucket(face: face, configuration: configuration, logger: logger) { server in
            let project = server.project
            let name = face == .server ? "\(project.key)/\(project.slug)" : "\(project.workspace)/\(project.slug)"
            let pages = face == .server ? "" : ", pages and git on \(server.webURL)"
            say("\(name) on \(server.url)\(pages), user \(account.user), password or token \(account.secret)")
        }
    }

    private func runGitHub(_ logger: Logger) async throws {
        var configuration = StandInConfiguration()
        configuration.port = port
        configuration.latency = .milliseconds(latency)
        // What is generated is for measuring: GitHub's limits would measure GitHub.
        configuration.requestLimit = .max
        configuration.pointLimit = .max
        configuration.namesLimits = objects == nil
        let project = objects.map { SampleProject.generated(objects: $0) } ?? .lantern()
        let name = project.repository.fullName
        let token = StandInToken.owner.value
        try await runStandInGitHub([project], configuration: configuration, logger: logger) {
            server in
            if objects == nil { server.addAttachments() }
            say("\(name) on \(server.url), token \(token)")
        }
    }
}
