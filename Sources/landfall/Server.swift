import API
import Foundation
import GitHTTP
import Hummingbird
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
        let application = Application(
            responder: FacesResponder(instance: instance),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.listen.host, port: settings.listen.port), serverName: nil),
            onServerRunning: { channel in try? await onListening(channel.localAddress?.port ?? settings.listen.port) },
            logger: instance.logger)
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: application, failureTerminationBehavior: .gracefullyShutdownGroup),
                .init(service: WorkerService(workers: instance.workers(count: settings.workers))),
                .init(service: WorkerService(workers: instance.gistWorkers(count: 2))),
                .init(service: BudgetMemory(instance: instance)),
                .init(service: LeftoverService(instance: instance)),
                .init(service: RefusalMemory(instance: instance)),
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
