public import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A door through which `git fetch` reaches one repository without dialling anything itself and without ever seeing a
/// credential: a small HTTP server on the loopback address that passes git's two fetch requests on through an
/// ``OutboundClient``.
///
/// It answers only who shows its random capability, so that other users of the machine can't borrow it. Pushing isn't
/// relayed.
public struct GitRelay: Sendable {
    /// The address to give to git: `http://127.0.0.1:PORT/repository`. It may stand in a process list.
    public let url: String
    /// The header line to give to git, by its environment: it holds the capability.
    public let secretHeader: String
    let relaying: Relaying

    /// What the source did last that made, or will make, git fail.
    public var lastFailure: RelayFailure? { relaying.lastFailure }

    /// The requests sent to the source, and the bytes of its answers.
    public var count: RequestTally.Count { relaying.tally.count }
}

typealias RelayConnection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

/// Opens a relay to a repository for as long as a closure runs.
///
/// - Parameters:
///   - upstream: the repository's clone address (`https://github.com/owner/name.git`).
///   - credential: sent to the upstream's origin only.
///   - client: judges, pins and dials.
///   - limits: sizes and times.
///   - body: what uses the relay; its requests are cut off when it returns.
/// - Throws: what the closure throws; an `IOError` where no port can be opened.
public func withGitRelay<Result>(
    upstream: OutboundURL, credential: Credential?, client: OutboundClient, limits: RelayLimits = RelayLimits(),
    logger: Logger, _ body: (GitRelay) async throws -> Result
) async throws -> Result {
    let accepted = AcceptedChannels()
    defer { accepted.close() }
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .childChannelOption(.autoRead, value: false)
        .bind(host: "127.0.0.1", port: 0) { channel in
            channel.eventLoop.makeCompletedFuture {
                try accepted.add(channel)
                try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                return channel
            }
        }
    let capability = (0..<4).map { _ in hexadecimal(UInt32.random(in: .min ... .max)) }.joined()
    let relaying = Relaying(
        capability: capability, upstream: upstream, credential: credential, client: client, limits: limits,
        logger: logger)
    let port = server.channel.localAddress?.port ?? 0
    let relay = GitRelay(
        url: "http://127.0.0.1:\(port)/repository", secretHeader: "Authorization: Bearer \(capability)",
        relaying: relaying)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await serve(server, relaying) }
        defer { group.cancelAll() }
        return try await body(relay)
    }
}

private func serve(_ server: NIOAsyncChannel<any Channel, Never>, _ relaying: Relaying) async throws {
    try await server.executeThenClose { channels in
        try await withThrowingDiscardingTaskGroup { group in
            for try await channel in channels {
                group.addTask {
                    guard let connection = try? await connection(over: channel) else { return }
                    await relaying.serve(connection)
                }
            }
        }
    }
}

/// Wraps a connection where it is served at once, because an asynchronous channel that nobody serves ends the process:
/// those that were accepted just before the end would be such. Nothing is read before.
private func connection(over channel: any Channel) async throws -> RelayConnection? {
    try await channel.eventLoop.submit {
        guard channel.isActive else { return nil }
        let connection = try RelayConnection(wrappingChannelSynchronously: channel)
        try? channel.syncOptions?.setOption(.autoRead, value: true)
        return connection
    }.get()
}

/// Closes what was accepted and may never have been served.
private final class AcceptedChannels: Sendable {
    private struct Closed: Error {}

    private let channels = Mutex<[any Channel]?>([])

    func add(_ channel: any Channel) throws {
        let isOpen = channels.withLock { channels in
            channels?.append(channel)
            return channels != nil
        }
        if !isOpen { throw Closed() }
    }

    func close() {
        let left = channels.withLock { channels in
            defer { channels = nil }
            return channels ?? []
        }
        for channel in left { channel.close(promise: nil) }
    }
}

private func hexadecimal(_ number: UInt32) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
}
