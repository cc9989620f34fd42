import Foundation
import Importer
import Model
import Outbound
import StandIns
import Store
import Testing

/// What goes wrong at a Bitbucket, and what comes of it.
struct BitbucketFaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var face: StandInBitbucket.Face
        var fault: StandInFault
        var isSlow = false

        var testDescription: String { "\(face): \(name)" }
    }

    private static func both(
        _ name: String, _ kind: StandInFault.Kind, on path: [StandInBitbucket.Face: String], count: Int = 1,
        isSlow: Bool = false
    ) -> [Case] {
        StandInBitbucket.Face.allCases.compactMap { face in
            path[face].map {
                Case(name: name, face: face, fault: StandInFault(path: $0, kind: kind, count: count), isSlow: isSlow)
            }
        }
    }

    private static let lists: [StandInBitbucket.Face: String] = [
        .server: "/pull-requests\\?", .cloud: "/pullrequests\\?",
    ]
    private static let activity: [StandInBitbucket.Face: String] = [.server: "/activities", .cloud: "/activity"]
    private static let git: [StandInBitbucket.Face: String] = [.server: "info/refs", .cloud: "info/refs"]

    static let passing =
        both("500 three times", .status(500, body: "oops"), on: lists, count: 3)
        + both("502 with a page in HTML", .html502, on: activity, count: 2)
        + both("503 for a while", .status(503, body: ""), on: activity, count: 2)
        + both("a reset in the middle of a body", .resetMidBody, on: activity, count: 2)
        + both("a dropped connection", .dropConnection, on: lists)
        + both("half a body", .truncatedJSON, on: activity, count: 2)
        + both("429 with Retry-After", .secondaryLimit(retryAfter: 1), on: activity)
        + both("429 without Retry-After", .secondaryLimit(retryAfter: nil), on: activity, isSlow: true)
        + both("no answer", .hang, on: activity)
        + both("500 for git", .status(500, body: "oops"), on: git)

    @Test func pullRequestsThatWereSetAsideAreCountedOnceWhenTheyComeLater() async throws {
        try await withStandInBitbucket(face: .server) { source in
            let wanted = try await BitbucketEngine.with(source) { engine in
                let (record, _) = try await engine.importAll()
                return try await MatrixDump.lines(engine, record)
            }
            try await BitbucketEngine.with(source) { engine in
                let record = try await engine.accept(settings: ImportSettings(timeoutStrategy: .optimistic))
                source.inject(StandInFault(path: "/pull-requests\\?", kind: .status(500, body: "oops"), count: nil))
                #expect(try await !engine.work(on: record).isComplete)
                source.clearFaults()
                let secret = try engine.secret(engine.account)
                guard case .scheduled = try await engine.requests.retry(record.id, credential: secret) else {
                    throw Engine.MissingRow()
                }
                #expect(try await engine.work(on: record).isComplete)
                let found = try await MatrixDump.lines(engine, record)
                #expect(found == wanted, "\(differences(wanted, found))")
            }
        }
    }

    @Test(arguments: passing)
    func whatPassesLeavesNoTrace(_ fault: Case) async throws {
        var options = Engine.Options()
        options.timeouts = OutboundTimeouts(firstByte: .seconds(2), idle: .seconds(2), total: .seconds(20))
        if fault.isSlow {
            options.clock = .hurried()
            options.limitPatience = .max
        }
        try await BitbucketEngine.with(fault.face, options: options) { engine in
            let record = try await engine.accept()
            engine.source.inject(fault.fault)
            let report = try await engine.work(on: record)
            #expect(engine.source.counts.faults > 0)
            #expect(report.record.status == .finished, "\(report.record.failure ?? "")")
            try await BitbucketExpectations(engine, record).expectAll()
        }
    }

    @Test func onePullRequestWhoseActivityIsRefusedIsListedAndTheOthersArrive() async throws {
        try await BitbucketEngine.with(.server) { engine in
            let record = try await engine.accept()
            engine.source.inject(
                StandInFault(path: "/pull-requests/3/activities", kind: .status(404, body: "{}"), count: nil))
            let report = try await engine.work(on: record)
            #expect(report.record.status == .finished, "\(report.record.failure ?? "")")
            #expect(!report.exceptions.isEmpty)
            let notes = try await engine.rows(
                "source_key", "FROM notes WHERE is_system = 0 AND source_key NOT LIKE '%task%'")
            let wanted = engine.source.project.comments.filter { $0.pullRequest != 3 && !$0.isDeleted }
            for comment in wanted { #expect(notes.contains { $0.hasSuffix("comment:\(comment.id)") }) }
        }
    }

    @Test func aPullRequestWhoseActivityWasGoneForAWhileIsWholeOnceItIsFetchedAgain() async throws {
        try await BitbucketEngine.with(.server) { engine in
            let record = try await engine.accept()
            engine.source.inject(
                StandInFault(path: "/pull-requests/3/activities", kind: .status(404, body: "{}"), count: nil))
            let first = try await engine.work(on: record)
            #expect(first.record.status == .finished && !first.isComplete)
            engine.source.clearFaults()
            _ = try await engine.requests.retry(record.id, credential: try engine.secret(engine.account))
            let second = try await engine.work(on: record)
            #expect(second.isComplete, "\(second.exceptions.map(\.exception))")
            try await BitbucketExpectations(engine, record).expectAll()
        }
    }

    @Test func whereTheActivityOfAllPullRequestsIsRefusedEachOfThemTellsItsOwn() async throws {
        try await BitbucketEngine.with(.cloud) { engine in
            let record = try await engine.accept()
            engine.source.inject(
                StandInFault(path: "/pullrequests/activity", kind: .status(403, body: "{}"), count: nil))
            let report = try await engine.work(on: record)
            #expect(report.record.status == .finished, "\(report.record.failure ?? "")")
            #expect(!report.exceptions.contains { $0.exception.kind == .review && $0.exception.outcome == .failed })
            try await BitbucketExpectations(engine, record).expectAll()
        }
    }

    @Test(arguments: ["permissions/users", "restrictions"])
    func aListOfRightsThatAServerDeniesIsListed(path: String) async throws {
        try await BitbucketEngine.with(.server) { engine in
            var settings = ImportSettings()
            settings.collaboratorsImport = true
            let record = try await engine.accept(settings: settings)
            engine.source.inject(StandInFault(path: path, kind: .status(404, body: "{}"), count: nil))
            let report = try await engine.work(on: record)
            #expect(report.record.status == .finished, "\(report.record.failure ?? "")")
            let listed = report.exceptions.map(\.exception).filter { $0.sourceKey.rawValue.hasPrefix("hidden:") }
            #expect(listed.contains { $0.kind == (path == "restrictions" ? .protectedBranch : .collaborator) })
        }
    }

    @Test(arguments: StandInBitbucket.Face.allCases)
    func aCommitThatGitRefusesIsListedAndCostsNoOther(at face: StandInBitbucket.Face) async throws {
        try await BitbucketEngine.with(face) { engine in
            let (record, report) = try await engine.importAll()
            #expect(report.record.status == .finished, "\(report.record.failure ?? "")")
            #expect(report.exceptions.contains { $0.exception.sourceKey.rawValue.contains("5") })
            try await BitbucketExpectations(engine, record).expectRefs()
        }
    }

    @Test(arguments: StandInBitbucket.Face.allCases)
    func credentialsThatAreRevokedEndTheImportAndAreErased(at face: StandInBitbucket.Face) async throws {
        try await BitbucketEngine.with(face) { engine in
            let record = try await engine.accept()
            let path = face == .server ? "/activities" : "/activity"
            engine.source.inject(StandInFault(path: path, kind: .revokeToken))
            let report = try await engine.work(on: record)
            #expect(report.record.status == .failed)
            #expect(report.record.failure?.contains(engine.account.secret) == false)
            #expect(try await engine.number("SELECT credential IS NULL AS value FROM imports") == 1)
            engine.source.accept(engine.account)
            engine.source.clearFaults()
            _ = try await engine.requests.resume(record.id, credential: try engine.secret(engine.account))
            let second = try await engine.work(on: record)
            #expect(second.record.status == .finished, "\(second.record.failure ?? "")")
            try await BitbucketExpectations(engine, record).expectAll()
        }
    }

    @Test(arguments: StandInBitbucket.Face.allCases)
    func aPageToSignInIsNotKeptForAnImageAndTheImageComesWhenAskedForAgain(
        at face: StandInBitbucket.Face
    ) async throws {
        try await BitbucketEngine.with(face) { engine in
            let record = try await engine.accept(settings: ImportSettings(attachmentsImport: true))
            engine.source.inject(
                StandInFault(
                    path: "lamp(%20| |\\+)at",
                    kind: .status(200, body: "<html>Log in</html>", headers: ["Content-Type": "text/html"]), count: nil)
            )
            let first = try await engine.work(on: record)
            #expect(first.record.status == .finished && !first.isComplete, "\(first.record.failure ?? "")")
            #expect(try await engine.rows("media_type", "FROM uploads").contains("text/html") == false)
            engine.source.clearFaults()
            _ = try await engine.requests.retry(record.id, credential: try engine.secret(engine.account))
            let second = try await engine.work(on: record)
            #expect(second.isComplete, "\(second.exceptions.map(\.exception))")
            #expect(try await engine.rows("media_type", "FROM uploads").contains("image/png"))
        }
    }

    @Test func aNextPageOfCloudsOnAnotherHostIsNotFollowed() async throws {
        try await BitbucketEngine.with(.cloud) { engine in
            let record = try await engine.accept()
            engine.source.inject(
                StandInFault(
                    path: "/pullrequests/activity", kind: .nextLinkToOtherHost(origin: "http://127.0.0.1:9"), count: 1))
            let report = try await engine.work(on: record)
            #expect(report.record.failure?.contains(engine.account.secret) != true)
            try await BitbucketExpectations(engine, record).expectMergeRequests()
        }
    }

    @Test(arguments: StandInBitbucket.Face.allCases)
    func aRepositoryThatVanishesEndsTheImportWithCauseAndCure(at face: StandInBitbucket.Face) async throws {
        var configuration = BitbucketConfiguration()
        configuration.latency = .milliseconds(20)
        try await BitbucketEngine.with(face, configuration: configuration) { engine in
            let record = try await engine.accept()
            engine.source.remove()
            let report = try await engine.work(on: record)
            #expect(report.record.status == .failed)
            #expect(report.record.failure?.isEmpty == false)
            #expect(try await engine.number("SELECT credential IS NULL AS value FROM imports") == 1)
        }
    }
}
