import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// Serves for as long as `body` runs, then stops.
///
/// - Parameters:
///   - ports: to listen on, 0 for any free one. All answer the same.
///   - make: gets the numbers of the ports, which stand in answers, and makes the server and all it answers.
func serveStandIn<Server: Sendable, Result: Sendable>(
    host: String, ports: [Int], logger: Logger, make: @escaping @Sendable ([Int]) -> (Server, Router<StandInContext>),
    _ body: @escaping @Sendable (Server) async throws -> Result
) async throws -> Result {
    let responder = LateResponder()
    var found: [AsyncStream<Int>] = []
    var tellers: [AsyncStream<Int>.Continuation] = []
    var services: [ServiceGroupConfiguration.ServiceConfiguration] = []
    for port in ports {
        let (stream, teller) = AsyncStream.makeStream(of: Int.self)
        found.append(stream)
        tellers.append(teller)
        let application = Application(
            responder: responder,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in teller.yield(channel.localAddress?.port ?? 0) }, logger: logger)
        services.append(.init(service: application))
    }
    var configuration = ServiceGroupConfiguration(services: services, logger: logger)
    // An answer that hangs on purpose must not keep the server.
    configuration.maximumGracefulShutdownDuration = .seconds(1)
    let running = ServiceGroup(configuration: configuration)
    return try await withThrowingTaskGroup(of: Result?.self) { [found, tellers] group in
        group.addTask {
            defer { for teller in tellers { teller.finish() } }
            try await running.run()
            return nil
        }
        group.addTask {
            var numbers: [Int] = []
            for stream in found {
                guard let number = await stream.first(where: { _ in true }) else { return nil }
                numbers.append(number)
            }
            let (server, router) = make(numbers)
            responder.set(router.buildResponder())
            return try await body(server)
        }
        return try await firstResult(of: &group, stopping: running)
    }
}

/// What `body` returned or threw; the server is let end what it answers first, because a connection that is taken in the
/// very moment a server is canceled trips one of SwiftNIO's assertions.
private func firstResult<Result: Sendable>(
    of group: inout ThrowingTaskGroup<Result?, any Error>, stopping running: ServiceGroup
) async throws -> Result {
    var outcome: Swift.Result<Result, any Error>?
    while outcome == nil, let next = await group.nextResult() {
        switch next {
        case .success(let value): outcome = value.map { .success($0) }
        case .failure(let error): outcome = .failure(error)
        }
    }
    await running.triggerGracefulShutdown()
    while await group.nextResult() != nil {}
    guard let outcome else { throw CancellationError() }
    return try outcome.get()
}
