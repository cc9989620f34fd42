import ArgumentParser
import Importer
import Model
import Store

/// `landfall cancel GROUP/PROJECT`: ends an import, whichever process runs it.
struct CancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Cancels a project's import, also one that a server or another command runs.",
        discussion: """
            What has arrived stays, and the access token is forgotten. A canceled import cannot be taken up again: import
            anew, under another name or once the project is removed. To stop an import and go on later, use Ctrl-C.
            """)

    @Argument(help: "Full path of the project.")
    var project: String

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await Instance.with(try Settings(options)) { instance in
            let path = project
            let record = try await instance.store.read { connection -> Import? in
                guard let project = try Projects.find(fullPath: path, in: connection) else { return nil }
                return try Imports.find(project: project.id, in: connection)
            }
            guard let record else {
                throw CommandFailure("there is no imported project \(path) in this data directory")
            }
            guard try await ImportRequests(services: instance.imports).cancel(record.id, by: .commandLine) else {
                let now = try await instance.store.read { try Imports.find(record.id, in: $0) } ?? record
                throw CommandFailure("the import cannot be canceled because it is \(now.status.rawValue)")
            }
            print("\(path): canceled")
        }
    }
}
