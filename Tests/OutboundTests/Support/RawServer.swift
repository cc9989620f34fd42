import Foundation
import Glibc
import Synchronization

/// A server that speaks bytes, for answers that no HTTP library would give. It runs on a thread of its own.
final class RawServer: Sendable {
    /// What to do with a connection once the request's head is read.
    enum Behaviour: Sendable {
        /// Send this and close.
        case sendAndClose(String)
        /// Send this and keep the connection open until the server stops.
        case sendAndHang(String)
    }

    let port: Int
    private let listener: Int32
    private let behaviour: Behaviour
    private let open = Mutex<(connections: [Int32], isStopped: Bool)>(([], false))

    private init(_ behaviour: Behaviour) throws {
        self.behaviour = behaviour
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, length) == 0 }
        }
        guard isBound, listen(listener, 16) == 0 else { throw POSIXError(.EADDRINUSE) }
        var actual = length
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &actual) }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    static func with<Result>(_ behaviour: Behaviour, _ body: (RawServer) async throws -> Result) async throws -> Result
    {
        let server = try RawServer(behaviour)
        let thread = Thread { server.run() }
        thread.start()
        defer { server.stop() }
        return try await body(server)
    }

    private func run() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            readHead(connection)
            switch behaviour {
            case .sendAndClose(let text):
                send(connection, text)
                // A child that another test starts in this moment may hold the connection as well: closing alone would
                // not end it.
                shutdown(connection, Int32(SHUT_RDWR))
                close(connection)
            case .sendAndHang(let text):
                send(connection, text)
                let isStopped = open.withLock { open in
                    if !open.isStopped { open.connections.append(connection) }
                    return open.isStopped
                }
                if isStopped {
                    shutdown(connection, Int32(SHUT_RDWR))
                    close(connection)
                }
            }
        }
    }

    private func stop() {
        let connections = open.withLock { open in
            open.isStopped = true
            return open.connections
        }
        for connection in connections {
            shutdown(connection, Int32(SHUT_RDWR))
            close(connection)
        }
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func readHead(_ connection: Int32) {
        var seen = ""
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !seen.contains("\r\n\r\n") {
            let count = read(connection, &buffer, buffer.count)
            guard count > 0 else { return }
            seen += String(decoding: buffer[..<count], as: UTF8.self)
        }
    }

    private func send(_ connection: Int32, _ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }
}
