import Foundation
import Importer
import Model
import Outbound
import Remote
import StandIns
import Store
import TestSupport
import Testing

/// Whole imports from sources whose answers are changed at random: whatever a source says of its objects, the import ends,
/// and tells of each that did not come whole.
@Suite("Imports from sources that answer anything", .serialized)
struct MutatedSourceTests {
    /// Imports a run makes of each source.
    private static let rounds = Array(0..<min(60, Fuzz.inputs(share: 0.005)))

    @Test("An import from a GitHub that answers anything ends with a proof that adds up", arguments: rounds)
    func gitHub(round: Int) async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let mutated = engine.reading(MutatingProvider(inner: engine.services.remotes, round: round))
                let record = try await mutated.accept()
                try await Self.expectEnd(of: record, on: mutated)
            }
        }
    }

    @Test(
        "An import from a Bitbucket that answers anything ends with a proof that adds up",
        arguments: StandInBitbucket.Face.allCases, rounds)
    func bitbucket(face: StandInBitbucket.Face, round: Int) async throws {
        try await BitbucketEngine.with(face) { engine in
            var services = engine.services
            services.remotes = MutatingProvider(inner: services.remotes, round: round)
            let mutated = BitbucketEngine(
                folder: engine.folder, store: engine.store, source: engine.source, lease: engine.lease,
                services: services, root: engine.root, group: engine.group, personal: engine.personal)
            let record = try await mutated.accept()
            try await Self.expectEnd(of: record, on: mutated)
        }
    }

    private static func expectEnd(of record: Import, on engine: some ImportEngine) async throws {
        let report = try await engine.work(on: record)
        #expect(report.record.status == .finished, "\(report.record.failure ?? "")")
        // Kinds without a place here are only counted.
        for entry in report.entries where entry.fetched > 0 {
            #expect(entry.imported + entry.skipped + entry.failed == entry.fetched, "\(entry)")
        }
        try await LedgerRows(engine: engine, report: report).expectAll()
        let broken = try await engine.rows(
            "value", "FROM (SELECT integrity_check AS value FROM pragma_integrity_check)")
        #expect(broken == ["ok"])
    }
}

/// Changes half of the pages that a source answers; the same ones, in the same way, for the same round.
private struct MutatingProvider: RemoteProvider {
    let inner: any RemoteProvider
    let round: Int

    func judge(hostname: String, kind: ImportKind) async throws(ProbeError) {
        try await inner.judge(hostname: hostname, kind: kind)
    }

    func probe(_ request: ProbeRequest) async throws(ProbeError) -> RepositoryFacts { try await inner.probe(request) }

    func plan(_ request: ProbeRequest, settings: ImportSettings) async throws(ProbeError) -> SourcePlan {
        try await inner.plan(request, settings: settings)
    }

    func remote(
        for source: ImportSource, credential: Secret, settings: ImportSettings
    ) throws(RemoteError) -> any Remote {
        MutatingRemote(
            inner: try inner.remote(for: source, credential: credential, settings: settings), round: round)
    }
}

private struct MutatingRemote: Remote {
    let inner: any Remote
    let round: Int

    func page(of collection: Collection, at cursor: Cursor) async throws(RemoteError) -> RemotePage {
        var page = try await inner.page(of: collection, at: cursor)
        let number = "\(collection.rawValue) \(cursor.rawValue)".utf8.reduce(round &* 7919) { $0 &* 31 &+ Int($1) }
        var random = SeededGenerator(seed: Fuzz.seed &+ 4, input: number)
        guard random.once(in: 2) else { return page }
        let mutator = Mutator(.json, seeds: [page.payload], words: ["\\u0000", "\\ud800"], maximumBytes: 1 << 20)
        let changed = mutator.input(&random)
        // What nests deeper, or is no JSON at all, is refused where it comes in.
        if let tree = JSONTree(changed), tree.depth <= 64 { page.payload = changed }
        return page
    }

    func map(
        _ payload: [UInt8], of collection: Collection, naming commits: CommitNames
    ) throws(RemoteError) -> MappedPage {
        try inner.map(payload, of: collection, naming: commits)
    }

    // MARK: All else is the source's own

    var git: GitAccess { inner.git }
    var tellsOneSideOfLines: Bool { inner.tellsOneSideOfLines }
    var countsCommentsTogether: Bool { inner.countsCommentsTogether }
    var commitCommentList: CommitCommentList { inner.commitCommentList }
    var abbreviatesCommits: Bool { inner.abbreviatesCommits }

    func repository() async throws(RemoteError) -> RepositoryFacts { try await inner.repository() }
    func supports(_ collection: Collection) -> Bool { inner.supports(collection) }

    func beginnings(of collection: Collection, knowing known: KnownObjects) -> [Cursor] {
        inner.beginnings(of: collection, knowing: known)
    }

    func changes(of collection: Collection, since moment: Timestamp, knowing known: KnownObjects) -> [Cursor] {
        inner.changes(of: collection, since: moment, knowing: known)
    }

    func abbreviatedCommits(in payload: [UInt8], of collection: Collection) -> Set<AbbreviatedHash> {
        inner.abbreviatedCommits(in: payload, of: collection)
    }

    func commits(
        named abbreviations: [AbbreviatedHash], outside branch: String?
    ) async throws(RemoteError) -> [AbbreviatedHash: ObjectHash?] {
        try await inner.commits(named: abbreviations, outside: branch)
    }

    func commit(named abbreviation: AbbreviatedHash) async throws(RemoteError) -> ObjectHash? {
        try await inner.commit(named: abbreviation)
    }

    func counts() async throws(RemoteError) -> [ObjectKind: Int64] { try await inner.counts() }

    func leftBehind(_ facts: RepositoryFacts) async throws(RemoteError) -> [LeftBehind] {
        try await inner.leftBehind(facts)
    }

    func spending() async -> RemoteSpending { await inner.spending() }
    func sourceClock() async -> Timestamp? { await inner.sourceClock() }
    func pageSizes() async -> [String: Int] { await inner.pageSizes() }
    func recall(pageSizes: [String: Int]) async { await inner.recall(pageSizes: pageSizes) }
    func file(at address: String) -> RemoteFile? { inner.file(at: address) }
    func file(ofAsset key: SourceKey) -> RemoteFile? { inner.file(ofAsset: key) }

    func download(
        _ file: RemoteFile, maximumBytes: Int, to sink: any RemoteFileSink
    ) async throws -> RemoteFileHead {
        try await inner.download(file, maximumBytes: maximumBytes, to: sink)
    }
}
