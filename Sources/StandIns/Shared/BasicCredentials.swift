import Foundation

/// `user:password` of Basic authentication.
enum BasicCredentials {
    /// The password and the user, whichever may be a token; empty when it can't be read.
    static func decode(_ text: String) -> [String] {
        guard let data = Data(base64Encoded: text), let pair = String(data: data, encoding: .utf8) else { return [] }
        let parts = pair.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return parts.reversed().filter { !$0.isEmpty }
    }
}
