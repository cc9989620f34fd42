import Foundation
import HTTPTypes

/// The token in an HTTP Basic header.
enum BasicCredentials {
    /// Tokens to try in this order: the password, and the user name, where some tools put it. Empty without a header
    /// that can be read.
    static func tokens(in headers: HTTPFields) -> [String]? {
        guard let header = headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic", let data = Data(base64Encoded: String(parts[1])),
            let text = String(data: data, encoding: .utf8)
        else { return [] }
        let pair = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return pair.reversed().filter { !$0.isEmpty && $0 != "x-oauth-basic" }
    }
}
