import Foundation
import Importer
import Jobs
import Model
import StandIns
import Store

/// The Import API with a stand-in GitHub behind it, and a public group `space` to import into.
///
/// The group is seen by everybody; `root` owns it. Imports stay scheduled until a test has them run.
struct ImportContract: Sendable {
    let api: APIServer
    let source: StandInGitHub

    /// A public repository, a private one, and one whose name no project can have.
    static let rocket: Int64 = 11
    static let vault: Int64 = 12
    static let dotted: Int64 = 13

    static func with(
        configuration: StandInConfiguration = StandInConfiguration(), also projects: [SampleProject] = [],
        names: [String: String] = [:], _ test: @escaping @Sendable (ImportContract) async throws -> Void
    ) async throws {
        var vault = sample("vault", id: vault)
        vault.repository.isPrivate = true
        let all = [sample("rocket", id: rocket), vault, sample(".github", id: dotted)] + projects
        try await withStandInGitHub(all, configuration: configuration) { source in
            try await APIServer.with(names: names) { api in
                _ = try await api.group("space", .public)
                try await test(ImportContract(api: api, source: source))
            }
        }
    }

    private static func sample(_ name: String, id: Int64) -> SampleProject {
        var project = SampleProject(owner: "acme", name: name, id: Int(id))
        project.repository.description = "Goes up"
        project.repository.topics = ["flight", "fuel"]
        project.repository.hasWiki = false
        let commit = project.history.commit(
            SampleCommit(
                parents: [], message: "Start", authorName: "acme", authorEmail: "acme@example.org",
                date: project.repository.createdAt, files: ["README.md": "# \(name)\n"]))
        project.history.point("refs/heads/main", at: commit)
        return project
    }

    /// JSON of a request that is in order, with some attributes given other JSON, or left out where it is `nil`.
    func body(_ changes: [String: String?] = [:]) -> String {
        var values: [String: String?] = [
            "personal_access_token": quoted(StandInToken.owner.value), "repo_id": String(Self.rocket),
            "target_namespace": quoted("space"), "github_hostname": quoted(source.url),
        ]
        values.merge(changes) { _, new in new }
        let members = values.sorted { $0.key < $1.key }.compactMap { name, json in
            json.map { "\(quoted(name)):\($0)" }
        }
        return "{\(members.joined(separator: ","))}"
    }

    /// Asks for an import, a minute after whoever asked before, so that the limit on such requests keeps quiet.
    func start(_ changes: [String: String?] = [:], token: String? = APIServer.rootToken) async throws -> Reply {
        api.clock.advance(seconds: 61)
        return try await api.post("/import/github", body(changes), token: token)
    }

    func cancel(_ project: Int64, token: String? = APIServer.rootToken) async throws -> Reply {
        try await api.post("/import/github/cancel", "{\"project_id\":\(project)}", token: token)
    }

    func status(_ project: Int64, token: String? = APIServer.rootToken) async throws -> Reply {
        try await api.get("/projects/\(project)/import", token: token)
    }

    /// The import of a project as it is kept.
    func record(_ project: Int64) async throws -> Import? {
        try await api.store.read { try Imports.find(project: ProjectID(project), in: $0) }
    }

    /// Applies events of the state machine as the engine does.
    /// - Returns: for each, whether it applied.
    @discardableResult
    func apply(_ events: [ImportStatus.Event], to project: Int64, failure: String? = nil) async throws -> [Bool] {
        let now = api.clock.now
        return try await api.store.write { connection in
            guard let record = try Imports.find(project: ProjectID(project), in: connection) else { return [] }
            return try events.map { event in
                try Imports.apply(
                    event, to: record.id, failure: event == .fail ? failure : nil, at: now, in: connection)
            }
        }
    }

    /// Whether an import's credential is kept, and whether work on it waits or runs.
    func leftovers(_ project: Int64) async throws -> (hasCredential: Bool, isPending: Bool)? {
        try await api.store.read { connection in
            guard let record = try Imports.find(project: ProjectID(project), in: connection) else { return nil }
            return (
                try Imports.credential(of: record.id, in: connection) != nil,
                try JobRows.isPending(kind: ImportRunner.jobKind, subject: record.id.rawValue, in: connection)
            )
        }
    }

    /// Runs a project's import here and now, to its end.
    /// - Returns: whether one waited.
    func work(on project: Int64) async throws -> Bool {
        guard let record = try await record(project) else { return false }
        return try await api.workers.runOne(subject: record.id.rawValue)
    }

    /// How many projects there are in `space`.
    func projectCount() async throws -> Int {
        try await api.get("/groups/space/projects").list.count
    }
}

/// A text as JSON.
func quoted(_ text: String) -> String {
    guard let data = try? JSONEncoder().encode(text) else { return "\"\"" }
    return String(decoding: data, as: UTF8.self)
}

extension Reply {
    /// The `errors` of the import services.
    var errors: String? { object["errors"]?.text }
}

/// What a person reads where GitHub does not let them in.
enum ImportSentence {
    static let noReadAccess =
        "Your GitHub personal access token does not have read access to the repository. Please use a classic GitHub personal access token with the `repo` scope. Fine-grained tokens are not supported."
    static let noCollaboratorAccess =
        "Your GitHub personal access token does not have read access to collaborators. Please use a classic GitHub personal access token with the `read:org` scope. Fine-grained tokens are not supported."
    static let notAllowed = "You are not allowed to import projects in this namespace."
    static let noNamespace = "Namespace or group to import repository into does not exist."
    static let tooOften = #"{"errors":"This endpoint has been requested too many times. Try again later."}"#
    static let taken =
        "Project namespace name has already been taken, Name has already been taken, Path has already been taken"
}
