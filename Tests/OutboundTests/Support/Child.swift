import Foundation

/// A child process for tests: git, gzip.
struct Child: Sendable {
    let status: Int32
    let output: Data
    let errors: String

    /// Runs a program to its end, with this input, on a thread of its own.
    static func run(
        _ program: String, _ arguments: [String], input: Data = Data(), environment: [String: String] = [:]
    ) async throws -> Child {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try runBlocking(program, arguments, input, environment) })
            }
        }
    }

    private static func runBlocking(
        _ program: String, _ arguments: [String], _ input: Data, _ environment: [String: String]
    ) throws -> Child {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("outbound-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files instead of pipes: no side can block the other.
        let files = try ["in", "out", "err"].map { name in
            let url = folder.appendingPathComponent(name)
            try (name == "in" ? input : Data()).write(to: url)
            return url
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path,
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C",
        ].merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        return Child(
            status: process.terminationStatus, output: try Data(contentsOf: files[1]),
            errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
    }
}
