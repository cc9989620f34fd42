import ArgumentParser
import Foundation
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

    @Flag(help: "Every object that is not here whole, one JSON object a line, and nothing else.")
    var ndjson = false

    @Option(help: "Write a page for people to this file as well.")
    var html: String?

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
            if let html { try await write(report, to: html, instance) }
            if ndjson {
                for try await batch in ReportLines(report.record.id, in: instance.store) {
                    say(json: batch.map { ReportLine($0).json }.joined(separator: "\n"))
                }
            } else if json {
                say(json: ReportText.json(report))
            } else {
                say(ReportText.table(report))
            }
            return report.isComplete ? ExitCode.success : ExitCode(2)
        }
        throw code
    }

    private func write(_ report: ImportReport, to path: String, _ instance: Instance) async throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw CommandFailure("\(path) cannot be written") }
        defer { try? file.close() }
        let page = ReportPage(report)
        try file.write(contentsOf: Data(page.head.utf8))
        for try await batch in ReportLines(report.record.id, in: instance.store) {
            try file.write(contentsOf: Data(ReportPage.lines(batch).utf8))
        }
        try file.write(contentsOf: Data(page.tail.utf8))
    }
}
