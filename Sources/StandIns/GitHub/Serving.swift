import Foundation
import Hummingbird
public import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// Serves projects on a stand-in GitHub for as long as `body` runs, then stops it and removes its files.
///
/// - Parameters:
///   - projects: what it holds, each with a repository number of its own.
///   - configuration: where it listens and what it limits.
///   - logger: for failures; quiet by default.
///   - body: gets the running server.
/// - Returns: what `body` returns.
/// - Throws: what `body` throws, ``ContentError`` when the git content can't be made, and what the network says when
///   the port is taken.
public func withStandInGitHub<Result: Sendable>(
    _ projects: [SampleProject], configuration: StandInConfiguration = StandInConfiguration(),
    logger: Logger = Logger(label: "landfall.stand-in", factory: { _ in SwiftLogNoOpLogHandler() }),
    _ body: @escaping @Sendable (StandInGitHub) async throws -> Result
) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.path + "/landfall-stand-in-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var hosted: [HostedProject] = []
    for project in projects {
        hosted.append(HostedProject(project, content: try await ProjectContent.make(project, below: folder)))
    }
    let gists = try await GistContent.make(configuration.gists, below: folder)
    return try await serve(hosted, gists, configuration, logger, body)
}

/// Serves one project; see ``withStandInGitHub(_:configuration:logger:_:)-([SampleProject],_,_,_)``.
public func withStandInGitHub<Result: Sendable>(
    _ project: SampleProject, configuration: StandInConfiguration = StandInConfiguration(),
    _ body: @escaping @Sendable (StandInGitHub) async throws -> Result
) async throws -> Result {
    try await withStandInGitHub([project], configuration: configuration, body)
}

/// Serves projects until the task is cancelled; for the demo, beside the server that imports from it.
///
/// - Parameter onReady: is called once, when it listens.
public func runStandInGitHub(
    _ projects: [SampleProject], configuration: StandInConfiguration = StandInConfiguration(), logger: Logger,
    onReady: @escaping @Sendable (StandInGitHub) async throws -> Void = { _ in }
) async throws {
    try await withStandInGitHub(projects, configuration: configuration, logger: logger) { server in
        try await onReady(server)
        while !Task.isCancelled { try await Task.sleep(for: .seconds(3_600)) }
    }
}

private func serve<Result: Sendable>(
    _ hosted: [HostedProject], _ gists: [String: String], _ configuration: StandInConfiguration, _ logger: Logger,
    _ body: @escaping @Sendable (StandInGitHub) async throws -> Result
) async throws -> Result {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let (storagePorts, storagePort) = AsyncStream.makeStream(of: Int.self)
    let responder = LateResponder()
    let application = Application(
        responder: responder,
        configuration: ApplicationConfiguration(address: .hostname(configuration.host, port: configuration.port)),
        onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) }, logger: logger)
    // GitHub's files lie on other hosts than its pages.
    let storage = Application(
        responder: responder,
        configuration: ApplicationConfiguration(address: .hostname(configuration.host, port: 0)),
        onServerRunning: { channel in storagePort.yield(channel.localAddress?.port ?? 0) }, logger: logger)
    var services = ServiceGroupConfiguration(
        services: [.init(service: application), .init(service: storage)], logger: logger)
    // An answer that hangs on purpose must not keep the server.
    services.maximumGracefulShutdownDuration = .seconds(1)
    let running = ServiceGroup(configuration: services)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask {
            defer {
                port.finish()
                storagePort.finish()
            }
            try await running.run()
            return nil
        }
        group.addTask {
            guard let number = await ports.first(where: { _ in true }),
                let storageNumber = await storagePorts.first(where: { _ in true })
            else { return nil }
            let server = StandInGitHub(
                hosted, configuration: configuration, port: number, storagePort: storageNumber)
            server.state.withLock { $0.gistRepositories = gists }
            responder.set(server.router.buildResponder())
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

extension StandInGitHub {
    /// All it answers.
    var router: Router<StandInContext> {
        let router = Router(context: StandInContext.self)
        router.add(middleware: RecordingMiddleware(server: self))
        router.add(middleware: FaultMiddleware(server: self))
        router.add(middleware: ErrorMiddleware())
        for prefix in ["/api/v3", ""] { RESTRoutes(server: self, prefix: prefix).add(to: router) }
        GraphQLRoute(server: self).add(to: router, at: "/api/graphql", restPrefix: "/api/v3")
        GraphQLRoute(server: self).add(to: router, at: "/graphql", restPrefix: "")
        WebRoutes(server: self).add(to: router)
        FileRoutes(server: self).add(to: router)
        LargeFileRoutes(server: self).add(to: router)
        return router
    }
}
