import Importer
import Model
import Outbound
import Remote
import Store
import Synchronization

/// The Import API with sources that answer what a test tells them, and a public group `space` to import into.
struct BitbucketContract: Sendable {
    let api: APIServer
    let source: ScriptedSource

    static func with(
        source: ScriptedSource = ScriptedSource(), _ test: @escaping @Sendable (BitbucketContract) async throws -> Void
    ) async throws {
        try await APIServer.with(remotes: source) { api in
            _ = try await api.group("space", .public)
            try await test(BitbucketContract(api: api, source: source))
        }
    }

    static let server: [String: String?] = [
        "bitbucket_server_url": quoted("https://bitbucket.example.org/bitbucket"),
        "bitbucket_server_username": quoted("ada"), "personal_access_token": quoted("secret"),
        "bitbucket_server_project": quoted("TES"), "bitbucket_server_repo": quoted("vim"),
        "target_namespace": quoted("space"),
    ]

    static let cloud: [String: String?] = [
        "bitbucket_email": quoted("ada@example.org"), "bitbucket_api_token": quoted("secret"),
        "repo_path": quoted("tes/vim"), "target_namespace": quoted("space"),
    ]

    static func json(_ base: [String: String?], _ changes: [String: String?]) -> String {
        let members = base.merging(changes) { _, new in new }.sorted { $0.key < $1.key }.compactMap { name, json in
            json.map { "\(quoted(name)):\($0)" }
        }
        return "{\(members.joined(separator: ","))}"
    }

    /// Asks for an import from Bitbucket Server, a minute after whoever asked before.
    func startServer(
        _ changes: [String: String?] = [:], token: String? = APIServer.rootToken, path: String = ""
    ) async throws -> Reply {
        api.clock.advance(seconds: 61)
        return try await api.post("/import/bitbucket_server\(path)", Self.json(Self.server, changes), token: token)
    }

    /// Asks for an import from Bitbucket Cloud.
    func startCloud(
        _ changes: [String: String?] = [:], token: String? = APIServer.rootToken, path: String = ""
    ) async throws -> Reply {
        try await api.post("/import/bitbucket\(path)", Self.json(Self.cloud, changes), token: token)
    }

    /// How many projects and groups there are.
    func counts() async throws -> Counts {
        try await api.store.read { connection in
            Counts(
                projects: try connection.value("SELECT count(*) AS value FROM projects", []) ?? 0,
                groups: try connection.value("SELECT count(*) AS value FROM namespaces WHERE kind = 'group'", []) ?? 0)
        }
    }

    struct Counts: Equatable, Sendable {
        var projects: Int64
        var groups: Int64
    }

    func record(_ project: Int64) async throws -> Import? {
        try await api.store.read { try Imports.find(project: ProjectID(project), in: $0) }
    }
}

/// Sources that answer what a test tells them, and remember what they were asked.
final class ScriptedSource: RemoteProvider {
    private struct State {
        var failure: ProbeError?
        var name = "vim"
        var visibility = Visibility.public
        var asked: [ProbeRequest] = []
    }

    private let state = Mutex(State())

    /// What was probed or planned, in order.
    var asked: [ProbeRequest] { state.withLock { $0.asked } }

    func fail(_ failure: ProbeError?) { state.withLock { $0.failure = failure } }

    func call(_ name: String) { state.withLock { $0.name = name } }

    func judge(hostname: String, kind: ImportKind) async throws(ProbeError) {
        guard kind == .bitbucketServer, hostname.hasPrefix("https://"), !hostname.contains("localhost") else {
            throw .refusedAddress(hostname: hostname, reason: "is not public")
        }
    }

    func probe(_ request: ProbeRequest) async throws(ProbeError) -> RepositoryFacts {
        let state = state.withLock { state in
            state.asked.append(request)
            return state
        }
        if let failure = state.failure { throw failure }
        guard case .fullName(let fullName) = request.repository else { throw .sourceError(body: "", status: 404) }
        let origin = request.hostname ?? "https://bitbucket.org"
        return RepositoryFacts(
            source: ImportSource(
                kind: request.kind, webOrigin: origin, apiBase: origin, repositoryID: 1, fullName: fullName,
                cloneURL: "\(origin)/\(fullName).git"),
            name: state.name, description: "An editor", homepage: nil, topics: [], visibility: state.visibility,
            defaultBranch: "main", isArchived: false, hasWiki: false, hasIssues: false, sizeInKibibytes: nil,
            createdAt: Timestamp(millisecondsSinceEpoch: 1_600_000_000_000), pushedAt: nil)
    }

    func plan(_ request: ProbeRequest, settings: ImportSettings) async throws(ProbeError) -> SourcePlan {
        SourcePlan(
            facts: try await probe(request), counts: [.pullRequest: 3], usesLFS: nil, access: [], leftOut: [],
            costs: [SourcePlan.Cost("pull_requests", requests: 2)], spent: RemoteSpending(requests: 1), latency: 0.1,
            allowance: SourcePlan.Allowance(requestsAMinute: 60, pointsAMinute: 0))
    }

    func remote(
        for source: ImportSource, credential: Secret, settings: ImportSettings
    ) throws(RemoteError) -> any Remote {
        throw .refusedAddress("this source is never read")
    }
}

extension Reply {
    /// The `message.error` of Bitbucket's endpoints.
    var messageError: String? { object["message"]?["error"]?.text }
    /// What is said beside it.
    var reason: String? { object["message"]?["reason"]?.text }
}

/// What a person reads from Bitbucket's endpoints.
enum BitbucketSentence {
    static let notAllowed = #"{"message":{"error":"You don't have permissions to import this project"}}"#
    static let serverError = "Import failed due to a BitBucket Server error"
    static let cloudError = "Import failed due to an error"
    static let unauthorized = "Unable to authorize with Bitbucket. Check your credentials"
}
