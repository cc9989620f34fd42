import Foundation
import Hummingbird
public import Logging
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
    let kept = hosted
    // GitHub's files lie on other hosts than its pages.
    return try await serveStandIn(
        host: configuration.host, ports: [configuration.port, 0], logger: logger,
        make: { ports in
            let server = StandInGitHub(kept, configuration: configuration, port: ports[0], storagePort: ports[1])
            server.state.withLock { $0.gistRepositories = gists }
            return (server, server.router)
        }, body)
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
