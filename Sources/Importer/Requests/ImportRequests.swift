import Foundation
import Git
import Logging
public import Model
public import Outbound
public import Remote
import Secrets
public import Store

/// What somebody asks for, after who they are and where they may import to has been settled.
public struct ImportRequest: Sendable {
    /// Where the project is to be.
    public enum Place: Sendable {
        case existing(Namespace)
        /// Made in the transaction that makes the project, so that a refused import leaves no empty groups behind.
        case made(@Sendable (any WriteConnection) throws -> Namespace)
    }

    public var probe: ProbeRequest
    public var place: Place
    public var requestedBy: UserID
    /// Who is written down as asking; ``requestedBy`` where `nil`.
    public var actor: AuditActor?
    /// Name and path of the project; the repository's own name where `nil`.
    public var newName: String?
    public var settings: ImportSettings

    public init(
        probe: ProbeRequest, namespace: Namespace, requestedBy: UserID, actor: AuditActor? = nil, newName: String?,
        settings: ImportSettings
    ) {
        self.init(
            probe: probe, place: .existing(namespace), requestedBy: requestedBy, actor: actor, newName: newName,
            settings: settings)
    }

    public init(
        probe: ProbeRequest, place: Place, requestedBy: UserID, actor: AuditActor? = nil, newName: String?,
        settings: ImportSettings
    ) {
        self.probe = probe
        self.place = place
        self.requestedBy = requestedBy
        self.actor = actor
        self.newName = newName
        self.settings = settings
    }
}

/// Why a request for an import is refused before anything is created.
public enum ImportRequestError: Error, Sendable {
    case probe(ProbeError)
    /// The project's name or path is not allowed or taken: GitLab's messages.
    case invalidProject([String])
    case store(StoreError)
}

/// Accepts, cancels and looks up imports: the same for the API, the command line and the page.
public struct ImportRequests: Sendable {
    /// Where the facts of the repository are kept, so that the import does not ask for them again.
    static let factsStage = "facts"

    let services: ImportServices

    public init(services: ImportServices) {
        self.services = services
    }

    /// Judges the address of a server, before anything else is looked at.
    public func judge(hostname: String, kind: ImportKind) async throws(ProbeError) {
        try await services.remotes.judge(hostname: hostname, kind: kind)
    }

    /// Looks at the source once, then makes the project and its import, scheduled, in one transaction.
    public func accept(_ request: ImportRequest) async throws(ImportRequestError) -> (Project, Import) {
        let facts: RepositoryFacts
        do {
            facts = try await services.remotes.probe(request.probe)
        } catch {
            throw .probe(error)
        }
        do {
            let services = services
            let now = services.clock()
            return try await services.store.write { connection in
                try Self.create(request, facts, services: services, at: now, in: connection)
            }
        } catch let error as ImportRequestError {
            throw error
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            services.logger.error("an import could not be accepted", metadata: ["error": "\(error)"])
            throw .store(.failed("\(error)"))
        }
    }

    private static func create(
        _ request: ImportRequest, _ facts: RepositoryFacts, services: ImportServices, at now: Timestamp,
        in connection: any WriteConnection
    ) throws -> (Project, Import) {
        let project = try createProject(request, facts, at: now, in: connection)
        let id = try Imports.insert(
            Imports.New(
                projectID: project.id, source: facts.source, settings: request.settings,
                correlationID: try RandomToken.hex(bytes: 16), requestedBy: request.requestedBy),
            at: now, in: connection)
        try ImportStages.setFacts(try facts.json, stage: factsStage, of: id, at: now, in: connection)
        guard let record = try Imports.find(id, in: connection) else {
            throw StoreError.failed("an import could not be read back")
        }
        try schedule(record, credential: request.probe.credential, services, at: now, in: connection)
        try note(
            .importStarted, record, by: request.actor, credential: request.probe.credential, at: now, in: connection)
        return (project, record)
    }

    private static func createProject(
        _ request: ImportRequest, _ facts: RepositoryFacts, at now: Timestamp, in connection: any WriteConnection
    ) throws -> Project {
        let namespace =
            switch request.place {
            case .existing(let namespace): namespace
            case .made(let make): try make(connection)
            }
        let (name, path) = request.newName.map { ($0, $0) } ?? naming(of: facts)
        var messages = ProjectNaming.problems(name: name, path: path)
        if messages.isEmpty {
            let taken = try Projects.taken(path: path, name: name, in: namespace, using: connection)
            if taken.path || taken.name {
                messages = [
                    "Project namespace name has already been taken", "Name has already been taken",
                    "Path has already been taken",
                ]
            }
        }
        messages += ProjectNaming.descriptionProblems(facts.description ?? "").map { "Description \($0)" }
        guard messages.isEmpty else { throw ImportRequestError.invalidProject(messages) }
        let id = try Projects.insert(
            Projects.Draft(
                namespace: namespace, creatorID: request.requestedBy, path: path, name: name,
                description: facts.description, visibility: visibility(of: facts, in: namespace),
                createdAt: now), in: connection)
        guard var project = try Projects.find(id, in: connection) else {
            throw StoreError.failed("a project could not be read back")
        }
        project.defaultBranch = facts.defaultBranch
        project.topics = facts.topics
        project.homepage = facts.homepage
        project.isArchived = facts.isArchived
        project.isWikiEnabled = facts.hasWiki
        project.areIssuesEnabled = facts.hasIssues
        try Projects.update(project, in: connection)
        try Projects.setCreated(facts.createdAt, project: project.id, in: connection)
        project.createdAt = facts.createdAt
        return project
    }

    /// GitLab takes the repository's name for both and refuses what no path can be, such as one with a space. Bitbucket's
    /// own address of the repository serves where the name does not.
    private static func naming(of facts: RepositoryFacts) -> (name: String, path: String) {
        let address = facts.source.fullName.split(separator: "/").last.map(String.init) ?? facts.name
        if ProjectNaming.problems(name: facts.name, path: facts.name).isEmpty { return (facts.name, facts.name) }
        return (ProjectNaming.nameProblems(facts.name).isEmpty ? facts.name : address, address)
    }

    /// The source's own, as far as the namespace allows (Import API, "Import a public project through the API using a
    /// group access token"). A personal namespace allows everything.
    private static func visibility(of facts: RepositoryFacts, in namespace: Namespace) -> Visibility {
        namespace.kind == .user ? facts.visibility : min(facts.visibility, namespace.visibility)
    }

    /// Takes up an import that has failed, once its cause is gone: with the credential of whoever asks, from where it was.
    /// - Returns: the import, scheduled; `nil` where it has not failed.
    public func resume(
        _ id: ImportID, credential: Secret, by actor: AuditActor? = nil
    ) async throws(ImportRequestError) -> Import? {
        let (now, services) = (services.clock(), services)
        do {
            return try await services.store.write { connection in
                guard let record = try Imports.find(id, in: connection), record.status == .failed else { return nil }
                try Imports.apply(.schedule, to: id, at: now, in: connection)
                try ImportStages.forgetAbandoned(of: id, in: connection)
                try Self.schedule(record, credential: credential, services, at: now, in: connection)
                try Self.note(.importResumed, record, by: actor, credential: credential, at: now, in: connection)
                return try Imports.find(id, in: connection)
            }
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            throw .store(.failed("\(error)"))
        }
    }

    /// Seals the credential to the import, and lets a worker take it up.
    static func schedule(
        _ record: Import, credential: Secret, _ services: ImportServices, at now: Timestamp,
        in connection: any WriteConnection
    ) throws {
        let sealed = try services.seal(credential, for: .projectImport(record.id), in: connection)
        try Imports.setCredential(sealed, of: record.id, in: connection)
        try enqueue(record, at: now, in: connection)
    }

    /// Turns are taken among the people who ask, and of one person's imports among the top-level groups they are for.
    private static func enqueue(_ record: Import, at now: Timestamp, in connection: any WriteConnection) throws {
        let namespace = try Projects.find(record.projectID, in: connection).flatMap {
            try Namespaces.find($0.namespaceID, in: connection)
        }
        let place = namespace.map { "/\($0.rootID)" } ?? ""
        try JobRows.enqueue(
            kind: ImportRunner.jobKind, subject: record.id.rawValue,
            fairnessKey: "user \(record.requestedBy)\(place)", at: now, in: connection)
    }

    /// Writes down who asked for what.
    static func note(
        _ action: AuditAction, _ record: Import, by actor: AuditActor?, credential: Secret? = nil, at now: Timestamp,
        in connection: any WriteConnection
    ) throws {
        guard let project = try Projects.find(record.projectID, in: connection) else { return }
        var details = [
            "import_type": record.source.kind.rawValue,
            "import_source": "\(record.source.webOrigin)/\(record.source.fullName)",
        ]
        if let credential {
            details["import_user"] = AccountCredential.user(of: credential, for: record.source.kind)
        }
        let asker =
            try actor ?? AuditActor(user: Users.find(record.requestedBy, in: connection), token: nil, address: nil)
        try AuditEvents.insert(action, by: asker, on: .project(project), details: details, at: now, in: connection)
    }

    /// Cancels an import: it stops within moments, what arrived stays, its credential is gone at once.
    /// - Parameter actor: who is written down; nobody where it only goes with its project.
    /// - Returns: whether it could be canceled in the state it was in.
    @discardableResult
    public func cancel(_ id: ImportID, by actor: AuditActor? = nil) async throws -> Bool {
        let now = services.clock()
        return try await services.store.write { connection in
            guard try Imports.apply(.cancel, to: id, at: now, in: connection) else { return false }
            try JobRows.cancel(kind: ImportRunner.jobKind, subject: id.rawValue, at: now, in: connection)
            if let actor, let record = try Imports.find(id, in: connection) {
                try Self.note(.importCanceled, record, by: actor, at: now, in: connection)
            }
            return true
        }
    }

    /// Stops the import of a project that is about to be removed, and waits until nothing works on it any more.
    public func stop(project: ProjectID) async throws {
        guard let record = try await services.store.read({ try Imports.find(project: project, in: $0) }) else { return }
        try await cancel(record.id)
        let isPending: @Sendable (any ReadConnection) throws -> Bool = { connection in
            try JobRows.isPending(kind: ImportRunner.jobKind, subject: record.id.rawValue, in: connection)
        }
        for _ in 0..<100 where try await services.store.read(isPending) {
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Removes the LFS objects that no project has any more. In one transaction with their rows, so that an import
    /// that brings one of them again comes wholly before or after.
    public func removeUnusedLargeFiles() async throws {
        let storage = services.repositories.largeFiles
        try await services.store.write { storage.remove(try LFSObjects.removeUnused(in: $0)) }
    }

    /// Removes the repositories of a project whose rows are gone.
    public func removeRepositories(of project: ProjectID) async throws {
        let repositories = services.repositories
        try await GitRepository.outlastingWriters {
            try repositories.project(project).delete()
            try repositories.wiki(project).delete()
        }
    }
}
