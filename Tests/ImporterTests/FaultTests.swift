import Foundation
import Importer
import Jobs
import Model
import Outbound
import Remote
import StandIns
import Store
import Synchronization
import Testing

/// What goes wrong at the source and on this machine, and what comes of it.
struct FaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var faults: [StandInFault]
        var isSlow = false

        var testDescription: String { name }

        init(_ name: String, _ kind: StandInFault.Kind, on path: String, count: Int? = 1, isSlow: Bool = false) {
            self.name = name
            self.isSlow = isSlow
            faults = [StandInFault(path: path, kind: kind, count: count)]
        }
    }

    static let passing = [
        Case("500 three times", .status(500, body: "oops"), on: "/issues\\?", count: 3),
        Case("502 with a page in HTML", .html502, on: "/pulls\\?", count: 2),
        Case("502 for a query", .html502, on: "graphql", count: 2),
        Case("a reset in the middle of a body", .resetMidBody, on: "/issues/comments", count: 2),
        Case("a dropped connection", .dropConnection, on: "/labels"),
        Case("truncated JSON", .truncatedJSON, on: "/pulls/comments", count: 2),
        Case("truncated JSON of a query", .truncatedJSON, on: "graphql", count: 1),
        Case("403 with Retry-After", .secondaryLimit(retryAfter: 1), on: "/issues\\?"),
        Case("403 without Retry-After", .secondaryLimit(retryAfter: nil), on: "/issues\\?", isSlow: true),
        Case(
            "429 with Retry-After", .status(429, body: "{}", headers: ["Retry-After": "1"]), on: "/milestones"),
        Case("429 without Retry-After", .status(429, body: "{}"), on: "/milestones", isSlow: true),
        Case("a primary limit of two seconds", .rateLimited(seconds: 2), on: "/pulls\\?"),
        Case("no answer", .hang, on: "/issues/comments"),
        Case("a wrong content type", .wrongContentType, on: "/issues", count: nil),
        Case("500 for git", .status(500, body: "oops"), on: "info/refs", count: 1),
    ]

    @Test(arguments: passing)
    func whatPassesLeavesNoTrace(_ fault: Case) async throws {
        try await withStandInGitHub(.lantern()) { source in
            var options = Engine.Options()
            options.timeouts = OutboundTimeouts(firstByte: .seconds(2), idle: .seconds(2), total: .seconds(20))
            if fault.isSlow {
                options.clock = .hurried()
                options.limitPatience = .max
            }
            try await Engine.with(source, options) { engine in
                let record = try await engine.accept()
                for fault in fault.faults { source.inject(fault) }
                let report = try await engine.work(on: record)
                #expect(source.counts.faults > 0)
                #expect(report.record.status == .finished && report.isComplete, "\(report.record.failure ?? "")")
                try await Truth(engine, record).expectAll()
            }
        }
    }

    @Test func anItemThatVanishedIsListedAndTheRestArrives() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                source.inject(StandInFault(path: "/milestones", kind: .status(404, body: "{}"), count: nil))
                let report = try await engine.work(on: record)
                #expect(report.record.status == .finished, "\(report.record.failure ?? "")")
                let listed = report.exceptions.map(\.exception)
                #expect(listed.contains { $0.kind == .milestone && $0.outcome == .skipped })
                try await Truth(engine, record).expectComments()
            }
        }
    }

    @Test(arguments: [
        #"[{"id": 9, "number": "none", "title": null}]"#,
        #"[null]"#,
    ])
    func oneBadObjectIsListedAndTheRestArrives(body: String) async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                source.inject(
                    StandInFault(
                        path: "/milestones",
                        kind: .status(200, body: body, headers: ["Content-Type": "application/json"]),
                        count: nil))
                let report = try await engine.work(on: record)
                #expect(report.record.status == .finished && !report.isComplete)
                let listed = report.exceptions.map(\.exception)
                #expect(listed.contains { $0.kind == .milestone && $0.outcome == .failed })
                try await Truth(engine, record).expectComments()
            }
        }
    }

    @Test func aRowTheStoreRefusesIsListedAndTheOthersOnItsPageArrive() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                let label = #"{"id": %, "node_id": "x", "name": "#
                let body =
                    "["
                    + [(1, "bug"), (2, "bug"), (3, "enhancement")].map { id, name in
                        label.replacing("%", with: "\(id)") + #""\#(name)", "color": "d73a4a", "description": null}"#
                    }.joined(separator: ",") + "]"
                source.inject(
                    StandInFault(
                        path: "/labels", kind: .status(200, body: body, headers: ["Content-Type": "application/json"]),
                        count: nil))
                let report = try await engine.work(on: record)
                #expect(report.record.status == .finished, "\(report.record.failure ?? "")")
                #expect(try await engine.rows("title", "FROM labels") == ["bug", "enhancement"])
                let listed = report.exceptions.map(\.exception).filter { $0.kind == .label }
                #expect(listed.count == 1 && listed.first?.outcome == .failed)
                try await Truth(engine, record).expectComments()
            }
        }
    }

    @Test func aTokenThatIsRevokedEndsTheImportAndIsErased() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept(pageSize: 5)
                source.inject(StandInFault(path: "/issues/comments", kind: .revokeToken, after: 1))
                let report = try await engine.work(on: record)
                #expect(report.record.status == .failed)
                #expect(report.record.failure?.contains("refuses") == true, "\(report.record.failure ?? "")")
                #expect(report.record.failure?.contains(StandInToken.owner.value) == false)
                #expect(try await engine.number("SELECT credential IS NULL AS value FROM imports") == 1)
                source.accept(.owner)
                source.clearFaults()
                _ = try await engine.requests.resume(record.id, credential: Secret(StandInToken.owner.value))
                let second = try await engine.work(on: record)
                #expect(second.record.status == .finished, "\(second.spending.limitedBy ?? "")")
                #expect(second.isComplete, "\(second.record.failure ?? "")")
                try await Truth(engine, record).expectAll()
            }
        }
    }

    @Test func aRepositoryThatVanishesEndsTheImportWithCauseAndCure() async throws {
        var configuration = StandInConfiguration()
        configuration.latency = .milliseconds(20)
        try await withStandInGitHub([.lantern()], configuration: configuration) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept(pageSize: 2)
                async let report = engine.work(on: record)
                try await engine.wait {
                    try await engine.number("SELECT count(*) AS value FROM journal_pages") > 3
                }
                source.remove(Engine.lantern)
                let ended = try await report
                let failure = ended.record.failure ?? ""
                #expect(ended.record.status == .failed)
                #expect(failure.contains(Engine.lantern) || failure.contains("repository still exists"), "\(failure)")
                #expect(try await engine.number("SELECT credential IS NULL AS value FROM imports") == 1)
            }
        }
    }

    @Test(arguments: ["missing", "failing"])
    func aGitThatFailsEndsTheImportWithCauseAndCure(kind: String) async throws {
        let script = FileManager.default.temporaryDirectory.appending(path: "git-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: script) }
        if kind == "failing" {
            let text = "#!/bin/sh\necho 'fatal: the anchor is stuck' >&2\nexit 128\n"
            #expect(
                FileManager.default.createFile(
                    atPath: script.path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o755]))
        }
        try await withStandInGitHub(.lantern()) { source in
            var options = Engine.Options()
            options.git = script.path
            try await Engine.with(source, options) { engine in
                let report = try await engine.work(on: try await engine.accept())
                let failure = report.record.failure ?? ""
                #expect(report.record.status == .failed)
                #expect(failure.contains(kind == "missing" ? "Install git" : "the anchor is stuck"), "\(failure)")
            }
        }
    }

    @Test func anImportThatFailsStopsNoOther() async throws {
        var other = SampleProject.lantern()
        other.repository.id = 720_950
        other.repository.name = "lantern-two"
        let projects = [SampleProject.lantern(), other]
        try await withStandInGitHub(projects) { source in
            try await Engine.with(source) { engine in
                let bad = try await engine.accept(token: .second)
                let good = try await engine.accept("harbour-lights/lantern-two")
                source.inject(StandInFault(path: "/repositories/720417/pulls", kind: .revokeToken))
                let workers = engine.workers(count: 2)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await workers.run() }
                    try await engine.wait(atMost: .seconds(60)) {
                        let states = [try await engine.report(bad), try await engine.report(good)]
                        return states.allSatisfy(\.record.status.isComplete)
                    }
                    group.cancelAll()
                }
                #expect(try await engine.report(bad).record.status == .failed)
                #expect(try await engine.report(good).isComplete)
            }
        }
    }

    @Test(arguments: [TimeoutStrategy.pessimistic, .optimistic])
    func aStuckStageFailsTheImportOrIsLeft(strategy: TimeoutStrategy) async throws {
        try await withStandInGitHub(.lantern()) { source in
            let leap = Leap()
            var options = Engine.Options()
            options.now = { leap.now }
            try await Engine.with(source, options) { engine in
                let record = try await engine.accept(strategy: strategy)
                source.inject(StandInFault(path: "/pulls/comments", kind: .hang, count: nil))
                async let working = engine.work(on: record)
                try await engine.wait(atMost: .seconds(60)) {
                    let stages = try await engine.report(record).stages
                    return stages["comments"] == .finished && stages["reviews"] == .finished
                        && stages["repository"] == .finished
                        && Set(stages.filter { $0.value == .running }.keys) == ["facts", "review_comments"]
                }
                leap.ahead(seconds: 7300)
                let report = try await working
                switch strategy {
                case .pessimistic:
                    let failure = report.record.failure ?? ""
                    #expect(report.record.status == .failed)
                    #expect(failure.contains("review_comments made no progress for 7200 seconds"), "\(failure)")
                case .optimistic:
                    #expect(report.record.status == .finished && !report.isComplete, "\(report.record.failure ?? "")")
                    #expect(report.exceptions.contains { $0.exception.sourceKey == "stage:review_comments" })
                    #expect(report.stages["review_comments"] == .abandoned)
                    try await Truth(engine, record).expectComments()
                }
            }
        }
    }

    @Test func aListThatGrowsWhileItIsReadLosesAndDoublesNothing() async throws {
        var configuration = StandInConfiguration()
        configuration.latency = .milliseconds(15)
        try await withStandInGitHub([.lantern()], configuration: configuration) { source in
            try await Engine.with(source) { engine in
                let old = try #require(source.truth(Engine.lantern))
                let record = try await engine.accept(pageSize: 3)
                async let report = engine.work(on: record)
                for round in 1...5 {
                    try await engine.wait {
                        try await engine.number("SELECT count(*) AS value FROM journal_pages") >= round * 4
                    }
                    source.change(Engine.lantern) { project in
                        let number = project.addIssue("Round \(round)", author: "old-salt")
                        project.addComment(on: number, author: "mira-keel", "A comment of round \(round)")
                        project.addComment(on: 1, author: "pilot42", "Another one of round \(round)")
                        project.updateIssue(2) { $0.updatedAt = $0.updatedAt.addingTimeInterval(60) }
                    }
                }
                #expect(try await report.record.status == .finished)
                let issues = try await engine.rows("iid", "FROM issues")
                #expect(Set(issues).count == issues.count)
                for issue in old.issues where issue.pullRequest == nil { #expect(issues.contains("\(issue.number)")) }
                let notes = Set(try await engine.rows("source_key", "FROM notes"))
                for comment in old.comments { #expect(notes.contains("comment:\(comment.id)")) }
                for comment in old.reviewComments { #expect(notes.contains("review_comment:\(comment.id)")) }
                let counted = try await engine.number("SELECT sum(user_notes_count) AS value FROM issues")
                let present = try await engine.number(
                    "SELECT count(*) AS value FROM notes WHERE noteable_kind = 'Issue' AND is_system = 0")
                #expect(counted == present)
            }
        }
    }
}

/// The system's clock, which a test can set forward.
private final class Leap: Sendable {
    private let seconds = Mutex(0.0)

    var now: Timestamp { Engine.clock().adding(seconds: seconds.withLock { $0 }) }

    func ahead(seconds: Double) {
        self.seconds.withLock { $0 += seconds }
    }
}
