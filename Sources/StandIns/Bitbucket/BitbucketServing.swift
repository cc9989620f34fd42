import Foundation
import Hummingbird
public import Logging

/// Serves a project on a stand-in Bitbucket for as long as `body` runs, then stops it and removes its files.
///
/// - Parameters:
///   - face: whether a Server or Cloud is needed.
///   - configuration: where it listens, what it limits, and what it is like.
///   - logger: for failures; quiet by default.
/// - Returns: what `body` returns.
/// - Throws: what `body` throws, ``ContentError`` when the git content can't be made, and what the network says when
///   the port is taken.
public func withStandInBitbucket<Result: Sendable>(
    _ project: BitbucketProject = .harbor(), face: StandInBitbucket.Face,
    configuration: BitbucketConfiguration = BitbucketConfiguration(),
    logger: Logger = Logger(label: "landfall.stand-in", factory: { _ in SwiftLogNoOpLogHandler() }),
    _ body: @escaping @Sendable (StandInBitbucket) async throws -> Result
) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.path + "/landfall-stand-in-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let content = try await BitbucketContent.make(project, face: face, below: folder)
    let ports = face == .server ? [configuration.port] : [configuration.port, configuration.webPort]
    return try await serveStandIn(
        host: configuration.host, ports: ports, logger: logger,
        make: { ports in
            let server = StandInBitbucket(
                project, content: content, face: face, configuration: configuration, ports: ports)
            return (server, server.router)
        }, body)
}

/// Serves a project until the task is cancelled.
///
/// - Parameter onReady: is called once, when it listens.
public func runStandInBitbucket(
    _ project: BitbucketProject = .harbor(), face: StandInBitbucket.Face,
    configuration: BitbucketConfiguration = BitbucketConfiguration(), logger: Logger,
    onReady: @escaping @Sendable (StandInBitbucket) async throws -> Void = { _ in }
) async throws {
    try await withStandInBitbucket(project, face: face, configuration: configuration, logger: logger) { server in
        try await onReady(server)
        while !Task.isCancelled { try await Task.sleep(for: .seconds(3_600)) }
    }
}

extension StandInBitbucket {
    /// All it answers.
    var router: Router<StandInContext> {
        let router = Router(context: StandInContext.self)
        router.add(middleware: RecordingMiddleware(server: self))
        router.add(middleware: FaultMiddleware(server: self))
        router.add(middleware: BitbucketErrorMiddleware(face: face))
        switch face {
        case .server: ServerRoutes(server: self).add(to: router)
        case .cloud: CloudRoutes(server: self).add(to: router)
        }
        return router
    }
}
