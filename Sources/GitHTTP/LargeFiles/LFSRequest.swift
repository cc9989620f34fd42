import Foundation
import HTTPTypes
import Hummingbird

/// What a request of git-lfs asks for, read from its address alone.
struct LFSRequest: Equatable {
    enum Operation: Equatable {
        case batch
        /// The content of an object.
        case object(oid: String)
        case locks
        case verifyLocks
        /// Anything else below `info/lfs`: taking and giving back locks, and what is older than the batch protocol.
        case unsupported
    }

    /// Full path of the project; `.git` is taken off.
    let path: String
    let operation: Operation

    /// Nil for addresses that aren't git-lfs's.
    init?(_ request: Request) {
        let address = request.uri.path
        guard !address.hasPrefix("/api/"), let (base, operation) = Self.split(address) else { return nil }
        guard base.hasSuffix(".git"), let path = base.dropFirst().dropLast(4).removingPercentEncoding else {
            return nil
        }
        guard path.split(separator: "/", omittingEmptySubsequences: false).count >= 2 else { return nil }
        self.path = path
        self.operation = operation
    }

    private static func split(_ address: String) -> (base: Substring, Operation)? {
        if let mark = address.firstRange(of: ".git/gitlab-lfs/objects/") {
            let oid = String(address[mark.upperBound...])
            return (address[..<mark.lowerBound] + ".git", .object(oid: oid))
        }
        guard let mark = address.firstRange(of: ".git/info/lfs/") else { return nil }
        let operation: Operation =
            switch address[mark.upperBound...] {
            case "objects/batch": .batch
            case "locks": .locks
            case "locks/verify": .verifyLocks
            default: .unsupported
            }
        return (address[..<mark.lowerBound] + ".git", operation)
    }
}
