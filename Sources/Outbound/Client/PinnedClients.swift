import AsyncHTTPClient
import NIOCore
import NIOHTTPCompression

/// HTTP clients that can dial one address only, one for each host and address that was judged.
///
/// The address is pinned inside the client, so that between judging and dialling no name is looked up again. The name
/// in the certificate, in SNI and in the `Host` field stays the host's.
actor PinnedClients {
    struct Pin: Hashable {
        let host: String
        let address: IPAddress
    }

    private struct Entry {
        let client: HTTPClient
        var users: Int
        var lastUse: Int
    }

    private var entries: [Pin: Entry] = [:]
    private var uses = 0
    private var isShutDown = false
    private let capacity: Int
    private let connectTimeout: Duration

    init(capacity: Int, connectTimeout: Duration) {
        self.capacity = capacity
        self.connectTimeout = connectTimeout
    }

    /// Lends the client of a pin; every `take` needs its `giveBack`.
    func take(_ pin: Pin) throws(OutboundError) -> HTTPClient {
        guard !isShutDown else { throw .shutDown }
        uses += 1
        var entry = entries[pin] ?? Entry(client: makeClient(pin), users: 0, lastUse: 0)
        entry.users += 1
        entry.lastUse = uses
        entries[pin] = entry
        return entry.client
    }

    /// Gives a client back, and closes the ones that nobody has used for longest where there are too many.
    func giveBack(_ pin: Pin) async {
        entries[pin]?.users -= 1
        guard entries.count > capacity || isShutDown else { return }
        let idle = entries.filter { $0.value.users == 0 }.sorted { $0.value.lastUse < $1.value.lastUse }
        for (pin, entry) in idle.prefix(isShutDown ? idle.count : entries.count - capacity) {
            entries[pin] = nil
            await close(entry.client)
        }
    }

    /// Closes all clients; requests under way fail.
    func shutDown() async {
        isShutDown = true
        let all = entries.values
        entries = [:]
        for entry in all { await close(entry.client) }
    }

    private func close(_ client: HTTPClient) async {
        do {
            try await client.shutdown()
        } catch {
            // Only a second shutdown is refused, and then there is nothing left to close.
        }
    }

    private static let bytesOfOneRead = 16 * 1024

    private func makeClient(_ pin: Pin) -> HTTPClient {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .nanoseconds(connectTimeout.nanoseconds))
        // An IPv6 literal is dialled as it stands in the URL; its key here would have brackets.
        configuration.dnsOverride = [pin.host: pin.address.description]
        // Every request has a limit of its own for the decompressed bytes; this one only keeps zlib from running away.
        configuration.decompression = .enabled(limit: .size(.max))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        // What one read brings is decompressed before anybody can say that it is enough, to a thousand times as much.
        configuration.http1_1ConnectionDebugInitializer = { channel in
            channel.setOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.bytesOfOneRead))
                .flatMap { channel.setOption(.maxMessagesPerRead, value: 1) }
        }
        // Retrying is decided above, where it is counted; inside it would turn "refused" into a timeout.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }
}

extension Duration {
    /// The whole duration in nanoseconds.
    var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }

    /// The whole duration in seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
