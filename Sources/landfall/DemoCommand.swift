import ArgumentParser
import Foundation
import Importer
import Model
import Outbound
import Remote
import Secrets
import StandIns
import Store

/// `landfall demo`: everything at once, on a sample project that comes with the program.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Imports a sample project from a stand-in GitHub, shows the proof, and serves the result.")

    @Flag(help: "End after the proof instead of serving until Ctrl-C.")
    var exit = false

    @Option(help: "Port to listen on; another free one is taken where it is busy.")
    var port: Int = 8929

    @OptionGroup var options: SettingOptions

    func run() async throws {
        var options = options
        if options.dataDirectory == nil, !exit { options.dataDirectory = ".demo/data" }
        let temporary = FileManager.default.temporaryDirectory.appendingPathComponent(
            "landfall-demo-\(UUID().uuidString)")
        if options.dataDirectory == nil { options.dataDirectory = temporary.path }
        defer { try? FileManager.default.removeItem(at: temporary) }
        options.allowOutbound.append("127.0.0.0/8")
        let settings = try Settings(options, listen: "127.0.0.1:\(FreePort.preferring(port))", workers: 2)
        let code = try await Instance.with(settings) { instance in
            try await withStandInGitHub(.lantern()) { source in
                source.addAttachments()
                return try await Demo(instance: instance, source: source, endsAfterProof: exit).run()
            }
        }
        throw code
    }
}

/// The demo's steps, in the order a person sees them.
private struct Demo {
    let instance: Instance
    let source: StandInGitHub
    let endsAfterProof: Bool

    func run() async throws -> ExitCode {
        let token = try RandomToken.accessToken()
        try await instance.bootstrap(rootToken: token)
        say("A stand-in GitHub with the sample project harbour-lights/lantern listens on \(source.url).")
        let (ready, signal) = AsyncStream.makeStream(of: Int.self)
        let (stops, stop) = AsyncStream.makeStream(of: Void.self)
        return try await withThrowingTaskGroup(of: ExitCode?.self) { group in
            group.addTask {
                defer { signal.finish() }
                try await Server(instance: instance).run(stop: stops) { signal.yield($0) }
                return nil
            }
            group.addTask {
                guard let port = await ready.first(where: { _ in true }) else { return nil }
                say("Landfall listens on http://127.0.0.1:\(port).\n")
                return try await showImport(token: token)
            }
            var code = ExitCode.success
            while let ended = try await group.next() {
                // The server has ended, by a signal or because it was told to.
                guard let proof = ended else { break }
                code = proof
                if endsAfterProof || code != .success { stop.yield() } else { say("\nServing until Ctrl-C.") }
            }
            group.cancelAll()
            return code
        }
    }

    private func showImport(token: String) async throws -> ExitCode {
        let report = try await importSample()
        say("\n" + ReportText.table(report) + "\n")
        tellWhatNext(token: token)
        return report.isComplete ? .success : ExitCode(2)
    }

    private func importSample() async throws -> ImportReport {
        let requests = ImportRequests(services: instance.imports)
        let namespace = try await Places.findOrMake("harbour", instance)
        let existing = try await instance.store.read { try Projects.find(fullPath: "harbour/lantern", in: $0) }
        if let existing {
            try await requests.stop(project: existing.id)
            try await instance.store.write { _ = try Projects.delete(existing.id, in: $0) }
            try await requests.removeRepositories(of: existing.id)
        }
        let accepted = try await requests.accept(
            ImportRequest(
                probe: ProbeRequest(
                    kind: .github, hostname: source.url, repository: .fullName("harbour-lights/lantern"),
                    credential: Secret(StandInToken.owner.value), wantsCollaborators: false),
                namespace: namespace, requestedBy: try await Places.administrator(instance), newName: nil,
                settings: ImportSettings(attachmentsImport: true)))
        return try await watch(accepted.1.id)
    }

    private func watch(_ id: ImportID) async throws -> ImportReport {
        var display = ProgressDisplay(style: .suitable(json: false), startedAt: Instance.clock())
        while true {
            guard let report = try await instance.store.read({ try ImportReport.read(id, in: $0) }) else {
                throw CommandFailure("the import is gone")
            }
            display.show(report, now: Instance.clock())
            if report.record.status.isComplete { return report }
            try await Task.sleep(for: .milliseconds(150))
        }
    }

    private func tellWhatNext(token: String) {
        let url = instance.settings.externalURL
        say(
            """
            Try it:
              git clone http://root:\(token)@\(url.dropFirst("http://".count))/harbour/lantern.git
              curl --header "PRIVATE-TOKEN: \(token)" "\(url)/api/v4/projects/harbour%2Flantern/merge_requests"

            A real repository next:
              echo ghp_yourtoken > token && chmod 600 token
              .build/debug/landfall import github OWNER/NAME --into mygroup --token-file token --data ./landfall-data
              .build/debug/landfall serve --data ./landfall-data
            """)
    }
}
