public import Logging
import NIOCore

/// The only door to the network: every request of this server to a source goes through here.
///
/// Each hop is judged by the ``AddressPolicy``, and the address that was judged is the one dialled. Redirects are
/// followed by hand and judged again; a ``Credential`` never leaves the origin it was given for. Bodies, heads and
/// every step's time have limits. It knows nothing of budgets: see ``BudgetedClient``.
public final class OutboundClient: Sendable {
    let judged: JudgedAddresses
    let clients: PinnedClients
    let logger: Logger

    /// - Parameters:
    ///   - policy: what may be dialled.
    ///   - resolver: who knows the addresses of names.
    ///   - verdictLifetime: how long a judged address is used before the name is resolved again.
    ///   - connectTimeout: how long making a connection may take, TLS included.
    ///   - answerLimit: bytes of an answer that are taken, decompressed, where a request names no limit. Default 64 MB.
    ///   - userAgent: what the client calls itself; GitHub refuses requests without one.
    public init(
        policy: AddressPolicy = AddressPolicy(), resolver: any Resolver = SystemResolver(),
        verdictLifetime: Duration = .seconds(30), connectTimeout: Duration = .seconds(10),
        answerLimit: Int = 64 << 20, userAgent: String = "Landfall", logger: Logger
    ) {
        judged = JudgedAddresses(policy: policy, resolver: resolver, lifetime: verdictLifetime)
        clients = PinnedClients(capacity: 64, connectTimeout: connectTimeout)
        self.answerLimit = answerLimit
        self.userAgent = userAgent
        self.logger = logger
    }

    let userAgent: String
    private let answerLimit: Int

    /// Closes all connections. A client must be shut down before it goes away.
    public func shutdown() async {
        await clients.shutDown()
    }

    /// Resolves an address and judges it by the policy; nothing is sent.
    ///
    /// - Throws: ``OutboundError``; `CancellationError` when the task is cancelled.
    public func judge(_ url: OutboundURL) async throws {
        _ = try await judged.addresses(of: url)
    }

    /// Runs a closure with a client, and shuts the client down behind it.
    public static func with<Result: Sendable>(
        _ client: OutboundClient, _ body: (OutboundClient) async throws -> Result
    ) async throws -> Result {
        do {
            let result = try await body(client)
            await client.shutdown()
            return result
        } catch {
            await client.shutdown()
            throw error
        }
    }

    /// Sends a request and reads its whole answer into memory. Any status is an answer.
    ///
    /// - Parameter tally: counts the requests really sent and the bytes received.
    /// - Throws: ``OutboundError``; `CancellationError` when the task is cancelled.
    public func send(_ request: OutboundRequest, tally: RequestTally? = nil) async throws -> OutboundResponse {
        try await stream(request, tally: tally) { head, body in
            var whole = ByteBuffer()
            for try await piece in body { whole.writeImmutableBuffer(piece) }
            return OutboundResponse(head: head, body: whole)
        }
    }

    /// Sends a request and hands its answer to a closure while it comes in.
    ///
    /// The connection is given up when the closure returns without having read to the end.
    ///
    /// - Throws: ``OutboundError``; what the closure throws; `CancellationError` when the task is cancelled.
    public func stream<Result: Sendable>(
        _ request: OutboundRequest, tally: RequestTally? = nil,
        _ consume: @escaping @Sendable (OutboundResponseHead, OutboundBody) async throws -> Result
    ) async throws -> Result {
        let deadline = ContinuousClock.now + request.timeouts.total
        var hop = Hop(request)
        while true {
            let exchange = Exchange(
                hop: hop, deadline: deadline, tally: tally, userAgent: userAgent,
                limit: request.maximumBytes ?? answerLimit)
            switch try await dial(exchange, consume) {
            case .finished(let result): return result
            case .redirected(let head): hop = try hop.following(head)
            }
        }
    }

    /// Tries the host's addresses in turn until one takes the connection.
    private func dial<Result: Sendable>(
        _ exchange: Exchange, _ consume: @escaping @Sendable (OutboundResponseHead, OutboundBody) async throws -> Result
    ) async throws -> Exchange.Outcome<Result> {
        let url = exchange.hop.url
        var failure: any Error = OutboundError.unresolvable(host: url.host)
        var exchange = exchange
        let onlyPublic = exchange.hop.isLedFromOutside
        for address in try await judged.addresses(of: url, onlyPublic: onlyPublic).prefix(3) {
            exchange.isOutside = judged.isPublic(address)
            let pin = PinnedClients.Pin(host: url.host, address: address)
            do {
                let client = try await clients.take(pin)
                let outcome: Exchange.Outcome<Result>
                do {
                    outcome = try await exchange.run(on: client, consume)
                } catch {
                    await clients.giveBack(pin)
                    throw error
                }
                await clients.giveBack(pin)
                return outcome
            } catch let error as OutboundError where error.neverConnected {
                logger.debug("No connection", metadata: ["url": "\(url)", "address": "\(address)"])
                failure = error
            }
        }
        throw failure
    }
}

extension OutboundError {
    /// Whether nothing can have been sent, so that another address may be tried.
    var neverConnected: Bool {
        switch self {
        case .connectionFailed, .timedOut(_, step: .connect): true
        default: false
        }
    }
}
