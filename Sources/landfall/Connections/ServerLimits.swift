import ArgumentParser

/// How much the server takes on at a time, and how long it waits for whom it talks to.
struct ServerLimits: Sendable, Equatable {
    /// Connections at a time. More wait in the kernel's queue until one of these ends.
    var connections = 1024
    /// Connections at a time from one address; more are closed at once. An address may stand for a reverse proxy or a
    /// whole office: half of all leaves room for the others.
    var connectionsPerAddress = 512
    /// Seconds for the head of a request to arrive whole, from the beginning of the connection or the end of the answer
    /// before; for ``leastBytes`` of a body to arrive; and for any byte of an answer to be taken.
    var clientTimeout = 60
    /// Clones, fetches and archives at a time; one account has half of them at most.
    var gitTransfers = 32
    /// Other calls of git that the API makes at a time; one account has half of them at most.
    var gitReads = 16

    /// Bytes of a request's body that arrive within the client's timeout where it goes on for longer.
    static let leastBytes = 16 << 10
    /// Bytes of the longest header field, and of the request's address.
    static let headerField = 16 << 10
    /// Bytes of all header fields of a request.
    static let headers = 64 << 10
    static let headerCount = 100

    static let names: Set<String> = [
        "CONNECTION_LIMIT", "CONNECTIONS_PER_ADDRESS", "CLIENT_TIMEOUT", "GIT_TRANSFER_LIMIT", "GIT_READ_LIMIT",
    ]

    init() {}

    init(_ source: SettingSource) throws {
        connections = try Self.number("CONNECTION_LIMIT", source) ?? connections
        connectionsPerAddress = try Self.number("CONNECTIONS_PER_ADDRESS", source) ?? max(1, connections / 2)
        clientTimeout = try Self.number("CLIENT_TIMEOUT", source) ?? clientTimeout
        gitTransfers = try Self.number("GIT_TRANSFER_LIMIT", source) ?? gitTransfers
        gitReads = try Self.number("GIT_READ_LIMIT", source) ?? gitReads
    }

    private static func number(_ name: String, _ source: SettingSource) throws -> Int? {
        guard let number = try source.number(name) else { return nil }
        guard (1...1_000_000).contains(number) else {
            throw ValidationError("\(name) must be between 1 and 1000000")
        }
        return number
    }

    /// The same with no more connections than there can be open files: some stay for the store, repositories, sources
    /// and git.
    func fitting(openFiles: Int) -> ServerLimits {
        var limits = self
        limits.connections = max(1, min(connections, openFiles - min(400, openFiles / 2)))
        limits.connectionsPerAddress = min(connectionsPerAddress, limits.connections)
        return limits
    }
}
