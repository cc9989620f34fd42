public import ArgumentParser
import Foundation
import Importer
public import Model
import Outbound
import Remote
import Store

/// `landfall import SOURCE REPOSITORY --into GROUP`: imports without a server, and goes on where it was stopped.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Imports a project into the data directory, without a server.",
        subcommands: [
            ImportSourceCommand<GitHubArguments>.self, ImportSourceCommand<BitbucketServerArguments>.self,
            ImportSourceCommand<BitbucketArguments>.self, ImportGistsCommand.self,
        ])
}

/// What an import is told beyond what a plan is.
struct ImportOptions: ParsableArguments {
    @Option(help: "Group (or user) to import into: its full path. A group that is not there is made.")
    var into: String

    @Option(name: .customLong("new-name"), help: "Name and path of the project; the repository's own where left out.")
    var newName: String?

    @Option(
        name: .customLong("timeout-strategy"),
        help: "What to do with a stuck stage: pessimistic fails, optimistic goes on.")
    var timeoutStrategy: TimeoutStrategy = .pessimistic

    @Flag(inversion: .prefixedNo, help: "Bring the files that texts show or link.")
    var attachments = true

    @Flag(
        name: .customLong("retry-failed"),
        help: "Fetch again what failed in an import that has ended, and only that.")
    var retryFailed = false
}

/// The same for every source; what sets them apart are their arguments.
struct ImportSourceCommand<Source: SourceArguments>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Source.commandName, abstract: "Imports a project from \(Source.title).",
            discussion: """
                \(Source.tokenHint)
                Ctrl-C stops the import cleanly; the same command goes on where it stopped, also after a failure.
                --retry-failed fetches again what a finished import lists as failed, and what the source did not show.
                Exit status: 0 everything arrived or is listed with its reason, 1 the import failed, 2 it finished but
                something is missing, 64 the command is wrong, 130 stopped.
                """)
    }

    @OptionGroup var source: Source
    @OptionGroup var importing: ImportOptions
    @OptionGroup var reading: ReadingOptions

    func run() async throws {
        let settings = try Settings(reading.options)
        let code = try await Instance.with(settings) { instance in
            try await instance.settleKeys()
            try await instance.checkImportsCanRun()
            try await instance.bootstrap()
            await instance.removeLeftovers()
            let style = ProgressDisplay.Style.suitable(json: reading.json)
            // A few requests that are worth it where somebody watches, and only there.
            let plan = style == .terminal ? await plan(instance) : nil
            let record = try await existingOrNew(instance)
            return try await ImportWatch(instance: instance, style: style, plan: plan).run(record)
        }
        throw code
    }

    private var importSettings: ImportSettings {
        var settings = reading.importSettings(
            attachments: importing.attachments, timeoutStrategy: importing.timeoutStrategy)
        settings.commitCommentsImport = source.commitComments
        return settings
    }

    /// What the import is going to take; `nil` where that cannot be told now. Refusals are told by the import itself.
    private func plan(_ instance: Instance) async -> SourcePlan? {
        guard reading.tokenFile != "-", let credential = try? source.credential(reading) else { return nil }
        let requests = ImportRequests(services: instance.imports)
        return try? await requests.plan(source.probe(credential), settings: importSettings)
    }

    /// The unfinished import of the same repository at the same place, or a new one.
    private func existingOrNew(_ instance: Instance) async throws -> Import {
        let repository = source.repository
        let name = importing.newName ?? repository.split(separator: "/").last.map(String.init) ?? repository
        let path = "\(importing.into.trimmingCharacters(in: ["/"]))/\(name)"
        let existing = try await instance.store.read { connection -> Import? in
            guard let project = try Projects.find(fullPath: path, in: connection) else { return nil }
            return try Imports.find(project: project.id, in: connection)
        }
        if let existing {
            guard existing.source.kind == Source.kind,
                existing.source.fullName.lowercased() == repository.lowercased()
            else {
                throw CommandFailure("\(path) exists and is not an import of \(repository): choose another --new-name")
            }
            if existing.status.isInProgress { return existing }
            if importing.retryFailed { return try await retry(existing, instance) }
            if existing.status == .failed, let resumed = try await resume(existing, instance) { return resumed }
            throw CommandFailure(
                "\(path) was imported already (\(existing.status.rawValue)). See it with: landfall report \(path)")
        }
        guard !importing.retryFailed else {
            throw CommandFailure("\(path) was not imported yet: there is nothing to retry")
        }
        return try await accept(instance)
    }

    private func retry(_ ended: Import, _ instance: Instance) async throws -> Import {
        let credential = try source.credential(reading)
        let outcome: ImportRequests.Retry
        do {
            outcome = try await ImportRequests(services: instance.imports).retry(
                ended.id, credential: credential, by: .commandLine)
        } catch {
            throw Source.failure(error)
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
        let credential = try source.credential(reading)
        do {
            return try await ImportRequests(services: instance.imports).resume(
                failed.id, credential: credential, by: .commandLine)
        } catch {
            throw Source.failure(error)
        }
    }

    private func accept(_ instance: Instance) async throws -> Import {
        let credential = try source.credential(reading)
        let root = try await Places.administrator(instance)
        let (path, now) = (importing.into, Instance.clock())
        let place = ImportRequest.Place.made { connection in
            do {
                return try Places.findOrMake(path, owner: root, at: now, in: connection)
            } catch let failure as CommandFailure {
                throw ImportRequestError.invalidProject([failure.description])
            }
        }
        do {
            return try await ImportRequests(services: instance.imports).accept(
                ImportRequest(
                    probe: source.probe(credential), place: place, requestedBy: root, actor: .commandLine,
                    newName: importing.newName, settings: importSettings)
            ).1
        } catch {
            throw Source.failure(error)
        }
    }
}

extension TimeoutStrategy: ExpressibleByArgument {}

/// A command that cannot do what it was asked, in words for whoever typed it.
struct CommandFailure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}
