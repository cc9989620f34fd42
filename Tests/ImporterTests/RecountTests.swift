import Foundation
import Importer
import Model
import StandIns
import Store
import Testing

/// What changes at the source while it is imported.
struct RecountTests {
    /// Imports the sample and changes it after everything was read once: git, which the second look waits for, is late.
    private func importing(
        _ engine: Engine, pageSize: Int = 100,
        change: @escaping @Sendable (inout SampleProject) -> Void
    ) async throws -> (Import, ImportReport) {
        engine.source.inject(StandInFault(path: "info/refs", kind: .delay(.milliseconds(1500))))
        let record = try await engine.accept(pageSize: pageSize)
        async let worked = engine.work(on: record)
        try await engine.wait {
            try await engine.number(
                """
                SELECT count(*) AS value FROM import_stages WHERE state = 'finished' AND stage IN (
                    'issues', 'pull_requests', 'comments', 'review_comments', 'reviews', 'review_threads', 'timelines',
                    'commit_comments')
                """) == 8
        }
        engine.source.change(Engine.lantern, change)
        return (record, try await worked)
    }

    @Test func aProjectAtRestIsLookedAtAgainForFourRequestsAndAPoint() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                _ = try await engine.work(on: record)
                let again = source.requests.filter {
                    $0.query?.contains("since=") ?? false || $0.query?.contains("per_page=1&") ?? false
                        || $0.query?.hasSuffix("per_page=1") ?? false
                }
                #expect(again.count == 4, "\(again.map { "\($0.path)?\($0.query ?? "")" })")
                let journal = try await engine.rows("collection", "FROM journal_pages WHERE collection LIKE '%#%'")
                #expect(journal == ["comments#1.1", "issues#1.1", "review_comments#1.1"])
            }
        }
    }

    @Test func whatIsNewOrChangedMeanwhileArrives() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let (record, report) = try await importing(engine) { project in
                    let now = Date()
                    let label = project.labels[0].name
                    let issue = project.addIssue("Seen at the last moment", author: "mira-keel", at: now) {
                        $0.labels = [label]
                    }
                    project.addComment(on: issue, author: "mira-keel", "Just now", at: now)
                    project.addComment(on: 1, author: "mira-keel", "On an old one", at: now)
                    let open = project.issues.first { $0.pullRequest != nil && $0.state == .open }
                    if let open {
                        project.add(.renamed(from: open.title, to: "Anew"), to: open.number, by: nil, at: now)
                    }
                    let comment = project.comments[0].id
                    project.updateComment(comment) {
                        $0.body = "Said otherwise"
                        $0.updatedAt = now
                    }
                }
                #expect(report.record.status == .finished && report.isComplete, "\(report.record.failure ?? "")")
                try await Truth(engine, record).expectAll()
                let truth = try #require(source.truth(Engine.lantern))
                let notes = try #require(report.entries.first { $0.kind == .note })
                #expect(notes.source == Int64(truth.comments.count) && notes.imported == notes.source)
            }
        }
    }

    @Test func whatHappensMeanwhileToOldItemsArrives() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let before = try #require(source.truth(Engine.lantern))
                let issue = try #require(before.issues.first { $0.pullRequest == nil && $0.state == .open })
                let pull = try #require(before.issues.first { $0.pullRequest != nil && $0.state == .open })
                let (record, report) = try await importing(engine) { project in
                    let now = Date()
                    project.add(.closed(.notPlanned), to: issue.number, by: "mira-keel", at: now)
                    project.add(.renamed(from: pull.title, to: "Anew"), to: pull.number, by: "mira-keel", at: now)
                    project.add(.story(.pinned), to: issue.number, by: "mira-keel", at: now)
                    project.addCommitComment(on: 0, author: "mira-keel", "On an old commit", at: now)
                }
                #expect(report.isComplete, "\(report.record.failure ?? "")")
                try await Truth(engine, record).expectAll()
                try await Truth(engine, record).expectRemarks()
                let closed = try await engine.rows(
                    "source_author; state",
                    """
                    FROM resource_state_events WHERE noteable_kind = 'Issue'
                        AND noteable_id = (SELECT id FROM issues WHERE iid = \(issue.number))
                    """)
                #expect(closed.contains("mira-keel|closed"))
                let renamed = try await engine.number(
                    "SELECT count(*) AS value FROM notes WHERE is_system = 1 AND body LIKE '%changed title%Anew%'")
                #expect(renamed == 1)
                let entries = report.entries.filter { [.event, .commitComment].contains($0.kind) }
                #expect(entries.count == 2 && entries.allSatisfy { $0.imported == $0.source })
                #expect(
                    try await engine.number("SELECT is_pinned AS value FROM issues WHERE iid = \(issue.number)") == 1)
            }
        }
    }

    @Test func whatIsDeletedMeanwhileIsKeptAndListedAsGone() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let before = try #require(source.truth(Engine.lantern))
                let issue = try #require(before.issues.first { $0.pullRequest == nil })
                let comment = try #require(before.comments.first { $0.issue != issue.number })
                let (_, report) = try await importing(engine) { project in
                    project.removeIssue(issue.number)
                    project.removeComment(comment.id)
                }
                #expect(report.isComplete, "\(report.record.failure ?? "")")
                let gone = report.exceptions.map(\.exception).filter { $0.reason.contains("no longer has it") }
                #expect(gone.contains { $0.kind == .note && $0.sourceKey.rawValue == String(comment.id) })
                #expect(gone.filter { $0.kind == .issue }.count == 1)
                #expect(gone.allSatisfy { $0.outcome == .degraded })
                let issues = try #require(report.entries.first { $0.kind == .issue })
                #expect(issues.imported == (issues.source ?? 0) + 1 && issues.missing == 0)
            }
        }
    }

    @Test func aRowThatADeletionHidesBetweenTwoPagesIsFound() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let truth = try #require(source.truth(Engine.lantern))
                let victim = truth.comments[0].id
                source.inject(
                    StandInFault(path: "issues/comments\\?.*&page=", kind: .delay(.milliseconds(700)), count: nil))
                let record = try await engine.accept(pageSize: 5)
                async let worked = engine.work(on: record)
                try await engine.wait {
                    try await engine.number(
                        """
                        SELECT count(*) AS value FROM journal_pages
                        WHERE collection = 'comments' AND applied_at IS NOT NULL
                        """) > 0
                }
                source.change(Engine.lantern) { $0.removeComment(victim) }
                let report = try await worked
                #expect(report.isComplete, "\(report.record.failure ?? "")")
                let here = try await engine.rows("source_key", "FROM notes WHERE source_key LIKE 'comment:%'")
                let there = try #require(source.truth(Engine.lantern)).comments.map { "comment:\($0.id)" }
                #expect(Set(there).subtracting(here).isEmpty)
                #expect(Set(here).subtracting(there) == ["comment:\(victim)"])
            }
        }
    }

    @Test func whatASizeTaughtIsRememberedForTheNextImportOfTheRepository() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                source.inject(
                    StandInFault(
                        path: "graphql",
                        kind: .status(
                            200, body: #"{"errors":[{"type":"RESOURCE_LIMITS_EXCEEDED"}]}"#,
                            headers: ["Content-Type": "application/json"]), count: 3))
                let report = try await engine.work(on: record)
                #expect(report.isComplete, "\(report.record.failure ?? "")")
                let sizes = try await engine.rows("query; size", "FROM page_sizes")
                #expect(!sizes.isEmpty && sizes.allSatisfy { !$0.hasSuffix("|100") }, "\(sizes)")
            }
        }
    }
}
