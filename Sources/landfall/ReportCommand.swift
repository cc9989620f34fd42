import ArgumentParser
import Importer
import Model
import Store

/// `landfall report GROUP/PROJECT`: the proof.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Shows what a project's import brought and, by name and reason, what it did not.",
        discussion: "Exit status: 0 when nothing is missing without a reason, 2 otherwise.")

    @Argument(help: "Full path of the project.")
    var project: String

    @Flag(help: "JSON instead of text.")
    var json = false

    @OptionGroup var options: SettingOptions

    func run() async throws {
        let code = try await Instance.with(try Settings(options)) { instance in
            let path = project
            let report = try await instance.store.read { connection -> ImportReport? in
                guard let project = try Projects.find(fullPath: path, in: connection),
                    let record = try Imports.find(project: project.id, in: connection)
                else { return nil }
                return try ImportReport.read(record.id, in: connection)
            }
            guard let report else {
                throw CommandFailure("there is no imported project \(path) in this data directory")
            }
            print(json ? ReportText.json(report) : ReportText.table(report))
            return report.isComplete ? ExitCode.success : ExitCode(2)
        }
        throw code
    }
}
