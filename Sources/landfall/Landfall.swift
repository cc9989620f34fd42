import ArgumentParser
import Model

/// The command line.
@main
struct Landfall: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "landfall",
        abstract: "Brings whole projects home from GitHub and Bitbucket, and proves that nothing is missing.",
        version: version,
        subcommands: [
            ServeCommand.self, ImportCommand.self, PlanCommand.self, ReportCommand.self, CancelCommand.self,
            UserCommand.self, GroupCommand.self,
            TokenCommand.self, UsersCommand.self, KeyCommand.self, AuditCommand.self, DoctorCommand.self,
            DemoCommand.self, StandInCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            guard var asynchronous = command as? any AsyncParsableCommand else { return try command.run() }
            try await asynchronous.run()
        } catch {
            exit(withError: printable(error))
        }
    }

    /// What is wrong, without what would drive the terminal: a source's words may be in it.
    private static func printable(_ error: any Error) -> any Error {
        switch error {
        // Those that concern the command line itself, or say all with a number, are the parser's to word.
        case is ExitCode, is CleanExit, is ValidationError: error
        default:
            exitCode(for: error) == .failure
                ? CommandFailure(PrintableText.of(message(for: error), keepingLines: true)) : error
        }
    }
}
