import API
import Access
import AsyncHTTPClient
import Foundation
import Git
import GitHTTP
import Hummingbird
import Importer
import Logging
import Model
import NIOCore
import NIOHTTP1
import Outbound
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
    /// Where the server looks for git repositories; a test makes them there.
    let repositories: RepositoryStorage
    /// Where the server listens: `http://127.0.0.1:port`.
    let base: String

    /// Runs a test against a fresh server and takes everything away afterwards, whatever happens.
    static func with<Result: Sendable>(
        _ test: @Sendable (APIServer) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "landfall-api-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteStore(file: folder.appending(path: "landfall.sqlite"))
        defer { try? store.close() }
        let (clock, removals) = (TestClock(), Removals())
        try await Bootstrap.run(store: store, token: rootToken, host: "forge.example.org", now: clock.now)
        let repositories = RepositoryStorage(
            root: folder.appending(path: "repositories").path, runner: GitRunner(logger: quiet))
        let imports = try imports(store, repositories, clock)
        let context = APIContext(
            store: store, clock: { clock.now }, externalURL: externalURL, logger: quiet, repositories: repositories,
            imports: ImportRequests(services: imports), willRemoveProject: { removals.note("stop \($0)") },
            didRemoveProject: { removals.note("remove \($0)") })
        let git = GitHTTPResponder(
            store: store, repositories: repositories, clock: { clock.now }, logger: quiet)
        let ports = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: Faces(api: APIResponder(context), git: git),
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
            return try await test(
                APIServer(
                    store: store, clock: clock, removals: removals, repositories: repositories,
                    base: "http://127.0.0.1:\(port)"))
        }
    }

    private static var quiet: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    /// What accepts imports. These tests start none, so nothing is ever dialled.
    private static func imports(
        _ store: any Datastore, _ repositories: RepositoryStorage, _ clock: TestClock
    ) throws -> ImportServices {
        let outbound = OutboundClient(logger: quiet)
        let remotes = GitHubRemoteProvider(
            outbound: outbound, keepers: BudgetKeepers(), version: "test", logger: quiet, account: { _ in "account" })
        return ImportServices(
            store: store, remotes: remotes, repositories: repositories, outbound: outbound,
            sealingKey: try SealingKey.generate(), instanceHost: "forge.example.org", externalURL: externalURL,
            clock: { clock.now }, logger: quiet)
    }

    /// Sends one request. `path` stands after `/api/v4`, unless it is a whole path.
    func send(
        _ method: String, _ path: String, token: String? = APIServer.rootToken, headers: [String: String] = [:],
        body: String? = nil
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: base + (path.hasPrefix("/api/") ? path : "/api/v4\(path)"))
        request.method = .RAW(value: method)
        if let token { request.headers.add(name: "PRIVATE-TOKEN", value: token) }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let body {
            if headers["Content-Type"] == nil { request.headers.add(name: "Content-Type", value: "application/json") }
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 1 << 24)
        return Reply(
            status: Int(response.status.code),
            headers: Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first },
            text: String(buffer: bytes))
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

/// Sends each request to the face it is for.
private struct Faces: HTTPResponder {
    let api: APIResponder
    let git: GitHTTPResponder

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        if GitHTTPResponder.handles(request) { return try await git.respond(to: request, context: context) }
        return try await api.respond(to: request, context: context)
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
