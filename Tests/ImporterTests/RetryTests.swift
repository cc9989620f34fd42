import Foundation
import Importer
import Model
import Outbound
import Remote
import StandIns
import Store
import StoreSQLite
import Testing

/// What failed is fetched again, and nothing else.
struct RetryTests {
    private func retry(
        _ engine: Engine, _ record: Import, stillWith faults: [StandInFault] = []
    ) async throws -> ImportReport {
        engine.source.clearFaults()
        for fault in faults { engine.source.inject(fault) }
        engine.source.resetCounts()
        guard
            case .scheduled = try await engine.requests.retry(
                record.id, credential: Secret(StandInToken.owner.value))
        else { throw Engine.MissingRow() }
        return try await engine.work(on: record)
    }

    /// Requests for lists, but for the second look.
    private func lists(_ source: StandInGitHub) -> [String] {
        source.requests.filter { request in
            let query = request.query ?? ""
            return request.path.contains("/repositories/") && !query.contains("since=")
                && !query.contains("per_page=1&") && !query.hasSuffix("per_page=1")
        }.map { "\($0.path.split(separator: "/").dropFirst(2).joined(separator: "/"))" }
    }

    private func versions(_ engine: Engine) async throws -> [String] {
        try await engine.store.read { connection in
            try connection.rows(
                """
                SELECT merge_requests.iid || ' ' || version.head_sha || ' ' || version.created_at AS value
                FROM merge_request_versions AS version
                JOIN merge_requests ON merge_requests.id = version.merge_request_id
                ORDER BY merge_requests.iid, version.id
                """, []
            ) { try $0("value") }
        }
    }

    @Test func labelsAndMilestonesThatComeLaterAreOnTheItemsThatHaveThem() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept(strategy: .optimistic)
                for path in ["/labels\\?", "/milestones\\?"] {
                    source.inject(StandInFault(path: path, kind: .status(500, body: "oops"), count: nil))
                }
                let first = try await engine.work(on: record)
                #expect(first.record.status == .finished && !first.isComplete)
                #expect(try await engine.number("SELECT count(*) AS value FROM issue_labels") == 0)

                let second = try await retry(engine, record)
                #expect(second.isComplete, "\(second.exceptions.map(\.exception))")
                #expect(try await engine.number("SELECT count(*) AS value FROM issue_labels") > 0)
                let planned = "SELECT count(*) AS value FROM issues WHERE milestone_id IS NOT NULL"
                #expect(try await engine.number(planned) > 0)
                try await Truth(engine, record).expectAll()
            }
        }
    }

    @Test func aPageThatWasGivenUpIsFetchedAgainAndNoOther() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept(strategy: .optimistic)
                source.inject(
                    StandInFault(path: "/pulls/comments", kind: .status(500, body: "oops"), count: nil))
                let first = try await engine.work(on: record)
                #expect(first.record.status == .finished && !first.isComplete)
                let failed = first.exceptions.map(\.exception).filter { $0.outcome == .failed }
                #expect(Set(failed.map(\.kind)) == [.diffNote], "\(failed)")
                #expect(failed.allSatisfy { $0.cure?.contains("--retry-failed") ?? false })

                let second = try await retry(engine, record)
                #expect(second.isComplete, "\(second.exceptions.map(\.exception))")
                #expect(!second.exceptions.contains { $0.exception.outcome == .failed })
                #expect(lists(source).allSatisfy { $0.hasSuffix("pulls/comments") }, "\(lists(source))")
                try await Truth(engine, record).expectAll()
            }
        }
    }

    @Test func objectsThatCouldNotBeReadAreFetchedAgain() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                source.inject(
                    StandInFault(
                        path: "/milestones",
                        kind: .status(
                            200, body: #"[{"id": 9, "number": "none"}]"#, headers: ["Content-Type": "application/json"]),
                        count: nil))
                let first = try await engine.work(on: record)
                #expect(first.record.status == .finished && !first.isComplete)

                let second = try await retry(engine, record)
                #expect(second.isComplete, "\(second.exceptions.map(\.exception))")
                #expect(!second.exceptions.contains { $0.exception.kind == .milestone })
                let entry = try #require(second.entries.first { $0.kind == .milestone })
                #expect(entry.fetched == entry.imported && entry.failed == 0 && entry.imported == entry.source)
            }
        }
    }

    @Test func commentsWhoseIssuesWereMissingFindThemAfterARetry() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept(strategy: .optimistic, pageSize: 10)
                source.inject(
                    StandInFault(path: "/issues\\?.*(after|since)=", kind: .status(500, body: "oops"), count: nil))
                let first = try await engine.work(on: record)
                #expect(first.record.status == .finished && !first.isComplete)
                #expect(first.exceptions.contains { $0.exception.kind == .note && $0.exception.outcome == .failed })

                let second = try await retry(engine, record)
                #expect(second.isComplete, "\(second.exceptions.map(\.exception))")
                try await Truth(engine, record).expectComments()
                try await Truth(engine, record).expectIssues()
                let entry = try #require(second.entries.first { $0.kind == .note })
                #expect(entry.fetched == entry.imported && entry.imported == entry.source)
            }
        }
    }

    @Test func afterQueriesThatAllFailedARetryMakesItWhole() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept(strategy: .optimistic)
                source.inject(StandInFault(path: "graphql", kind: .html502, count: nil))
                let first = try await engine.work(on: record)
                #expect(first.record.status == .finished && !first.isComplete, "\(first.record.failure ?? "")")
                let failed = Set(first.exceptions.map(\.exception).filter { $0.outcome == .failed }.map(\.kind))
                #expect(failed.isSuperset(of: [.review, .event, .reviewThread, .reaction]), "\(failed)")

                let second = try await retry(engine, record)
                #expect(second.isComplete, "\(second.exceptions.map(\.exception))")
                #expect(!second.exceptions.contains { $0.exception.outcome == .failed })
                #expect(second.entries.allSatisfy { $0.fetched <= $0.imported + $0.skipped }, "\(second.entries)")
                try await Truth(engine, record).expectAll()
                try await Truth(engine, record).expectRemarks()
            }
        }
    }

    @Test func filesThatFailAgainStayListedAndOnlyTheMissingOnesAreFetched() async throws {
        try await withStandInGitHub(.lantern()) { source in
            source.addAttachments()
            try await Engine.with(source) { engine in
                let record = try await engine.acceptWithFiles(attachments: true)
                let faults = [
                    StandInFault(path: "user-attachments/files", kind: .status(403), count: nil),
                    StandInFault(path: "releases/assets", kind: .status(403), count: nil),
                ]
                for fault in faults { source.inject(fault) }
                let first = try await engine.work(on: record)
                let lines = first.exceptions.map(\.exception).filter { $0.outcome == .failed }
                #expect(Set(lines.map(\.kind)) == [.issueAttachment, .noteAttachment, .releaseAsset], "\(lines)")
                let refused = Set(source.requests.filter { $0.status == 403 }.map(\.path))

                let second = try await retry(engine, record, stillWith: faults)
                #expect(!second.isComplete)
                #expect(second.exceptions.map(\.exception).filter { $0.outcome == .failed }.count == lines.count)
                #expect(second.entries.map(\.fetched) == first.entries.map(\.fetched))
                #expect(Set(source.requests.filter { $0.status == 403 }.map(\.path)) == refused)
                #expect(!source.requests.contains { $0.path.hasPrefix("/_storage/") && $0.status == 200 })

                let third = try await retry(engine, record)
                #expect(third.isComplete, "\(third.exceptions.map(\.exception))")
                #expect(!third.exceptions.contains { $0.exception.outcome == .failed })
                #expect(third.entries.allSatisfy { $0.missing == 0 })
            }
        }
    }

    /// GitLab's list of versions is in the order of their rows, the newest first.
    @Test func versionsThatAreToldLaterStandInTheirOrder() async throws {
        try await withStandInGitHub(.lantern()) { source in
            let wanted = try await Engine.with(source) { engine in
                try await engine.work(on: try await engine.accept())
                return try await versions(engine)
            }
            try await Engine.with(source) { engine in
                let record = try await engine.accept(strategy: .optimistic)
                source.inject(
                    StandInFault(
                        path: "graphql", body: "\\.\\.\\.details", kind: .status(500, body: "oops"), count: nil))
                #expect(try await !engine.work(on: record).isComplete)
                #expect(try await versions(engine).count < wanted.count)
                #expect(try await retry(engine, record).isComplete)
                #expect(try await versions(engine) == wanted)
            }
        }
    }

    @Test func aSourceThatTellsNoReviewsIsNotAskedAboutEachPullRequestAndARetryCountsThemAll() async throws {
        try await withStandInGitHub(.lantern()) { source in
            let wanted = try await Engine.with(source) { engine in
                let record = try await engine.accept()
                #expect(try await engine.work(on: record).isComplete)
                return try await MatrixDump.lines(engine, record)
            }
            try await Engine.with(source) { engine in
                let record = try await engine.accept(strategy: .optimistic)
                source.inject(
                    StandInFault(
                        path: "/graphql", body: "reviews\\(first", kind: .status(500, body: "oops"), count: nil))
                let first = try await engine.work(on: record)
                let lines = first.exceptions.map(\.exception).filter { $0.kind == .review && $0.outcome == .failed }
                #expect(first.record.status == .finished && (1...6).contains(lines.count), "\(lines)")
                let second = try await retry(engine, record)
                #expect(second.isComplete, "\(second.exceptions.map(\.exception))")
                let found = try await MatrixDump.lines(engine, record)
                #expect(found == wanted, "\(differences(wanted, found))")
            }
        }
    }

    @Test func whereNothingFailedNothingIsScheduled() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                _ = try await engine.work(on: record)
                let outcome = try await engine.requests.retry(
                    record.id, credential: Secret(StandInToken.owner.value))
                guard case .nothingFailed = outcome else {
                    Testing.Issue.record("\(outcome)")
                    return
                }
                #expect(try await engine.report(record).record.status == .finished)
            }
        }
    }
}
