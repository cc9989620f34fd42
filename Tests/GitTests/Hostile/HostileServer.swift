import Foundation
import Glibc
import Synchronization

/// A server of git's smart protocol that answers whatever a test wants, on a thread of its own. It speaks just enough
/// HTTP for git: each connection has one request.
final class HostileServer: Sendable {
    struct Asked: Sendable {
        /// Method and target: `GET /repository/info/refs?service=git-upload-pack`.
        let line: String
        let body: [UInt8]

        var isAdvertisement: Bool { line.contains("/info/refs?service=git-upload-pack") }
        var listsRefs: Bool { String(decoding: body, as: UTF8.self).contains("command=ls-refs") }
    }

    /// Status line, kind of content, more fields and the body.
    struct Answer: Sendable {
        var status = "200 OK"
        var kind = "application/x-git-upload-pack-result"
        var fields = ""
        var body: [UInt8] = []

        static let none = Answer(status: "404 Not Found", kind: "text/plain")
    }

    private let listener: Listener
    private let seen = Mutex<[String]>([])
    private let answering: @Sendable (Asked) -> Answer

    var port: UInt16 { listener.port }
    var url: String { "http://127.0.0.1:\(port)/repository" }
    /// The requests so far.
    var asked: [String] { seen.withLock { $0 } }

    private init(_ answering: @escaping @Sendable (Asked) -> Answer) throws {
        self.answering = answering
        listener = try Listener()
    }

    static func with<Result>(
        _ answering: @escaping @Sendable (Asked) -> Answer, _ body: (HostileServer) async throws -> Result
    ) async throws -> Result {
        let server = try HostileServer(answering)
        let thread = Thread { server.run() }
        thread.start()
        defer { shutdown(server.listener.descriptor, Int32(SHUT_RDWR)) }
        return try await body(server)
    }

    /// Refs as version 2 of the protocol lists them, and whatever a fetch gets.
    static func offering(_ refs: [String], fetch: [UInt8] = []) -> @Sendable (Asked) -> Answer {
        { asked in
            if asked.isAdvertisement {
                return Answer(kind: "application/x-git-upload-pack-advertisement", body: capabilities)
            }
            if asked.listsRefs {
                return Answer(body: refs.flatMap { packet("\(someCommit) \($0)\n") } + Array("0000".utf8))
            }
            return Answer(body: fetch)
        }
    }

    static let someCommit = String(repeating: "a", count: 40)

    static let capabilities: [UInt8] =
        packet("# service=git-upload-pack\n") + Array("0000".utf8) + packet("version 2\n") + packet("agent=hostile\n")
        + packet("ls-refs\n") + packet("fetch=shallow packfile-uris\n") + packet("bundle-uri\n") + Array("0000".utf8)

    static func packet(_ text: String) -> [UInt8] { packet(Array(text.utf8)) }

    static func packet(_ bytes: [UInt8]) -> [UInt8] {
        let digits = String(bytes.count + 4, radix: 16)
        return Array((String(repeating: "0", count: 4 - digits.count) + digits).utf8) + bytes
    }

    private func run() {
        var entry = pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&entry, 1, -1) > 0, entry.revents & Int16(POLLHUP | POLLERR | POLLNVAL) == 0 {
            let connection = accept(listener.descriptor, nil, nil)
            guard connection >= 0 else { continue }
            serve(connection)
            shutdown(connection, Int32(SHUT_WR))
            // Closing before the other side has read would cut the answer off.
            var rest = [UInt8](repeating: 0, count: 4096)
            while recv(connection, &rest, rest.count, 0) > 0 {}
            Glibc.close(connection)
        }
        listener.close()
    }

    private func serve(_ connection: Int32) {
        guard let asked = read(connection) else { return }
        seen.withLock { $0.append(asked.line) }
        let answer = answering(asked)
        let head = """
            HTTP/1.1 \(answer.status)\r\nContent-Type: \(answer.kind)\r\nContent-Length: \(answer.body.count)\r
            Connection: close\r\n\(answer.fields)\r\n
            """
        var bytes = (Array(head.utf8) + answer.body)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    private func read(_ connection: Int32) -> Asked? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var end: Int?
        while true {
            if end == nil {
                let text = String(decoding: bytes, as: UTF8.self)
                end = text.firstRange(of: "\r\n\r\n").map { text[..<$0.upperBound].utf8.count }
            }
            if let end {
                let head = String(decoding: bytes[..<end], as: UTF8.self)
                let line = head.split(separator: "\r\n").first?.split(separator: " ").prefix(2).joined(separator: " ")
                let length = head.lowercased().firstMatch(of: /content-length: (\d+)/).flatMap { Int($0.output.1) } ?? 0
                if bytes.count - end >= length { return Asked(line: line ?? "", body: Array(bytes[end...])) }
            }
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
        }
    }
}
