import Foundation
import TestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The machine's processes, as far as these tests look at them.
enum Processes {
    /// Those whose command line or working directory names this folder, but not this process.
    static func touching(_ folder: URL) -> [Int32] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap { Int32($0) }.filter { id in
            guard id != getpid() else { return false }
            let line = (try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(id)/cmdline"))) ?? Data()
            let directory = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/cwd")) ?? ""
            return String(decoding: line, as: UTF8.self).contains(folder.path) || directory.hasPrefix(folder.path)
        }
    }

    /// The built program beside this test program.
    static var landfall: URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("landfall")
    }

    /// Runs a program, kills it after `moment` where that is given, and returns its exit status; `nil` when it was killed.
    static func run(_ program: URL, _ arguments: [String], killAfter moment: Duration? = nil) async throws -> Int32? {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let deadline = moment.map { ContinuousClock.now + $0 }
        while process.isRunning {
            if let deadline, ContinuousClock.now >= deadline {
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                return nil
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        return process.terminationReason == .exit ? process.terminationStatus : -1
    }

    /// What a program prints. It may ask a stand-in of this process, so that no thread is held while it runs.
    static func output(_ program: String, _ arguments: [String]) async throws -> String {
        try await Child.run(program, arguments).text
    }
}
