import Foundation
import Importer
import Model
import StandIns
import Store
import Testing

/// Objects whose pull request was hidden while the lists were read.
struct ReplayTests {
    @Test func whatHangsOnAPullRequestThatWasFoundLateIsNotLost() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let pulls = try #require(source.truth(Engine.lantern)).issues.filter { $0.pullRequest != nil }
                let victim = try #require(pulls.first)
                // Late pages of the list of pull requests come after one of the first page is gone.
                source.inject(StandInFault(path: "/pulls\\?.*&page=", kind: .delay(.milliseconds(1500)), count: nil))
                let record = try await engine.accept(pageSize: 3)
                async let worked = engine.work(on: record)
                try await engine.wait {
                    let applied = try await engine.number(
                        """
                        SELECT count(*) AS value FROM journal_pages
                        WHERE collection = 'pull_requests' AND applied_at IS NOT NULL
                        """)
                    // GitHub's cursors do not mind deletions, those of the stand-in do.
                    let reviews = try await engine.number(
                        """
                        SELECT count(*) AS value FROM journal_pages
                        WHERE collection = 'reviews' AND cursor LIKE 'reviews%'
                        """)
                    return applied > 0 && reviews >= Int64(pulls.count + 2) / 3
                }
                source.change(Engine.lantern) { $0.removeIssue(victim.number) }
                let report = try await worked
                #expect(report.isComplete, "\(report.exceptions.map(\.exception))")
                let here = try await engine.rows("iid", "FROM merge_requests")
                let truth = try #require(source.truth(Engine.lantern))
                let there = truth.issues.filter { $0.pullRequest != nil }.map { String($0.number) }
                #expect(Set(there).subtracting(here).isEmpty)
                let reviews = try await engine.rows("source_key", "FROM merge_request_reviews")
                #expect(Set(truth.reviews.map { String($0.id) }).subtracting(reviews).isEmpty)
                let comments = try await engine.rows(
                    "source_key", "FROM notes WHERE source_key LIKE 'review_comment:%'")
                #expect(Set(truth.reviewComments.map { "review_comment:\($0.id)" }).subtracting(comments).isEmpty)
            }
        }
    }
}
