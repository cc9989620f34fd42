import Foundation
import Git
import Importer
import Model
import StandIns
import Store
import Testing

/// Holds what an import has stored against what the stand-in says there is.
struct Truth: Sendable {
    let engine: Engine
    let record: Import
    let truth: SampleTruth

    init(_ engine: Engine, _ record: Import) throws {
        self.engine = engine
        self.record = record
        truth = try #require(engine.source.truth(record.source.fullName))
    }

    /// Everything, in a group.
    func expectAll() async throws {
        try await expectPlans()
        try await expectIssues()
        try await expectMergeRequests()
        try await expectComments()
        try await expectReviewComments()
        try await expectReviews()
        try await expectRefs()
    }

    /// That every text is kept as the source has it.
    func expectAllTexts() async throws {
        try await expectPlans()
        try await expectComments()
        try await expectReviewComments()
    }

    private func id(_ login: String?) -> String {
        login.flatMap { login in truth.users.first { $0.login == login }.map { String($0.id) } } ?? "ghost"
    }

    private func time(_ date: Date?) -> String {
        date.map { String(Int64($0.timeIntervalSince1970) * 1000) } ?? ""
    }

    /// The source's number of whoever a row names; the kind of account for accounts that stand for nobody there.
    private func who(_ column: String) -> String {
        """
        coalesce((SELECT identifier FROM source_users WHERE placeholder_user_id = \(column)),
                 (SELECT kind FROM users WHERE id = \(column)))
        """
    }

    private func expect(_ found: [String], _ wanted: [String], _ what: String) {
        let wanted = wanted.sorted()
        #expect(found == wanted, "\(what):\n\(differences(wanted, found))")
    }

    func expectPlans() async throws {
        expect(
            try await engine.rows("title; description; color", "FROM labels"),
            truth.labels.map { "\($0.name)|\($0.description ?? "")|#\($0.color)" }, "labels")
        expect(
            try await engine.rows("iid; title; description_source; state; created_at", "FROM milestones"),
            truth.milestones.map {
                let state = $0.state == .open ? "active" : "closed"
                return "\($0.number)|\($0.title)|\($0.description ?? "")|\(state)|\(time($0.createdAt))"
            }, "milestones")
        expect(
            try await engine.rows(
                "tag; \(who("author_id")); description_source; is_draft; is_prerelease; released_at", "FROM releases"),
            truth.releases.map {
                "\($0.tag)|\(id($0.author))|\($0.body ?? "")|\($0.isDraft ? 1 : 0)|\($0.isPrerelease ? 1 : 0)|"
                    + time($0.publishedAt ?? $0.createdAt)
            }, "releases")
    }

    func expectIssues() async throws {
        let found = try await engine.rows(
            """
            iid; title; description_source; state; state_reason; \(who("author_id")); source_author;
            \(who("closed_by_id")); closed_at; is_discussion_locked; created_at; updated_at;
            SELECT iid FROM milestones WHERE id = milestone_id;
            \(labels("issue")); \(assignees("issue"))
            """, "FROM issues")
        let wanted = truth.issues.filter { $0.pullRequest == nil }.map { issue in
            [
                "\(issue.number)", issue.title, issue.body ?? "", issue.state == .open ? "opened" : "closed",
                issue.state == .open ? "" : issue.stateReason?.rawValue ?? "", id(issue.author),
                issue.author ?? "ghost", issue.closedBy.map { id($0) } ?? "", time(issue.closedAt),
                issue.isLocked ? "1" : "0", time(issue.createdAt), time(issue.updatedAt),
                issue.milestone.map(String.init) ?? "", list(issue.labels.sorted()),
                list(issue.assignees.map { id($0) }),
            ].joined(separator: "|")
        }
        expect(found, wanted, "issues")
    }

    func expectMergeRequests() async throws {
        let found = try await engine.rows(
            """
            iid; title; description_source; state; is_draft; \(who("author_id")); source_author;
            \(who("merged_by_id")); merged_at; merge_commit_sha; \(who("closed_by_id")); closed_at; target_branch;
            head_sha; base_sha IS NOT NULL; is_discussion_locked;
            SELECT iid FROM milestones WHERE id = milestone_id;
            \(labels("merge_request")); \(assignees("merge_request"))
            """, "FROM merge_requests")
        let wanted = try truth.issues.compactMap { issue -> String? in
            guard let pull = issue.pullRequest else { return nil }
            let head = try #require(truth.commit(pull.commits.last ?? pull.baseCommit))
            let isMerged = pull.mergedAt != nil
            return [
                "\(issue.number)", issue.title, issue.body ?? "",
                isMerged ? "merged" : issue.state == .open ? "opened" : "closed", pull.isDraft ? "1" : "0",
                id(issue.author), issue.author ?? "ghost", pull.mergedBy.map { id($0) } ?? "", time(pull.mergedAt),
                isMerged ? pull.mergeCommit.flatMap { truth.commit($0) } ?? "" : "",
                isMerged ? "" : issue.closedBy.map { id($0) } ?? "", time(issue.closedAt), pull.baseRef, head, "1",
                issue.isLocked ? "1" : "0", issue.milestone.map(String.init) ?? "", list(issue.labels.sorted()),
                list(issue.assignees.map { id($0) }),
            ].joined(separator: "|")
        }
        expect(found, wanted, "merge requests")
    }

    private func labels(_ item: String) -> String {
        """
        SELECT group_concat(title, ',') FROM (SELECT title FROM \(item)_labels JOIN labels ON labels.id = label_id
        WHERE \(item)_id = \(item)s.id ORDER BY title)
        """
    }

    private func assignees(_ item: String) -> String {
        """
        SELECT group_concat(person, ',') FROM (SELECT \(who("user_id")) AS person FROM \(item)_assignees
        WHERE \(item)_id = \(item)s.id ORDER BY position)
        """
    }

    private func list(_ elements: [String]) -> String { elements.joined(separator: ",") }

    private static let item = """
        CASE noteable_kind WHEN 'Issue' THEN (SELECT iid FROM issues WHERE id = noteable_id)
        ELSE (SELECT iid FROM merge_requests WHERE id = noteable_id) END
        """

    func expectComments() async throws {
        let found = try await engine.rows(
            """
            source_key; noteable_kind; \(Self.item); \(who("author_id")); source_author; body_source; created_at;
            updated_at
            """, "FROM notes WHERE source_key LIKE 'comment:%'")
        let wanted = truth.comments.map { comment in
            let kind = truth.issue(comment.issue)?.pullRequest == nil ? "Issue" : "MergeRequest"
            return [
                "comment:\(comment.id)", kind, "\(comment.issue)", id(comment.author), comment.author ?? "ghost",
                comment.body, time(comment.createdAt), time(comment.updatedAt),
            ].joined(separator: "|")
        }
        expect(found, wanted, "comments")
    }

    func expectReviewComments() async throws {
        let found = try await engine.rows(
            """
            notes.source_key; discussions.source_key; (\(Self.item.replacing("noteable", with: "notes.noteable")));
            \(who("author_id")); notes.created_at; is_outdated; is_individual_note; is_resolvable
            """,
            "FROM notes JOIN discussions ON discussions.id = discussion_id WHERE notes.source_key LIKE 'review_comment:%'"
        )
        let threads = Dictionary(grouping: truth.reviewComments, by: \.thread)
        let wanted = truth.reviewComments.map { comment in
            // Where the first comment stands is where the thread stands.
            let first = threads[comment.thread]?.first { $0.id == comment.thread } ?? comment
            let isOutdated = first.originalLine != nil && first.isOutdated
            return [
                "review_comment:\(comment.id)", "thread:\(comment.thread)", "\(comment.pullRequest)",
                id(comment.author), time(comment.createdAt), isOutdated ? "1" : "0", "0", "1",
            ].joined(separator: "|")
        }
        expect(found, wanted, "review comments")
        let resolved = try await engine.rows(
            "source_key; is_resolved; \(who("resolved_by_id"))", "FROM discussions WHERE source_key LIKE 'thread:%'")
        let wantedResolved = truth.reviewComments.filter { $0.inReplyTo == nil }.map {
            "thread:\($0.id)|\($0.isResolved ? 1 : 0)|\($0.isResolved ? $0.resolvedBy.map { id($0) } ?? "" : "")"
        }
        expect(resolved, wantedResolved, "resolved threads")
        try await expectPositions()
    }

    private func expectPositions() async throws {
        let found = try await engine.rows("source_key; position", "FROM discussions WHERE source_key LIKE 'thread:%'")
        var positions: [String: Position] = [:]
        for row in found {
            let parts = row.split(separator: "|", maxSplits: 1)
            positions[String(parts[0])] = try JSONDecoder().decode(Position.self, from: Data(parts[1].utf8))
        }
        for comment in truth.reviewComments where comment.inReplyTo == nil {
            let position = try #require(positions["thread:\(comment.id)"])
            #expect(position.newPath == comment.path)
            #expect(position.kind == (comment.originalLine == nil ? .file : .text))
            #expect(position.head?.rawValue == truth.commit(comment.commit) || !comment.isOutdated)
            let isLeft = comment.side == .left
            #expect((isLeft ? position.line?.old : position.line?.new) == comment.originalLine, "line of \(comment.id)")
            let first = isLeft ? position.firstLine?.old : position.firstLine?.new
            #expect(first == comment.originalStartLine, "first line of \(comment.id)")
        }
    }

    func expectReviews() async throws {
        expect(
            try await engine.rows(
                """
                source_key; SELECT iid FROM merge_requests WHERE id = merge_request_id; \(who("user_id")); verdict;
                submitted_at
                """, "FROM merge_request_reviews"),
            truth.reviews.map {
                "\($0.id)|\($0.pullRequest)|\(id($0.author))|\($0.state.rawValue.lowercased())|\(time($0.submittedAt))"
            }, "reviews")
        expect(
            try await engine.rows("source_key; body_source", "FROM notes WHERE source_key LIKE 'review:%'"),
            truth.reviews.filter { !$0.body.isEmpty }.map { "review:\($0.id)|\($0.body)" }, "texts of reviews")
        expect(
            try await engine.rows(
                "source_key; is_system; body", "FROM notes WHERE source_key LIKE 'approval:%'"),
            truth.reviews.filter { $0.state == .approved }.map { "approval:\($0.id)|1|approved this merge request" },
            "approvals")
        let people =
            truth.comments.count + truth.reviewComments.count + truth.reviews.count(where: { !$0.body.isEmpty })
        let counted = try await engine.number(
            "SELECT (SELECT sum(user_notes_count) FROM issues) + (SELECT sum(user_notes_count) FROM merge_requests) AS value"
        )
        #expect(counted == Int64(people), "notes counted on items")
    }

    /// Heads, tags and the heads of pull requests; of forks only the branches of open pull requests.
    func expectRefs() async throws {
        var wanted: [String: String] = [:]
        for ref in truth.refs where ref.name.hasPrefix("refs/heads/") || ref.name.hasPrefix("refs/tags/") {
            wanted[ref.name] = truth.commit(ref.commit)
        }
        for tag in truth.tags { wanted["refs/tags/\(tag.name)"] = truth.commit(tag.commit) }
        for issue in truth.issues {
            guard let pull = issue.pullRequest else { continue }
            let head = truth.commit(pull.commits.last ?? pull.baseCommit)
            wanted["refs/merge-requests/\(issue.number)/head"] = head
            guard issue.state == .open else { continue }
            switch pull.head {
            case .sameRepository: break
            case .fork(let owner, _), .deletedFork(let owner):
                wanted["refs/heads/github/fork/\(owner)/\(pull.headRef)"] = head
            }
        }
        var found: [String: String] = [:]
        // What keeps former versions alive is no ref of the source's.
        for ref in try await engine.repository(record).refs(under: "refs/", peeled: true)
        where !ref.name.full.hasPrefix("refs/keep-around/") {
            found[ref.name.full] = (ref.peeled ?? ref.target).hex
        }
        expect(found.map { "\($0) \($1)" }.sorted(), wanted.map { "\($0) \($1)" }, "refs")
        let wiki = engine.services.repositories.wiki(record.projectID)
        let pages = try await Processes.output("git", ["-C", wiki.directory, "ls-tree", "-r", "--name-only", "HEAD"])
        #expect(pages.split(separator: "\n").count == truth.counts.wikiPages)
    }
}
