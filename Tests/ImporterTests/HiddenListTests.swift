import Importer
import Model
import Outbound
import Remote
import StandIns
import Store
import Testing

/// What a source does not show to an account is asked for again once somebody has been given the right, and it is then as
/// if it had never been hidden.
struct HiddenListTests {
    private static let settings = ImportSettings(collaboratorsImport: true, commitCommentsImport: true)

    private static func accept(_ engine: Engine, token: StandInToken) async throws -> Import {
        try await engine.requests.accept(
            ImportRequest(
                probe: ProbeRequest(
                    kind: .github, hostname: engine.source.url, repository: .fullName(Engine.lantern),
                    credential: Secret(token.value), wantsCollaborators: false),
                namespace: engine.group, requestedBy: engine.root, newName: nil, settings: settings)
        ).1
    }

    private static func retry(
        _ engine: some ImportEngine, _ record: Import, credential: Secret
    ) async throws -> ImportReport {
        let answer = try await engine.requests.retry(record.id, credential: credential)
        guard case .scheduled = answer else {
            Testing.Issue.record("\(answer)")
            throw Engine.MissingRow()
        }
        return try await engine.work(on: record)
    }

    private static func hidden(_ report: ImportReport) -> [String] {
        report.exceptions.map(\.exception).filter {
            $0.sourceKey.rawValue.hasPrefix(SourceKey.hiddenPrefix) || $0.reason.contains("may not see")
        }.map { "\($0.kind.rawValue) \($0.sourceKey)" }
    }

    @Test func whatOneTokenMayNotSeeARetryWithAnotherBrings() async throws {
        try await withStandInGitHub(.lantern()) { source in
            let wanted = try await Self.whole(source)
            try await Engine.with(source) { engine in
                let record = try await Self.accept(engine, token: .reader)
                let first = try await engine.work(on: record)
                let lacking = Self.hidden(first)
                #expect(first.isComplete && lacking.count >= 5, "\(lacking)")

                let still = try await Self.retry(
                    engine, record, credential: Secret(StandInToken.reader.value))
                #expect(still.isComplete && Self.hidden(still).sorted() == lacking.sorted())
                #expect(still.entries == first.entries)

                let second = try await Self.retry(engine, record, credential: Secret(StandInToken.owner.value))
                #expect(second.isComplete && Self.hidden(second).isEmpty, "\(Self.hidden(second))")
                let found = try await MatrixDump.lines(engine, record)
                #expect(found == wanted, "\(differences(wanted, found))")
            }
        }
    }

    @Test func teamsThatATokenMayNotSeeAreListedUntilItMay() async throws {
        try await withStandInGitHub(.lantern()) { source in
            let wanted = try await Self.whole(source)
            try await Engine.with(source) { engine in
                let record = try await Self.accept(engine, token: .owner)
                source.inject(StandInFault(path: "/teams\\?", kind: .status(403, body: "{}"), count: nil))
                #expect(Self.hidden(try await engine.work(on: record)) == ["collaborator hidden:teams"])
                source.clearFaults()
                _ = try await Self.retry(engine, record, credential: Secret(StandInToken.owner.value))
                let found = try await MatrixDump.lines(engine, record)
                #expect(found == wanted, "\(differences(wanted, found))")
            }
        }
    }

    /// What an import has that nothing was hidden from.
    private static func whole(_ source: StandInGitHub) async throws -> [String] {
        try await Engine.with(source) { engine in
            let record = try await accept(engine, token: .owner)
            #expect(try await engine.work(on: record).isComplete)
            return try await MatrixDump.lines(engine, record)
        }
    }

    private static func whole(_ source: StandInBitbucket) async throws -> [String] {
        try await BitbucketEngine.with(source) { engine in
            let record = try await engine.accept(settings: settings)
            #expect(try await engine.work(on: record).record.status == .finished)
            return try await MatrixDump.lines(engine, record)
        }
    }

    /// Imports under faults, checks what that came to, and fetches again what failed once they are over: nothing lacks.
    private static func retryAfter(
        _ faults: [StandInFault], at source: StandInBitbucket,
        _ check: @escaping @Sendable (BitbucketEngine, ImportReport) async throws -> Void
    ) async throws {
        let wanted = try await whole(source)
        try await BitbucketEngine.with(source) { engine in
            let record = try await engine.accept(settings: settings)
            for fault in faults { source.inject(fault) }
            try await check(engine, try await engine.work(on: record))
            source.clearFaults()
            let second = try await retry(engine, record, credential: try engine.secret(engine.account))
            #expect(second.record.status == .finished)
            let found = try await MatrixDump.lines(engine, record)
            #expect(found == wanted, "\(differences(wanted, found))")
        }
    }

    @Test(arguments: StandInBitbucket.Face.allCases, [403, 404])
    func listsThatAreDeniedComeWithARetry(at face: StandInBitbucket.Face, status: Int) async throws {
        let lists =
            face == .server
            ? ["/permissions/", "/restrictions", "/settings/", "/conditions", "/(forks|webhooks|ssh)\\?"]
            : ["permissions-config/", "/branch-restrictions", "/effective-", "/(forks|hooks|deploy-keys)\\?"]
        try await withStandInBitbucket(face: face) { source in
            let faults = lists.map { StandInFault(path: $0, kind: .status(status, body: "{}"), count: nil) }
            try await Self.retryAfter(faults, at: source) { _, first in
                #expect(first.record.status == .finished && Self.hidden(first).count >= 4, "\(Self.hidden(first))")
            }
        }
    }

    private static let countedLists = [
        "/permissions-config/users", "/branch-restrictions", "/effective-default-reviewers", "/components\\?",
        "/versions\\?", "/milestones\\?", "/downloads\\?", "/issues/[0-9]+/comments", "/issues/[0-9]+/changes",
        "/issues/[0-9]+/attachments\\?", "/pullrequests/[0-9]+/tasks", "/commit/[0-9a-f]+/comments",
    ]

    @Test(arguments: countedLists) func aListThatIsShorterThanItsCountIsAskedForOnceMore(path: String) async throws {
        try await withStandInBitbucket(face: .cloud) { source in
            let wanted = try await Self.whole(source)
            source.inject(StandInFault(path: path, kind: .missingItem, count: 1))
            let found = try await Self.whole(source)
            #expect(found == wanted, "\(differences(wanted, found))")
        }
    }

    @Test(arguments: countedLists) func aListThatStaysShorterThanItsCountIsListed(path: String) async throws {
        try await withStandInBitbucket(face: .cloud) { source in
            let fault = StandInFault(path: path, kind: .missingItem, count: nil)
            try await Self.retryAfter([fault], at: source) { _, first in
                let lines = first.exceptions.map(\.exception)
                #expect(lines.contains { $0.reason.contains("also when asked once more") }, "\(lines)")
            }
        }
    }

    @Test func whatStandsOnTwoPagesOfAMovingListIsCountedOnce() async throws {
        try await withStandInBitbucket(face: .server) { source in
            let wanted = try await Self.whole(source)
            let lists = ["(forks|webhooks|ssh)\\?", "restrictions", "conditions", "reviewer-groups", "permissions/"]
            for path in lists.map({ "/\($0)" }) {
                source.inject(StandInFault(path: path, kind: .repeatedItem, count: nil))
            }
            let found = try await Self.whole(source)
            #expect(found == wanted, "\(differences(wanted, found))")
        }
    }

    @Test(arguments: [404, 410]) func anIssueTrackerThatAnswersAgainIsReadWhole(status: Int) async throws {
        try await withStandInBitbucket(face: .cloud) { source in
            let fault = StandInFault(
                path: "/(issues|components|versions|milestones)\\?", kind: .status(status, body: "{}"), count: nil)
            try await Self.retryAfter([fault], at: source) { engine, first in
                #expect(first.isComplete && Self.hidden(first).contains("issue hidden:tracker"))
                let issues = try await engine.number("SELECT count(*) AS value FROM issues")
                #expect(issues == 0)
            }
        }
    }

    /// The first answer tells whether there is a tracker; a part of it that is missing later is missing alone.
    @Test func aMissingPartOfATrackerThatIsThereIsListed() async throws {
        try await withStandInBitbucket(face: .cloud) { source in
            let faults = ["/issues\\?.*page=2", "/versions\\?"].map {
                StandInFault(path: $0, kind: .status(404, body: "{}"), count: nil)
            }
            try await Self.retryAfter(faults, at: source) { engine, first in
                let listed = first.exceptions.map(\.exception.sourceKey.rawValue)
                #expect(
                    first.record.status == .finished && listed.contains { $0.hasPrefix("page:labels") }, "\(listed)")
                let issues = try await engine.number("SELECT count(*) AS value FROM issues")
                #expect(issues > 0)
            }
        }
    }
}
