import Foundation
import HTTPTypes
import Hummingbird

/// What a request of git's HTTP transport asks for, read from its address alone.
struct GitRequest: Equatable {
    enum Operation: Equatable {
        /// `GET info/refs` with the service asked for; nil asks for the dumb protocol.
        case advertisement(service: String?)
        case uploadPack
        case receivePack
        /// A file of the repository itself, which the dumb protocol reads.
        case file
    }

    /// Full path of the project, with `.wiki` at its end for the wiki; `.git` is taken off.
    let path: String
    let operation: Operation

    /// Nil for addresses that aren't git's.
    init?(_ request: Request) {
        let address = request.uri.path
        // Pages of a project lie under "/-/", and a file there may be called info/refs.
        guard !address.contains("/-/"), !address.hasPrefix("/api/") else { return nil }
        let query = request.uri.queryParameters["service"].map(String.init)
        guard let (base, operation) = Self.split(address, service: query) else { return nil }
        let withoutSuffix = base.hasSuffix(".git") ? base.dropLast(4) : base[...]
        guard let path = withoutSuffix.dropFirst().removingPercentEncoding else { return nil }
        guard path.split(separator: "/", omittingEmptySubsequences: false).count >= 2 else { return nil }
        self.path = path
        self.operation = operation
    }

    private static func split(_ address: String, service: String?) -> (base: String, Operation)? {
        let endings: [(String, Operation)] = [
            ("/info/refs", .advertisement(service: service)), ("/git-upload-pack", .uploadPack),
            ("/git-receive-pack", .receivePack),
        ]
        for (ending, operation) in endings where address.hasSuffix(ending) {
            return (String(address.dropLast(ending.count)), operation)
        }
        guard let mark = address.firstRange(of: ".git/") else { return nil }
        return (String(address[..<mark.lowerBound]), .file)
    }
}
