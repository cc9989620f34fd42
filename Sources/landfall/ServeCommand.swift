import ArgumentParser
import Foundation
import Hummingbird
import Logging
import ServiceLifecycle

/// `landfall serve`: the API, git and the workers, in one process.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serves the API and git, and runs the imports.",
        discussion: "Ends within seconds on SIGTERM or Ctrl-C; imports that run then go on at the next start.")

    @Option(help: "HOST:PORT to listen on. [env: LANDFALL_LISTEN; default: 127.0.0.1:8929]")
    var listen: String?

    @Option(help: "Imports that run at the same time. [env: LANDFALL_WORKERS; default: 4]")
    var workers: Int?

    @OptionGroup var options: SettingOptions

    func run() async throws {
        let settings = try Settings(options, listen: listen, workers: workers)
        try await Instance.with(settings) { instance in
            try await instance.settleKeys()
            try await instance.checkImportsCanRun()
            try await instance.bootstrap { token in
                say("The administrator 'root' has this access token. It is shown only now: \(token)")
            }
            try await Server(instance: instance).run { port in
                say("Landfall serves \(settings.externalURL) on \(settings.listen.host):\(port)")
            }
        }
    }
}
