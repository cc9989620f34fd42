import Foundation
import Git
import Importer
import Model
import StandIns
import Store
import Testing

/// Holds what an import from a stand-in Bitbucket has stored against what the stand-in holds.
struct BitbucketExpectations: Sendable {
    let engine: BitbucketEngine
    let record: Import
    let project: BitbucketProject

    init(_ engine: BitbucketEngine, _ record: Import) {
        self.engine = engine
        self.record = record
        project = engine.source.project
    }

    private var isServer: Bool { engine.source.face == .server }

    func expectAll() async throws {
        try await expectMergeRequests()
        try await expectComments()
        try await expectThreads()
        try await expectReactions()
        try await expectApprovals()
        try await expectRefs()
        if !isServer { try await expectIssues() }
    }

    /// What an import knows a person by; deleted accounts of Cloud are nobody.
    private func id(_ slug: String?) -> String {
        guard let slug, let person = project.person(slug) else { return "ghost" }
        return isServer ? slug : person.isDeleted ? "ghost" : person.uuid
    }

    private func time(_ date: Date?) -> String {
        date.map { String(Int64(($0.timeIntervalSince1970 * 1_000).rounded())) } ?? ""
    }

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

    func expectMergeRequests() async throws {
        let found = try await engine.rows(
            """
            iid; title; description_source; state; is_draft; \(who("author_id")); target_branch; head_sha;
            merge_commit_sha; created_at; merged_at; closed_at;
            CASE WHEN state = 'merged' THEN \(who("merged_by_id")) ELSE coalesce(\(who("closed_by_id")), '') END
            """, "FROM merge_requests")
        let wanted = project.pullRequests.map { pull in
            let state = [.open: "opened", .merged: "merged"][pull.state] ?? "closed"
            return [
                "\(pull.number)", pull.title, engine.source.text(pull.description), state, pull.isDraft ? "1" : "0",
                id(pull.author), pull.targetBranch, head(of: pull),
                pull.mergeCommit.map { engine.source.commit($0) } ?? "", time(pull.createdAt),
                pull.state == .merged ? time(pull.closedAt) : "", pull.state == .declined ? time(pull.closedAt) : "",
                ender(of: pull),
            ].joined(separator: "|")
        }
        expect(found, wanted, "merge requests")
    }

    /// Nobody where Cloud says nobody did it; who wrote something is a ghost then.
    private func ender(of pull: BitbucketPullRequest) -> String {
        let name = pull.state == .open ? "" : id(pull.closedBy)
        return name == "ghost" ? "" : name
    }

    /// Cloud tells twelve digits of a commit, and nobody the others of one that is lost.
    private func head(of pull: BitbucketPullRequest) -> String {
        guard pull.lostHead != nil else { return engine.source.head(of: pull) }
        return isServer ? engine.source.head(of: pull) : ""
    }

    func expectComments() async throws {
        let found = try await engine.rows(
            """
            source_key; SELECT iid FROM merge_requests WHERE id = noteable_id; \(who("author_id")); body_source;
            created_at; updated_at
            """,
            """
            FROM notes WHERE noteable_kind = 'MergeRequest' AND is_system = 0
            AND source_key NOT LIKE '%task_%'
            """)
        var wanted = project.comments.filter { !$0.isDeleted }.map { comment in
            let kind = project.root(of: comment).anchor == nil ? "comment" : "review_comment"
            return [
                "\(kind):\(comment.id)", "\(comment.pullRequest)", id(comment.author), engine.source.text(comment.text),
                time(comment.createdAt), time(comment.updatedAt),
            ].joined(separator: "|")
        }
        if isServer {
            wanted += project.tasks.map { task in
                let parent = project.comments.first { $0.id == task.comment }
                let isInline = parent.map { project.root(of: $0).anchor != nil } ?? false
                return [
                    "\(isInline ? "review_comment" : "comment"):\(task.id)", "\(task.pullRequest)", id(task.author),
                    engine.source.text(task.text), time(task.createdAt), time(task.resolution?.at ?? task.createdAt),
                ].joined(separator: "|")
            }
        } else {
            let tasks = try await engine.rows(
                "source_key", "FROM notes WHERE source_key LIKE '%task_%' AND is_system = 0")
            expect(tasks, project.tasks.map { "comment:task_\($0.id)" }, "tasks")
        }
        expect(found, wanted, "comments")
    }

    /// Which threads there are, and which are resolved and by whom.
    func expectThreads() async throws {
        let found = try await engine.rows(
            "SELECT min(CAST(substr(n.source_key, instr(n.source_key, ':') + 1) AS INTEGER)) FROM notes n WHERE "
                + "n.discussion_id = discussions.id; is_resolved; coalesce(\(who("resolved_by_id")), '')",
            """
            FROM discussions WHERE is_resolved = 1 AND EXISTS (SELECT 1 FROM notes WHERE discussion_id = discussions.id
            AND is_system = 0 AND source_key NOT LIKE '%task_%')
            """)
        var wanted = project.comments.filter { $0.parent == nil && !$0.isDeleted }.compactMap { root in
            root.resolution.map { "\(root.id)|1|\(id($0.person))" }
        }
        if isServer {
            wanted += project.tasks.filter { $0.comment == nil }.compactMap { task in
                task.resolution.map { "\(task.id)|1|\(id($0.person))" }
            }
        }
        expect(found, wanted, "resolved threads")
    }

    func expectReactions() async throws {
        let count = try await engine.number("SELECT count(*) AS value FROM award_emoji")
        let wanted = isServer ? project.comments.flatMap(\.reactions).flatMap(\.people).count : 0
        #expect(count == Int64(wanted), "reactions")
    }

    func expectApprovals() async throws {
        let found = try await engine.rows(
            "SELECT iid FROM merge_requests WHERE id = merge_request_id; \(who("user_id")); state",
            "FROM merge_request_reviewers WHERE state IN ('approved', 'requested_changes')")
        let wanted = project.pullRequests.flatMap { pull in
            pull.reviewers.filter { $0.status != .unapproved }.map {
                "\(pull.number)|\(id($0.person))|\($0.status == .approved ? "approved" : "requested_changes")"
            }
        }
        expect(found, wanted, "verdicts")
    }

    /// Heads and tags, and the heads of pull requests but those git refuses.
    func expectRefs() async throws {
        var found: Set<String> = []
        for ref in try await engine.repository(record).refs(under: "refs/", peeled: true)
        where !ref.name.full.hasPrefix("refs/keep-around/") {
            found.insert("\(ref.name.full) \((ref.peeled ?? ref.target).hex)")
        }
        for ref in project.history.refs {
            #expect(found.contains("\(ref.name) \(engine.source.commit(ref.commit))"), "\(ref.name)")
        }
        for pull in project.pullRequests {
            let head = "refs/merge-requests/\(pull.number)/head \(engine.source.head(of: pull))"
            #expect(found.contains(head) == (pull.lostHead == nil), "\(head)")
        }
    }

    func expectIssues() async throws {
        let found = try await engine.rows(
            "iid; title; state; \(who("author_id")); created_at", "FROM issues")
        let closed: Set<String> = ["resolved", "invalid", "duplicate", "wontfix", "closed"]
        let wanted = project.issues.map {
            "\($0.number)|\($0.title)|\(closed.contains($0.state) ? "closed" : "opened")|\(id($0.reporter))"
                + "|\(time($0.createdAt))"
        }
        expect(found, wanted, "issues")
        let comments = try await engine.rows(
            "source_key; \(who("author_id"))", "FROM notes WHERE source_key LIKE 'comment:issue_comment_%'")
        expect(
            comments,
            project.issueComments.filter { $0.text != nil }.map { "comment:issue_comment_\($0.id)|\(id($0.author))" },
            "comments on issues")
    }
}
