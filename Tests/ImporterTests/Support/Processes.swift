import Foundation
import SystemPackage
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
            let line = (try? commandLine(of: id)) ?? []
            let directory = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/cwd")) ?? ""
            return String(decoding: line, as: UTF8.self).contains(folder.path) || directory.hasPrefix(folder.path)
        }
    }

    /// Foundation's way to read a file that does not say its length keeps the memory: gigabytes in an hour of kills.
    private static func commandLine(of id: Int32) throws -> [UInt8] {
        let file = try FileDescriptor.open("/proc/\(id)/cmdline", .readOnly)
        return try file.closeAfter {
            var line: [UInt8] = []
            var piece = [UInt8](repeating: 0, count: 16_384)
            while case let count = try piece.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
                line += piece[..<count]
            }
            return line
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
