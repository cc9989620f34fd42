import Foundation
import Importer
import Model
import StandIns
import Store
import Testing

/// What was said beside the conversation, held against what the stand-in says there is.
extension Truth {
    func expectRemarks() async throws {
        try await expectReactions()
        try await expectHidden()
        try await expectCommitComments()
    }

    /// A reaction, by what it is on: each as `Issue 12 heart ada`.
    private func expectReactions() async throws {
        let found = try await engine.rows(
            """
            CASE awardable_kind WHEN 'Issue' THEN (SELECT iid FROM issues WHERE id = awardable_id)
            WHEN 'MergeRequest' THEN (SELECT iid FROM merge_requests WHERE id = awardable_id)
            ELSE (SELECT source_key FROM notes WHERE id = awardable_id) END; name; source_author
            """, "FROM award_emoji")
        var wanted: [String] = []
        func add(_ reactions: [SampleReaction], _ target: String) {
            wanted += reactions.map { "\(target)|\(Self.names[$0.content] ?? "")|\($0.user)" }
        }
        for issue in truth.issues { add(issue.reactions, "\(issue.number)") }
        for comment in truth.comments { add(comment.reactions, "comment:\(comment.id)") }
        for comment in truth.reviewComments { add(comment.reactions, "review_comment:\(comment.id)") }
        for review in truth.reviews where !review.body.isEmpty { add(review.reactions, "review:\(review.id)") }
        for comment in truth.commitComments { add(comment.reactions, "commit_comment:\(comment.id)") }
        #expect(found == wanted.sorted(), "\(differences(wanted.sorted(), found))")
        let strangers = try await engine.number(
            """
            SELECT count(*) AS value FROM award_emoji WHERE source_author <>
                (SELECT username FROM source_users WHERE placeholder_user_id = user_id)
            """)
        #expect(strangers == 0)
    }

    private static let names: [SampleReaction.Content: String] = [
        .thumbsUp: "thumbsup", .thumbsDown: "thumbsdown", .laugh: "laughing", .hooray: "tada",
        .confused: "confused", .heart: "heart", .rocket: "rocket", .eyes: "eyes",
    ]

    private func expectHidden() async throws {
        let found = try await engine.rows(
            "source_key; minimized_reason", "FROM notes WHERE minimized_reason IS NOT NULL")
        var wanted = truth.comments.compactMap { comment in
            comment.minimizedReason.map { "comment:\(comment.id)|\($0)" }
        }
        wanted += truth.reviewComments.compactMap { comment in
            comment.minimizedReason.map { "review_comment:\(comment.id)|\($0)" }
        }
        wanted += truth.reviews.compactMap { review in
            review.body.isEmpty ? nil : review.minimizedReason.map { "review:\(review.id)|\($0)" }
        }
        wanted += truth.commitComments.compactMap { comment in
            comment.minimizedReason.map { "commit_comment:\(comment.id)|\($0)" }
        }
        #expect(found == wanted.sorted(), "\(differences(wanted.sorted(), found))")
    }

    private func expectCommitComments() async throws {
        let found = try await engine.rows(
            """
            notes.source_key; discussions.commit_sha; body_source; source_author; updated_at; is_individual_note;
            notes.noteable_kind; is_resolvable
            """,
            """
            FROM notes JOIN discussions ON discussions.id = discussion_id WHERE notes.source_key LIKE 'commit_comment:%'
            """)
        let wanted = truth.commitComments.map { comment in
            [
                "commit_comment:\(comment.id)", truth.commit(comment.commit) ?? "", comment.body,
                comment.author ?? "ghost", String(Int64(comment.updatedAt.timeIntervalSince1970) * 1000),
                comment.path == nil ? "1" : "0", "Commit", "0",
            ].joined(separator: "|")
        }
        #expect(found == wanted.sorted(), "\(differences(wanted.sorted(), found))")
    }
}
