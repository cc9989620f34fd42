public import ArgumentParser
import Foundation
import Importer
public import Model
import Outbound
import Remote
import ServiceLifecycle
import Store

/// `landfall import github OWNER/NAME --into GROUP`: imports without a server, and goes on where it was stopped.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Imports a project into the data directory, without a server.",
        subcommands: [ImportGitHubCommand.self, ImportGistsCommand.self])
}

struct ImportGitHubCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "github", abstract: "Imports a project from GitHub or GitHub Enterprise.",
        discussion: """
            The access token is read from --token-file, or from the environment variable GITHUB_TOKEN.
            Ctrl-C stops the import cleanly; the same command goes on where it stopped, also after a failure.
            --retry-failed fetches again what a finished import lists as failed.
            Exit status: 0 everything arrived or is listed with its reason, 1 the import failed, 2 it finished but
            something is missing, 64 the command is wrong, 130 stopped.
            """)

    @Argument(help: "The repository at the source: OWNER/NAME.")
    var repository: String

    @Option(help: "Group (or user) to import into: its full path. A group that is not there is made.")
    var into: String

    @Option(help: "Address of a GitHub Enterprise server; github.com where left out.")
    var host: String?

    @Option(name: .customLong("token-file"), help: "File that holds the access token; '-' reads standard input.")
    var tokenFile: String?

    @Option(name: .customLong("new-name"), help: "Name and path of the project; the repository's own where left out.")
    var newName: String?

    @Option(name: .customLong("pagination-limit"), help: "Objects asked for in one request, 1 to 100.")
    var paginationLimit: Int = 100

    @Option(
        name: .customLong("timeout-strategy"),
        help: "What to do with a stuck stage: pessimistic fails, optimistic goes on.")
    var timeoutStrategy: TimeoutStrategy = .pessimistic

    @Flag(inversion: .prefixedNo, help: "Bring the files that texts show or link.")
    var attachments = true
    @Flag(inversion: .prefixedNo, help: "Whether people with a role at the source keep it here.")
    var collaborators = true
    @Flag(
        name: .customLong("retry-failed"),
        help: "Fetch again what failed in an import that has ended, and only that.")
    var retryFailed = false

    @Flag(help: "One JSON object a line instead of text.")
    var json = false

    @OptionGroup var options: SettingOptions

    func validate() throws {
        guard repository.split(separator: "/", omittingEmptySubsequences: false).count == 2 else {
            throw ValidationError("the repository must be OWNER/NAME")
        }
        guard (1...100).contains(paginationLimit) else {
            throw ValidationError("--pagination-limit must be between 1 and 100")
        }
    }

    func run() async throws {
        let settings = try Settings(options)
        let code = try await Instance.with(settings) { instance in
            try await instance.bootstrap()
            let style = ProgressDisplay.Style.suitable(json: json)
            // Four requests that are worth it where somebody watches, and only there.
            let plan = style == .terminal ? await plan(instance) : nil
            let record = try await existingOrNew(instance)
            return try await ImportWatch(instance: instance, style: style, plan: plan).run(record)
        }
        throw code
    }

    /// What the import is going to take; `nil` where that cannot be told now. Refusals are told by the import itself.
    private func plan(_ instance: Instance) async -> SourcePlan? {
        guard tokenFile != "-", let token = try? SourceToken.read(tokenFile) else { return nil }
        let probe = ProbeRequest(
            kind: .github, hostname: host, repository: .fullName(repository), credential: Secret(token),
            wantsCollaborators: false)
        let settings = ImportSettings(
            attachmentsImport: attachments, collaboratorsImport: collaborators, paginationLimit: paginationLimit)
        return try? await ImportRequests(services: instance.imports).plan(probe, settings: settings)
    }

    /// The unfinished import of the same repository at the same place, or a new one.
    private func existingOrNew(_ instance: Instance) async throws -> Import {
        let name = newName ?? String(repository.split(separator: "/")[1])
        let path = "\(into.trimmingCharacters(in: ["/"]))/\(name)"
        let existing = try await instance.store.read { connection -> Import? in
            guard let project = try Projects.find(fullPath: path, in: connection) else { return nil }
            return try Imports.find(project: project.id, in: connection)
        }
        if let existing {
            guard existing.source.fullName.lowercased() == repository.lowercased() else {
                throw CommandFailure("\(path) exists and is not an import of \(repository): choose another --new-name")
            }
            if existing.status.isInProgress { return existing }
            if retryFailed { return try await retry(existing, instance) }
            if existing.status == .failed, let resumed = try await resume(existing, instance) { return resumed }
            throw CommandFailure(
                "\(path) was imported already (\(existing.status.rawValue)). See it with: landfall report \(path)")
        }
        guard !retryFailed else { throw CommandFailure("\(path) was not imported yet: there is nothing to retry") }
        return try await accept(instance)
    }

    private func retry(_ ended: Import, _ instance: Instance) async throws -> Import {
        let token = try SourceToken.read(tokenFile)
        let outcome: ImportRequests.Retry
        do {
            outcome = try await ImportRequests(services: instance.imports).retry(ended.id, credential: Secret(token))
        } catch {
            throw CommandFailure(error.explanation)
        }
        switch outcome {
        case .scheduled(let record), .nothingFailed(let record): return record
        case .notEnded(let record):
            throw CommandFailure("the import cannot be retried because it is \(record.status.rawValue)")
        case .noSuchImport: throw CommandFailure("the import is gone: its project was removed meanwhile")
        }
    }

    /// What made it fail may be gone, or the token be a better one.
    private func resume(_ failed: Import, _ instance: Instance) async throws -> Import? {
        let token = try SourceToken.read(tokenFile)
        do {
            return try await ImportRequests(services: instance.imports).resume(failed.id, credential: Secret(token))
        } catch {
            throw CommandFailure(error.explanation)
        }
    }

    private func accept(_ instance: Instance) async throws -> Import {
        let token = try SourceToken.read(tokenFile)
        let namespace = try await Places.findOrMake(into, instance)
        let probe = ProbeRequest(
            kind: .github, hostname: host, repository: .fullName(repository), credential: Secret(token),
            wantsCollaborators: false)
        let settings = ImportSettings(
            attachmentsImport: attachments, collaboratorsImport: collaborators, timeoutStrategy: timeoutStrategy,
            paginationLimit: paginationLimit)
        do {
            let root = try await Places.administrator(instance)
            return try await ImportRequests(services: instance.imports).accept(
                ImportRequest(
                    probe: probe, namespace: namespace, requestedBy: root, newName: newName, settings: settings)
            ).1
        } catch let error as ImportRequestError {
            throw CommandFailure(error.explanation)
        }
    }
}

extension TimeoutStrategy: ExpressibleByArgument {}

extension ImportRequestError {
    /// What happened and what to do, for somebody at a terminal.
    var explanation: String {
        switch self {
        case .probe(.refusedAddress(let hostname, let reason)): "\(hostname): \(reason)"
        case .probe(.noReadAccess):
            "the access token may not read the repository: use one with the right to read it (classic: scope repo)"
        case .probe(.noCollaboratorAccess): "the access token may not read the collaborators (classic: scope read:org)"
        case .probe(.sourceError(_, status: 404)):
            "the source has no such repository, or the access token may not see it"
        case .probe(.sourceError(_, let status)): "the source answered with HTTP status \(status): try again later"
        case .probe(.rateLimited): "the source allows no more requests for now: try again later"
        case .probe(.unreachable(let reason)): reason
        case .invalidProject(let messages): messages.joined(separator: ", ")
        case .store(let error): "\(error)"
        }
    }
}

/// A command that cannot do what it was asked, in words for whoever typed it.
struct CommandFailure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}
