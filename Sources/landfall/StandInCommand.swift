import ArgumentParser
import Logging
import StandIns

/// `landfall stand-in`: the bundled GitHub alone, to import from with any client, and to measure imports against.
struct StandInCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stand-in", abstract: "Serves a stand-in GitHub with a sample project, until Ctrl-C.")

    @Option(help: "Make a project of about this many objects instead of the sample project.")
    var objects: Int?

    @Option(help: "Port to listen on.")
    var port: Int = 8930

    @Option(help: "Milliseconds every answer takes at least.")
    var latency: Int = 0

    func run() async throws {
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
        var logger = Logger(label: "stand-in") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        try await runStandInGitHub([project], configuration: configuration, logger: logger) {
            server in
            if objects == nil { server.addAttachments() }
            say("\(name) on \(server.url), token \(token)")
        }
    }
}
