import Foundation
import Model
import Outbound
import Remote
import Synchronization

/// A page of a source that a test makes up.
struct ScriptedPage: Sendable {
    var drafts: @Sendable (CommitNames) -> [Draft]
    var exceptions: [ImportException] = []
    var announcements: [Announcement] = []
    var items: [ItemMark] = []
    var following: [String] = []
    var beginnings: [Collection: [String]] = [:]
    var shortNames: Set<AbbreviatedHash> = []

    init(_ drafts: [Draft] = []) {
        self.drafts = { _ in drafts }
    }

    init(naming short: Set<AbbreviatedHash>, _ drafts: @escaping @Sendable (CommitNames) -> [Draft]) {
        self.drafts = drafts
        shortNames = short
    }

    func then(_ following: String...) -> ScriptedPage {
        var page = self
        page.following = following
        return page
    }

    func naming(_ collection: Collection, _ cursors: String...) -> ScriptedPage {
        var page = self
        page.beginnings[collection, default: []] += cursors
        return page
    }

    func saying(_ announcements: Announcement...) -> ScriptedPage {
        var page = self
        page.announcements = announcements
        return page
    }

    func listing(_ exceptions: ImportException...) -> ScriptedPage {
        var page = self
        page.exceptions = exceptions
        return page
    }

    func showing(_ items: ItemMark...) -> ScriptedPage {
        var page = self
        page.items = items
        return page
    }
}

/// What a made-up source answers. Changed by the test while an import reads it.
final class Script: Sendable {
    struct Content: Sendable {
        var beginnings: [Collection: [String]] = [:]
        var changes: [Collection: [String]] = [:]
        /// What is read for a pull request that lacks comments.
        var lacking: [Collection: @Sendable (Int64) -> String] = [:]
        /// By `collection cursor`.
        var pages: [String: ScriptedPage] = [:]
        var faults: [String: [RemoteError]] = [:]
        var commits: [AbbreviatedHash: ObjectHash] = [:]
        var counts: [ObjectKind: Int64] = [:]
        var tellsOneSideOfLines = false
        var countsCommentsTogether = false
        var abbreviatesCommits = false
        var pullRequestHeads = "refs/pull-requests/*/from"
        /// Pages as they were given out: the payload is the place in this list.
        fileprivate var given: [ScriptedPage] = []
        /// What was asked for, `collection cursor` or `commit NAME`, in this order.
        var asked: [String] = []
    }

    private let content = Mutex(Content())

    func change(_ body: (inout Content) -> Void) { content.withLock { body(&$0) } }

    var now: Content { content.withLock { $0 } }
    var asked: [String] { now.asked }

    func page(_ collection: Collection, _ cursor: String, _ page: ScriptedPage) {
        change { $0.pages["\(collection.rawValue) \(cursor)"] = page }
    }

    fileprivate func answer(_ collection: Collection, _ cursor: Cursor) throws(RemoteError) -> RemotePage {
        let name = "\(collection.rawValue) \(cursor.rawValue)"
        let answer: Result<RemotePage, RemoteError> = content.withLock { content in
            content.asked.append(name)
            if var faults = content.faults[name], !faults.isEmpty {
                let fault = faults.removeFirst()
                content.faults[name] = faults
                return .failure(fault)
            }
            guard let page = content.pages[name] else { return .failure(.notFound(what: name)) }
            content.given.append(page)
            return .success(
                RemotePage(
                    payload: Array("\(content.given.count - 1)".utf8),
                    following: page.following.map(Cursor.init(rawValue:)),
                    beginnings: page.beginnings.mapValues { $0.map(Cursor.init(rawValue:)) }))
        }
        return try answer.get()
    }

    fileprivate func given(_ payload: [UInt8]) throws(RemoteError) -> ScriptedPage {
        let pages = now.given
        guard let place = Int(String(decoding: payload, as: UTF8.self)), pages.indices.contains(place) else {
            throw .malformed(what: "a page")
        }
        return pages[place]
    }

    fileprivate func commit(_ name: AbbreviatedHash) -> ObjectHash? {
        content.withLock { content in
            content.asked.append("commit \(name.hex)")
            return content.commits[name]
        }
    }
}

/// Reads a ``Script``. git is a real one.
struct ScriptedRemote: Remote {
    let script: Script
    let facts: RepositoryFacts
    let git: GitAccess

    var tellsOneSideOfLines: Bool { script.now.tellsOneSideOfLines }
    var countsCommentsTogether: Bool { script.now.countsCommentsTogether }
    var abbreviatesCommits: Bool { script.now.abbreviatesCommits }

    func repository() async throws(RemoteError) -> RepositoryFacts { facts }

    func supports(_ collection: Collection) -> Bool {
        [.issues, .pullRequests, .comments, .timelines, .tasks].contains(collection)
    }

    func beginnings(of collection: Collection, knowing known: KnownObjects) -> [Cursor] {
        (script.now.beginnings[collection] ?? []).map(Cursor.init(rawValue:))
    }

    func changes(of collection: Collection, since moment: Timestamp, knowing known: KnownObjects) -> [Cursor] {
        let content = script.now
        let lacking = content.lacking[collection].map { known.pullRequestsLackingComments.map($0) } ?? []
        return ((content.changes[collection] ?? []) + lacking).map(Cursor.init(rawValue:))
    }

    func page(of collection: Collection, at cursor: Cursor) async throws(RemoteError) -> RemotePage {
        try script.answer(collection, cursor)
    }

    func map(
        _ payload: [UInt8], of collection: Collection, naming commits: CommitNames
    ) throws(RemoteError) -> MappedPage {
        let page = try script.given(payload)
        var mapped = MappedPage(drafts: page.drafts(commits), exceptions: page.exceptions)
        (mapped.announcements, mapped.items) = (page.announcements, page.items)
        return mapped
    }

    func abbreviatedCommits(in payload: [UInt8], of collection: Collection) -> Set<AbbreviatedHash> {
        (try? script.given(payload).shortNames) ?? []
    }

    func commit(named abbreviation: AbbreviatedHash) async throws(RemoteError) -> ObjectHash? {
        script.commit(abbreviation)
    }

    func counts() async throws(RemoteError) -> [ObjectKind: Int64] { script.now.counts }

    func spending() async -> RemoteSpending { RemoteSpending() }
}

struct ScriptedProvider: RemoteProvider {
    let script: Script
    let facts: RepositoryFacts

    func judge(hostname: String, kind: ImportKind) async throws(ProbeError) {}

    func probe(_ request: ProbeRequest) async throws(ProbeError) -> RepositoryFacts { facts }

    func plan(_ request: ProbeRequest, settings: ImportSettings) async throws(ProbeError) -> SourcePlan {
        throw .unreachable("no plans here")
    }

    func remote(
        for source: ImportSource, credential: Secret, settings: ImportSettings
    ) throws(RemoteError) -> any Remote {
        ScriptedRemote(
            script: script, facts: facts,
            git: GitAccess(
                credential: .basic(user: "x-access-token", credential),
                pullRequestHeads: script.now.pullRequestHeads, wikiURL: nil))
    }
}
