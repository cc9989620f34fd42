import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Outbound
import Synchronization

/// What a test server was asked.
struct Asked: Sendable {
    let method: HTTPRequest.Method
    let path: String
    let headers: HTTPFields
    let bytes: Data

    var body: String { String(decoding: bytes, as: UTF8.self) }
}

/// A server on the loopback address that answers as a closure says and remembers what it was asked.
final class TestServer: Sendable {
    typealias Answering = @Sendable (Asked, TestServer) async throws -> Response

    let address: String
    private let ports = AsyncStream.makeStream(of: Int.self)
    private let state = Mutex<(port: Int, asked: [Asked])>((0, []))

    private init(address: String) {
        self.address = address
    }

    var port: Int { state.withLock { $0.port } }
    var asked: [Asked] { state.withLock { $0.asked } }
    var base: String { "http://\(address):\(port)" }

    func url(_ path: String, host: String? = nil) throws -> OutboundURL {
        try OutboundURL("http://\(host ?? address):\(port)\(path)")
    }

    /// A server that isn't running yet.
    struct Prepared: Sendable {
        let address: String
        let answering: Answering

        /// Runs the server for as long as the body runs.
        func run<Result: Sendable>(_ body: @Sendable (TestServer) async throws -> Result) async throws -> Result {
            let server = TestServer(address: address)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run(answering) }
                defer { group.cancelAll() }
                for await port in server.ports.stream {
                    server.state.withLock { $0.port = port }
                    break
                }
                return try await body(server)
            }
        }
    }

    static func answering(at address: String = "127.0.0.1", _ answering: @escaping Answering) -> Prepared {
        Prepared(address: address, answering: answering)
    }

    private func run(_ answering: @escaping Answering) async throws {
        let responder = CallbackResponder<BasicRequestContext> { request, _ in
            let body = try await request.body.collect(upTo: 1 << 26)
            let asked = Asked(
                method: request.method, path: request.uri.string, headers: request.headers,
                bytes: Data(body.readableBytesView))
            self.state.withLock { $0.asked.append(asked) }
            return try await answering(asked, self)
        }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let application = Application(
            responder: responder, configuration: .init(address: .hostname(address, port: 0)),
            onServerRunning: { [ports] in ports.continuation.yield($0.localAddress?.port ?? 0) }, logger: logger)
        try await application.run()
    }
}

extension Response {
    static func text(_ text: String, status: HTTPResponse.Status = .ok, _ headers: HTTPFields = [:]) -> Response {
        Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    static func redirect(_ status: HTTPResponse.Status, to location: String) -> Response {
        Response(status: status, headers: [.location: location])
    }
}

/// A resolver whose answers a test lays down; each name's answers come in turn, the last one for ever.
final class ScriptedResolver: Resolver {
    struct Unknown: Error {}

    private let state: Mutex<(answers: [String: [[String]]], asked: Int)>

    init(_ answers: [String: [[String]]]) {
        state = Mutex((answers, 0))
    }

    var asked: Int { state.withLock { $0.asked } }

    func resolve(host: String) async throws -> [IPAddress] {
        try state.withLock { state in
            state.asked += 1
            guard var answers = state.answers[host], let first = answers.first else { throw Unknown() }
            if answers.count > 1 { answers.removeFirst() }
            state.answers[host] = answers
            return first.compactMap { IPAddress($0) }
        }
    }
}

/// Runs a test with a client that may reach the loopback addresses it names.
func withClient<Result: Sendable>(
    allowed: [String] = ["127.0.0.1"], resolver: any Resolver = ScriptedResolver([:]),
    verdictLifetime: Duration = .zero, _ body: (OutboundClient) async throws -> Result
) async throws -> Result {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let policy = AddressPolicy(allowed: try allowed.map { try CIDR($0) })
    let client = OutboundClient(
        policy: policy, resolver: resolver, verdictLifetime: verdictLifetime, connectTimeout: .seconds(5),
        logger: logger)
    return try await OutboundClient.with(client, body)
}
