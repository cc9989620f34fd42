import Foundation
import Logging
import Model
import Outbound
import Remote
import RemoteBitbucketCloud
import RemoteBitbucketServer
import RemoteGitHub
import RemoteREST
import StandIns

/// Every page that the sample project of a source is read in, as the journal keeps them: what mutations begin with.
struct SourcePages: Sendable {
    let remote: any Remote
    let pages: [Collection: [[UInt8]]]

    static func gitHub() async throws -> SourcePages {
        try await withStandInGitHub(.lantern()) { source in
            try await read { outbound in
                let provider = GitHubRemoteProvider(
                    outbound: outbound, keepers: BudgetKeepers(), version: "test", logger: quiet, account: { _ in "a" })
                return try await remote(
                    provider, .github, source.url, "harbour-lights/lantern", Secret(StandInToken.owner.value))
            }
        }
    }

    static func server() async throws -> SourcePages {
        try await withStandInBitbucket(face: .server) { source in
            let commits = knownCommits(source)
            return try await read(commits) { outbound in
                let provider = BitbucketServerRemoteProvider(
                    outbound: outbound, keepers: BudgetKeepers(), version: "test", logger: quiet, account: { _ in "a" })
                return try await remote(
                    provider, .bitbucketServer, source.url, "\(source.project.key)/\(source.project.slug)",
                    try secret(.keeper))
            }
        }
    }

    static func cloud() async throws -> SourcePages {
        try await withStandInBitbucket(face: .cloud) { source in
            let addresses = BitbucketCloudAddresses(
                api: try OutboundURL(source.url), web: try OutboundURL(source.webURL))
            let commits = knownCommits(source)
            return try await read(commits) { outbound in
                let provider = BitbucketCloudRemoteProvider(
                    outbound: outbound, keepers: BudgetKeepers(), version: "test", addresses: addresses, logger: quiet,
                    account: { _ in "a" })
                return try await remote(
                    provider, .bitbucket, nil, "\(source.project.workspace)/\(source.project.slug)",
                    try secret(.cloudKeeper))
            }
        }
    }

    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static func secret(_ account: BitbucketAccount) throws -> Secret {
        guard let credential = AccountCredential(user: account.user, secret: Secret(account.secret)) else {
            throw RemoteError.cancelled
        }
        return credential.joined
    }

    private static func knownCommits(_ source: StandInBitbucket) -> [KnownCommit] {
        source.project.commitComments.compactMap { comment in
            ObjectHash(source.commit(comment.commit)).map {
                KnownCommit(hash: $0, changedPaths: [comment.path].compactMap { $0 })
            }
        }
    }

    private static func remote(
        _ provider: any RemoteProvider, _ kind: ImportKind, _ host: String?, _ name: String, _ credential: Secret
    ) async throws -> any Remote {
        let facts = try await provider.probe(
            ProbeRequest(
                kind: kind, hostname: host, repository: .fullName(name), credential: credential,
                wantsCollaborators: false))
        return try provider.remote(
            for: facts.source, credential: credential, settings: ImportSettings(paginationLimit: 10))
    }

    private static func read(
        _ commits: [KnownCommit] = [], _ make: @Sendable (OutboundClient) async throws -> any Remote
    ) async throws -> SourcePages {
        let policy = AddressPolicy(allowed: [try CIDR("127.0.0.0/8")])
        return try await OutboundClient.with(OutboundClient(policy: policy, logger: quiet)) { outbound in
            let remote = try await make(outbound)
            var reading = PageReading(remote: remote, known: KnownObjects())
            reading.known.commits = commits
            try await reading.readAll()
            return SourcePages(remote: remote, pages: reading.pages)
        }
    }
}

/// Walks through all collections, as an import does.
private struct PageReading {
    let remote: any Remote
    var known: KnownObjects
    var pages: [Collection: [[UInt8]]] = [:]
    private var named: [Collection: [Cursor]] = [:]
    private var keys: [Int64: SourceKey] = [:]
    private var threads: [Int64: Int] = [:]

    init(remote: any Remote, known: KnownObjects) {
        self.remote = remote
        self.known = known
    }

    mutating func readAll() async throws {
        // What hangs on others comes behind them.
        let last: Set<Collection> = [.reviewThreads, .reactions, .people, .tasks]
        let order = Collection.allCases.filter { !last.contains($0) } + Collection.allCases.filter { last.contains($0) }
        for collection in order where remote.supports(collection) {
            learn()
            try await read(collection)
        }
        // Timelines name pages of comments, and lists those of timelines.
        for (collection, cursors) in named where remote.supports(collection) {
            for cursor in cursors { try await read(collection, at: cursor) }
        }
    }

    private mutating func read(_ collection: Collection) async throws {
        for cursor in remote.beginnings(of: collection, knowing: known) { try await read(collection, at: cursor) }
    }

    private mutating func read(_ collection: Collection, at first: Cursor) async throws {
        var waiting = [first]
        while let cursor = waiting.popLast() {
            let page = try await remote.page(of: collection, at: cursor)
            pages[collection, default: []].append(page.payload)
            waiting += page.following
            named.merge(page.beginnings) { $0 + $1 }
            for draft in try remote.map(page.payload, of: collection).drafts { note(draft) }
        }
    }

    private mutating func note(_ draft: Draft) {
        switch draft {
        case .mergeRequest(let draft):
            keys[draft.number] = draft.sourceKey
            if let author = draft.author { known.namelessPeople.append(author) }
        case .diffNote(let draft): threads[draft.mergeRequestNumber, default: 0] += 1
        case .reacted(let draft): known.reacted.append(draft)
        default: break
        }
    }

    private mutating func learn() {
        known.threadedPullRequests = threads.sorted { $0.key < $1.key }.compactMap { number, count in
            keys[number].map { .init(number: number, sourceKey: $0, threads: count) }
        }
    }
}
