import ArgumentParser

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
}
