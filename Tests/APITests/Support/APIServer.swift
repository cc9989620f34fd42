import API
import Access
import AsyncHTTPClient
import Files
import Foundation
import Git
import GitHTTP
import Hummingbird
import Importer
import Jobs
import Logging
import Model
import NIOCore
import NIOHTTP1
import Outbound
import Remote
import RemoteGitHub
import Secrets
import Store
import StoreSQLite
import Synchronization

/// The API and git's HTTP transport on a port of their own, over a SQLite file in a folder of its own, with a clock that a test sets.
struct APIServer: Sendable {
    /// What clients are told is the server's address; not the one the tests connect to.
    static let externalURL = "https://forge.example.org"
    static let rootToken = "glpat-root-token-of-a-test"

    let store: any Datastore
    let clock: TestClock
    /// Projects whose work was stopped and whose repositories were removed, in order.
    let removals: Removals
    /// What imports work with. Nothing runs them unless a test does; see ``workers``.
    let services: ImportServices
    /// Runs imports when a test says so.
    let workers: Workers
    /// Runs what moves contributions, and what deals with uploaded CSVs, when a test says so.
    let reassigning: (contributions: Workers, uploads: Workers)
    /// Every route of the API.
    let routes: [APIRoute]
    /// Where the server listens: `http://127.0.0.1:port`.
    let base: String

    /// Where the server looks for git repositories; a test makes them there.
    var repositories: RepositoryStorage { services.repositories }

    /// Runs a test against a fresh server and takes everything away afterwards, whatever happens.
    ///
    /// - Parameters:
    ///   - blocks: addresses besides public ones that the server may reach.
    ///   - names: the only names there are, each with its address.
    ///   - remotes: the sources; GitHub where `nil`.
    static func with<Result: Sendable>(
        allowing blocks: [String] = ["127.0.0.0/8"], names: [String: String] = [:],
        reassignment rules: ReassignmentRules = ReassignmentRules(), remotes: (any RemoteProvider)? = nil,
        limits: CallLimits = CallLimits(), failedAuthentications: Int = 0,
        _ test: @Sendable (APIServer) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "landfall-api-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteStore(file: folder.appending(path: "landfall.sqlite"))
        defer { try? store.close() }
        let clock = TestClock()
        try await Bootstrap.run(store: store, token: rootToken, host: "forge.example.org", now: clock.now)
        let lease = try ProcessLease(directory: folder.appending(path: "processes"))
        let outbound = OutboundClient(
            policy: AddressPolicy(allowed: try blocks.map { try CIDR($0) }), resolver: FixedNames(names: names),
            logger: quiet)
        return try await OutboundClient.with(outbound) { outbound in
            var services = try services(store, outbound, clock, folder)
            services.reassignmentRules = rules
            if let remotes { services.remotes = remotes }
            let workers = { [services] (handler: any JobHandler) in
                Workers(
                    store: services.store, lease: lease, handler: handler, count: 1, clock: { clock.now },
                    logger: quiet)
            }
            let imports = workers(ImportRunner(services: services))
            let reassigning = (
                workers(ReassignmentRunner(services: services)), workers(PlaceholderUploadRunner(services: services))
            )
            let removals = Removals()
            var context = context(services, removals)
            context.limits = limits
            context.failedAuthentications = FailedAuthentications(limit: failedAuthentications)
            let api = APIResponder(context)
            return try await serve(services, api, context.failedAuthentications) { [services] base in
                try await test(
                    APIServer(
                        store: store, clock: clock, removals: removals, services: services, workers: imports,
                        reassigning: reassigning, routes: api.registered, base: base))
            }
        }
    }

    /// Listens while `test` runs, which is told where.
    private static func serve<Result: Sendable>(
        _ services: ImportServices, _ api: APIResponder, _ failures: FailedAuthentications,
        _ test: @Sendable (String) async throws -> Result
    ) async throws -> Result {
        let git = GitHTTPResponder(
            store: services.store, repositories: services.repositories, clock: services.clock, failures: failures,
            logger: quiet)
        let ports = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: Faces(api: api, git: git),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { ports.continuation.yield($0.localAddress?.port ?? 0) }, logger: quiet)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            defer { group.cancelAll() }
            var port = 0
            for await bound in ports.stream {
                port = bound
                break
            }
            return try await test("http://127.0.0.1:\(port)")
        }
    }

    /// What goes with a project is stopped and removed as in the real server, and noted.
    private static func context(_ services: ImportServices, _ removals: Removals) -> APIContext {
        let requests = ImportRequests(services: services)
        var context = APIContext(
            store: services.store, clock: services.clock, externalURL: externalURL, logger: quiet,
            repositories: services.repositories, imports: requests,
            willRemoveProject: { project in
                removals.note("stop \(project)")
                try? await requests.stop(project: project)
            },
            didRemoveProject: { project in
                removals.note("remove \(project)")
                try? await requests.removeRepositories(of: project)
            })
        context.reassignmentRules = services.reassignmentRules
        context.gists = gists(services).map { GistRequests(services: $0) }
        return context
    }

    private static func gists(_ services: ImportServices) -> GistServices? {
        (services.remotes as? any GistProvider).map { GistServices(base: services, source: $0) }
    }

    /// Runs the imports of gists that wait.
    func runGists() async throws {
        guard let gists = Self.gists(services) else { return }
        let folder = FileManager.default.temporaryDirectory.appending(path: "landfall-gists-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let workers = Workers(
            store: store, lease: try ProcessLease(directory: folder), handler: GistImportRunner(services: gists),
            count: 1, clock: services.clock, logger: Self.quiet)
        let waiting: [Int64] = try await store.read { connection in
            try connection.rows("SELECT subject_id FROM jobs WHERE kind = 'gist_import' AND state = 'available'") {
                try $0("subject_id")
            }
        }
        for subject in waiting { _ = try await workers.runOne(subject: subject) }
    }

    private static var quiet: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    private static func services(
        _ store: any Datastore, _ outbound: OutboundClient, _ clock: TestClock, _ folder: URL
    ) throws -> ImportServices {
        ImportServices(
            store: store,
            remotes: GitHubRemoteProvider(
                outbound: outbound, keepers: BudgetKeepers(), version: "test", logger: quiet,
                account: { $0.withUnsealed { Digest.sha256($0) } }),
            repositories: RepositoryStorage(
                root: folder.appending(path: "repositories").path, runner: GitRunner(logger: quiet)),
            outbound: outbound, files: FileStore(root: folder.appending(path: "files").path),
            keyring: Keyring(try SealingKey.generate()), instanceHost: "forge.example.org",
            externalURL: externalURL, clock: { clock.now }, logger: quiet)
    }

    /// Sends one request. `path` stands after `/api/v4`, unless it is a whole path.
    func send(
        _ method: String, _ path: String, token: String? = APIServer.rootToken, headers: [String: String] = [:],
        body: String? = nil
    ) async throws -> Reply {
        var headers = headers
        if body != nil, headers["Content-Type"] == nil { headers["Content-Type"] = "application/json" }
        let (response, text) = try await exchange(
            method, path.hasPrefix("/api/") ? path : "/api/v4\(path)", token: token, headers: headers, body: body)
        return Reply(response, text)
    }

    /// Sends one request as it is, and reads the answer whole.
    func exchange(
        _ method: String, _ path: String, token: String? = nil, headers: [String: String] = [:], body: String? = nil
    ) async throws -> (response: HTTPClientResponse, text: String) {
        var request = HTTPClientRequest(url: base + path)
        request.method = .RAW(value: method)
        if let token { request.headers.add(name: "PRIVATE-TOKEN", value: token) }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        return (response, String(buffer: try await response.body.collect(upTo: 1 << 24)))
    }

    /// Sends one request to a path outside of the API, without an account.
    func sendRaw(
        _ method: String, _ path: String, headers: [String: String] = [:], body: String? = nil
    ) async throws -> Reply {
        let (response, text) = try await exchange(method, path, headers: headers, body: body)
        return Reply(response, text)
    }

    func get(_ path: String, token: String? = APIServer.rootToken) async throws -> Reply {
        try await send("GET", path, token: token)
    }

    func post(_ path: String, _ body: String, token: String? = APIServer.rootToken) async throws -> Reply {
        try await send("POST", path, token: token, body: body)
    }

    func put(_ path: String, _ body: String, token: String? = APIServer.rootToken) async throws -> Reply {
        try await send("PUT", path, token: token, body: body)
    }

    func delete(_ path: String, token: String? = APIServer.rootToken) async throws -> Reply {
        try await send("DELETE", path, token: token)
    }
}

/// A DNS with nothing in it but what a test puts there.
private struct FixedNames: Resolver {
    struct Unknown: Error {}

    let names: [String: String]

    func resolve(host: String) async throws -> [IPAddress] {
        guard let address = names[host].flatMap({ IPAddress($0) }) else { throw Unknown() }
        return [address]
    }
}

/// Sends each request to the face it is for.
private struct Faces: HTTPResponder {
    let api: APIResponder
    let git: GitHTTPResponder

    /// The real server takes the client's address from the connection; here a header says it.
    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let name = request.headers.first { $0.name.canonicalName == "x-test-client" }
        let client = name.map { ClientAddress($0.value) } ?? .unknown
        if let file = FileAddresses.asAPI(request) {
            return try await api.respond(to: file, context: context, client: client)
        }
        if GitHTTPResponder.handles(request) {
            return try await git.respond(to: request, context: context, client: client)
        }
        return try await api.respond(to: request, context: context, client: client)
    }
}

/// An answer, read whole.
struct Reply: Sendable {
    let status: Int
    /// By lower-case name.
    let headers: [String: String]
    let text: String

    var object: [String: JSONTree] {
        if case .object(let object)? = json { object } else { [:] }
    }

    var list: [JSONTree] {
        if case .array(let list)? = json { list } else { [] }
    }

    var json: JSONTree? { try? JSONDecoder().decode(JSONTree.self, from: Data(text.utf8)) }

    /// The `id` of the object answered.
    var id: Int64 { object["id"]?.number ?? 0 }
}

extension Reply {
    init(_ response: HTTPClientResponse, _ text: String) {
        self.init(
            status: Int(response.status.code),
            headers: Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first },
            text: text)
    }
}

/// JSON of any shape, to be looked into by tests.
enum JSONTree: Decodable, Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Int64)
    case text(String)
    case array([JSONTree])
    case object([String: JSONTree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSONTree].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONTree].self))
        }
    }

    subscript(key: String) -> JSONTree? {
        if case .object(let object) = self { object[key] } else { nil }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var number: Int64? { if case .number(let number) = self { number } else { nil } }
    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
}

/// A clock that stands still until a test moves it. It starts on 2026-03-01 at noon, UTC.
final class TestClock: Sendable {
    private let time = Mutex(Timestamp(millisecondsSinceEpoch: 1_772_366_400_000))

    var now: Timestamp { time.withLock { $0 } }

    func advance(seconds: Double) {
        time.withLock { $0 = $0.adding(seconds: seconds) }
    }
}

/// What was asked to be stopped and removed.
final class Removals: Sendable {
    private let notes = Mutex<[String]>([])

    var all: [String] { notes.withLock { $0 } }

    func note(_ text: String) {
        notes.withLock { $0.append(text) }
    }
}
