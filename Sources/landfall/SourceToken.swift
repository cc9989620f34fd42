import Foundation

/// The access token to a source: never an argument, which everybody on the machine could read.
enum SourceToken {
    /// - Parameter file: file that holds it; `-` is standard input; the environment variable where `nil`.
    static func read(_ file: String?, variable: String) throws -> String {
        let text: String?
        if let file {
            text =
                file == "-" ? readLine() : try? String(contentsOf: URL(fileURLWithPath: file), encoding: .utf8)
        } else {
            text = ProcessInfo.processInfo.environment[variable]
        }
        guard let token = text?.trimmingCharacters(in: .whitespacesAndNewlines), !token.isEmpty else {
            throw CommandFailure("no access token: name a file with --token-file, or set \(variable)")
        }
        return token
    }
}
