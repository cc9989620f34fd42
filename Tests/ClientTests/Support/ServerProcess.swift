import Foundation
import FoundationNetworking
import Glibc
import Subprocess
import SystemPackage

/// `landfall serve` as people run it: a process of its own.
struct ServerProcess: Sendable {
    static let token = "glpat-root-of-the-client-tests"

    let url: String
    /// The shell that watches over it; it ends when the server does.
    let watcher: Int32

    /// What a server left when it was told to end.
    struct Ended<Result: Sendable>: Sendable {
        let result: Result
        let status: TerminationStatus
        /// From the signal to the end of the process.
        let duration: Duration
        /// What it wrote to both of its outputs.
        let log: String
    }

    /// Sends SIGTERM when its own input ends. That is when a test is done with the server, and also when the program
    /// the tests are in is killed: no server outlives it.
    private static let watching = """
        exec 3<&0
        "$@" </dev/null 3<&- &
        server=$!
        (cat <&3 >/dev/null; kill -TERM $server) &
        wait $server
        """

    /// Starts a server on a data directory, runs `body` once it is ready, and ends it with SIGTERM.
    /// - Parameters:
    ///   - options: what it is told besides where it listens.
    ///   - environment: what it gets besides a search path and the administrator's token.
    static func run<Result: Sendable>(
        data: String, options more: [String] = [], environment: [String: String] = [:],
        _ body: @Sendable (ServerProcess) async throws -> Result
    ) async throws -> Ended<Result> {
        let port = try freePort()
        let log = "\(data)-\(port).log"
        let output = try FileDescriptor.open(
            log, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite])
        let arguments =
            [
                "-c", watching, "sh", try Places.landfall(), "serve", "--data", data, "--listen", "127.0.0.1:\(port)",
                "--allow-outbound", "127.0.0.0/8",
            ] + more
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
        ]
        var values: [Subprocess.Environment.Key: String] = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "LANDFALL_ROOT_TOKEN": token,
        ]
        for (name, value) in environment { values[.init(stringLiteral: name)] = value }
        let ended = try await Subprocess.run(
            .path("/bin/sh"), arguments: Arguments(arguments), environment: .custom(values),
            platformOptions: options, input: .inputWriter,
            output: .fileDescriptor(output, closeAfterSpawningProcess: true), error: .combinedWithOutput
        ) { execution in
            let server = ServerProcess(
                url: "http://127.0.0.1:\(port)", watcher: execution.processIdentifier.value)
            do {
                let result = try await server.whenReady(body)
                try await execution.standardInputWriter.finish()
                return (result, ContinuousClock.now)
            } catch {
                try? await execution.standardInputWriter.finish()
                throw error
            }
        }
        let (result, signalled) = ended.closureResult
        return Ended(
            result: result, status: ended.terminationStatus, duration: signalled.duration(to: .now),
            log: (try? String(contentsOfFile: log, encoding: .utf8)) ?? "")
    }

    private func whenReady<Result>(_ body: @Sendable (ServerProcess) async throws -> Result) async throws -> Result {
        try await waitUntilReady()
        return try await body(self)
    }

    private func waitUntilReady() async throws {
        try await eventually("the server's readiness") {
            guard kill(watcher, 0) == 0 else { throw ServerEnded() }
            let answer = try? await URLSession.shared.data(from: address("/-/readiness"))
            return (answer?.1 as? HTTPURLResponse)?.statusCode == 200 ? () : nil
        }
    }

    func address(_ path: String) throws -> URL {
        guard let address = URL(string: url + path) else { throw URLError(.badURL) }
        return address
    }
}

struct ServerEnded: Error {}

/// A port of the loopback address that was free a moment ago.
func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw NoPort() }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
        }
    }
    guard result else { throw NoPort() }
    return Int(UInt16(bigEndian: address.sin_port))
}

struct NoPort: Error {}
