import API
import Foundation
import GitHTTP
import Hummingbird
import HummingbirdCore
import Importer
import Jobs
import Logging
import NIOCore
import ServiceLifecycle
import Store
import UnixSignals

/// The faces and the workers over one instance, as services that end together.
struct Server {
    let instance: Instance
    /// Signals that end it; none where something else ends it by canceling the task.
    var signals: [UnixSignal] = [.sigterm, .sigint]

    /// Serves until a signal, or until `stop` says so.
    /// - Parameters:
    ///   - stop: ends the server as a signal would, when it yields.
    ///   - onListening: told the port once connections are taken.
    func run(
        stop: AsyncStream<Void>? = nil, onListening: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let settings = instance.settings
        let limits = settings.serverLimits.fitting(openFiles: DescriptorLimit.current)
        if limits.connections < settings.serverLimits.connections {
            instance.logger.notice(
                "fewer connections than are set, because so few files may be open",
                metadata: ["connections": "\(limits.connections)"])
        }
        let application = Application(
            responder: FacesResponder(instance: instance), server: .http1(configuration: channels(limits)),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.listen.host, port: settings.listen.port), serverName: nil,
                backlog: limits.connections,
                availableConnectionsDelegate: .maximum(limits.connections, logger: instance.logger)),
            onServerRunning: { channel in try? await onListening(channel.localAddress?.port ?? settings.listen.port) },
            logger: instance.logger)
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: application, failureTerminationBehavior: .gracefullyShutdownGroup),
                .init(service: WorkerService(workers: instance.workers(count: settings.workers))),
                .init(service: WorkerService(workers: instance.gistWorkers(count: 2))),
                .init(service: RefusalMemory(instance: instance)),
                .init(service: LeftoverService(instance: instance)),
            ], gracefulShutdownSignals: signals, logger: instance.logger)
        for workers in instance.reassigningWorkers() {
            configuration.services.append(.init(service: WorkerService(workers: workers)))
        }
        if let stop {
            configuration.services.append(
                .init(service: StopService(stop: stop), successTerminationBehavior: .gracefullyShutdownGroup))
        }
        configuration.maximumGracefulShutdownDuration = .seconds(8)
        let group = ServiceGroup(configuration: configuration)
        do {
            try await group.run()
        } catch let error as IOError {
            throw settings.listen.explained(error)
        }
    }

    private func channels(_ limits: ServerLimits) -> HTTP1Channel.Configuration {
        let (logger, addresses) = (
            instance.logger,
            ConnectionsByAddress(
                limit: limits.connectionsPerAddress, exempt: instance.settings.trustedProxies)
        )
        return HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                ClientHandler(
                    patience: .seconds(Int64(limits.clientTimeout)), addresses: addresses, logger: logger)
            ],
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: ServerLimits.headerField, maxHeaderListSize: ServerLimits.headers,
                maxHeaderFieldCount: ServerLimits.headerCount))
    }
}

/// Workers as a service: a shutdown cancels them, which puts what they run back into the queue.
private struct WorkerService: Service {
    let workers: Workers

    func run() async throws {
        await cancelWhenGracefulShutdown { await workers.run() }
    }
}

/// Ends the group it is in when somebody says so.
private struct StopService: Service {
    let stop: AsyncStream<Void>

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in stop { return }
        }
    }
}
