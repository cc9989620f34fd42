import Glibc

/// A TCP port of this machine where connections are taken and nothing is ever answered.
struct Listener: Sendable {
    let descriptor: Int32
    let port: UInt16

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | UInt32(SOCK_NONBLOCK.rawValue)), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = descriptor
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, size) == 0 && listen(socket, 8) == 0 && getsockname(socket, address, &size) == 0
            }
        }
        guard descriptor >= 0, bound else { throw ScratchError(arguments: [], message: "no port") }
        port = UInt16(bigEndian: address.sin_port)
    }

    /// Whether somebody has connected and waits.
    var hasConnection: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0
    }

    func close() {
        _ = Glibc.close(descriptor)
    }
}

extension Listener {
    /// Takes one connection, reads what comes at first, answers with this text and hangs up.
    func answerOnce(_ answer: String) -> String {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return "" }
        defer { _ = Glibc.close(connection) }
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = recv(connection, &bytes, bytes.count, 0)
        _ = send(connection, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
