import Foundation
import FoundationNetworking
import Glibc
import Subprocess
import SystemPackage

/// `landfall serve` as people run it: a process of its own.
struct ServerProcess: Sendable {
    static let token = "glpat-root-of-the-client-tests"

    let url: String
    let processID: Int32

    /// What a server left when it was told to end.
    struct Ended<Result: Sendable>: Sendable {
        let result: Result
        let status: TerminationStatus
        /// From the signal to the end of the process.
        let duration: Duration
        /// What it wrote to both of its outputs.
        let log: String
    }

    /// Starts a server on a data directory, runs `body` once it is ready, and ends it with SIGTERM.
    static func run<Result: Sendable>(
        data: String, _ body: (ServerProcess) async throws -> Result
    ) async throws -> Ended<Result> {
        let port = try freePort()
        let log = "\(data)-\(port).log"
        let output = try FileDescriptor.open(
            log, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite])
        let arguments = [
            "serve", "--data", data, "--listen", "127.0.0.1:\(port)", "--allow-outbound", "127.0.0.0/8",
        ]
        let ended = try await Subprocess.run(
            .path(FilePath(try Places.landfall())), arguments: Arguments(arguments),
            environment: .custom(["PATH": "/usr/local/bin:/usr/bin:/bin", "LANDFALL_ROOT_TOKEN": token]), input: .none,
            output: .fileDescriptor(output, closeAfterSpawningProcess: true), error: .combinedWithOutput
        ) { execution in
            let server = ServerProcess(
                url: "http://127.0.0.1:\(port)", processID: execution.processIdentifier.value)
            do {
                try await server.waitUntilReady()
                let result = try await body(server)
                let signalled = ContinuousClock.now
                try execution.send(signal: .terminate)
                return (result, signalled)
            } catch {
                try? execution.send(signal: .kill)
                throw error
            }
        }
        let (result, signalled) = ended.closureResult
        return Ended(
            result: result, status: ended.terminationStatus, duration: .now - signalled,
            log: (try? String(contentsOfFile: log, encoding: .utf8)) ?? "")
    }

    private func waitUntilReady() async throws {
        try await eventually("the server's readiness") {
            guard kill(processID, 0) == 0 else { throw ServerEnded() }
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

extension ContinuousClock.Instant {
    fileprivate static func - (end: Self, start: Self) -> Duration { start.duration(to: end) }
}

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
