import Foundation
import Model
import Remote
import RemoteREST
import Synchronization

/// Which short names were met only where asking for the whole one is not worth a request.
final class CloudCommitHints: Sendable {
    private struct Met {
        var wanted: Set<AbbreviatedHash> = []
        var passed: Set<AbbreviatedHash> = []
    }

    private let met = Mutex(Met())

    func want(_ hashes: Set<AbbreviatedHash>) { met.withLock { $0.wanted.formUnion(hashes) } }

    func pass(_ hashes: Set<AbbreviatedHash>) { met.withLock { $0.passed.formUnion(hashes) } }

    func isWorthAsking(_ hash: AbbreviatedHash) -> Bool {
        met.withLock { $0.wanted.contains(hash) || !$0.passed.contains(hash) }
    }

    static func hashes(in payload: [UInt8], of collection: Collection) -> Set<AbbreviatedHash> {
        let names: [String]
        switch collection {
        case .pullRequests:
            let page = try? JSONDecoder().decode(CloudPage<CloudPullRequest>.self, from: Data(payload))
            names = page?.read(.pullRequest).values.flatMap(\.hashes) ?? []
        case .timelines:
            let page = try? JSONDecoder().decode(CloudPage<CloudActivity>.self, from: Data(payload))
            let rows = page?.read(.event).values ?? []
            names =
                rows.compactMap(\.update).filter { $0.kind == .headMoved }.compactMap(\.source?.commit?.hash)
                + rows.compactMap(\.comment?.diff).flatMap(\.hashes)
        case .comments where CloudPayload.list(of: payload) == CloudList.comments(on: 0).word:
            let item = try? JSONDecoder().decode(CloudItemPage<CloudComment>.self, from: Data(payload))
            names = item?.page.read(.note).values.compactMap(\.diff).flatMap(\.hashes) ?? []
        default: names = []
        }
        return Set(names.compactMap { AbbreviatedHash($0) })
    }
}
