import ArgumentParser
import Foundation
import Importer
import Jobs
import Model
import Outbound
import Remote
import ServiceLifecycle
import Store
import UnixSignals

/// `landfall import gists --user NAME`: brings the gists of a token's owner as that person's snippets.
struct ImportGistsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gists", abstract: "Imports the gists of an access token's owner as personal snippets.",
        discussion: """
            The access token (classic: scope gist) is read from --token-file, or from the environment variable
            GITHUB_TOKEN. Importing again brings what has changed since; nothing is there twice.
            Ctrl-C stops the import cleanly; the same command goes on where it stopped.
            Exit status: 0 every gist is here whole, 1 the import failed, 2 it finished but something is missing,
            64 the command is wrong, 130 stopped.
            """)

    @Option(help: "Username of the person here whose snippets they become.")
    var user: String = "root"

    @Option(help: "Address of a GitHub Enterprise server; github.com where left out.")
    var host: String?

    @Option(name: .customLong("token-file"), help: "File that holds the access token; '-' reads standard input.")
    var tokenFile: String?

    @OptionGroup var options: SettingOptions

    func run() async throws {
        let settings = try Settings(options)
        let code = try await Instance.with(settings) { instance in
            try await instance.settleKeys()
            try await instance.checkImportsCanRun()
            try await instance.bootstrap()
            await instance.removeLeftovers()
            return try await work(instance)
        }
        throw code
    }

    private func work(_ instance: Instance) async throws -> ExitCode {
        let name = user
        guard let person = try await instance.store.read({ try Users.find(username: name, in: $0) }) else {
            throw CommandFailure("there is no user '\(name)' here")
        }
        let requests = GistRequests(services: instance.gists)
        let record = try await existingOrNew(requests, person.id)
        let wasStopped = try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await runToItsEnd(record.id, instance)
                return false
            }
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { return true }
                return true
            }
            let wasStopped = try await group.next() ?? true
            group.cancelAll()
            return wasStopped
        }
        guard let report = try await requests.latest(of: person.id) else { return .failure }
        return finish(report, wasStopped: wasStopped)
    }

    /// The unfinished import of the same person, or a new one.
    private func existingOrNew(_ requests: GistRequests, _ person: UserID) async throws -> GistImport {
        let token = try SourceToken.read(tokenFile, variable: GitHubArguments.tokenVariable)
        do {
            return try await requests.start(for: person, hostname: host, credential: Secret(token), by: .commandLine)
        } catch GistRequestError.inProgress {
            guard let report = try await requests.latest(of: person) else { throw CommandFailure("try again") }
            return report.record
        } catch GistRequestError.probe(.noReadAccess) {
            throw CommandFailure("the source refuses the access token: use a valid one (classic: scope gist)")
        } catch GistRequestError.probe(let error) {
            throw CommandFailure(ImportRequestError.probe(error).explanation(of: .github))
        } catch GistRequestError.store(let error) {
            throw CommandFailure("\(error)")
        }
    }

    /// Works on the import here; waits where another process works on it already.
    private func runToItsEnd(_ id: Identifier<GistImport>, _ instance: Instance) async throws {
        let workers = instance.gistWorkers(count: 1)
        while !Task.isCancelled {
            _ = try await workers.runOne(subject: id.rawValue)
            let status = try await instance.store.read { try GistImports.find(id, in: $0)?.status }
            if status != .started { return }
            try await Task.sleep(for: .milliseconds(300))
        }
    }

    private func finish(_ report: GistReport, wasStopped: Bool) -> ExitCode {
        let counts = report.counts
        say("Gists: \(counts.source) at the source, \(counts.imported) imported, \(counts.failed) not imported.")
        let missing = report.exceptions.filter(\.isMissing)
        if !missing.isEmpty { say("\n" + GistMail.text(missing)) }
        for exception in report.exceptions where !exception.isMissing {
            say("Gist \(exception.sourceKey) (\(exception.title)): \(exception.reason)")
        }
        if let mail = report.record.mail { say("Mail to the user: \(mail)") }
        switch report.record.status {
        case .started where wasStopped:
            say("Stopped. The same command goes on from here.")
            return ExitCode(130)
        case .started, .failed:
            if let failure = report.record.failure { say("Failed: \(failure)") }
            return ExitCode(1)
        case .finished: return report.exceptions.isEmpty ? .success : ExitCode(2)
        }
    }
}
