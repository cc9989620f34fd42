import Foundation
import Importer
import Model
import Outbound
import StandIns
import Store
import Testing

/// Reactions, hidden comments, comments on commits, and the threads that GitHub only shows.
struct RemarkTests {
    @Test func reactionsHiddenRemarksAndCommentsOnCommitsArriveWithWhoAndWhy() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                let report = try await engine.work(on: record)
                #expect(report.isComplete, "\(report.record.failure ?? "")")
                let truth = try Truth(engine, record)
                #expect(!truth.truth.commitComments.isEmpty)
                try await truth.expectRemarks()
                let ledger = Dictionary(uniqueKeysWithValues: report.entries.map { ($0.kind, $0) })
                let onReleases = truth.truth.releases.reduce(0) { $0 + $1.reactions.count }
                #expect(ledger[.reaction]?.source == Int64(truth.truth.counts.reactions - onReleases))
                #expect(ledger[.reaction]?.imported == ledger[.reaction]?.source)
                #expect(ledger[.commitComment]?.source == Int64(truth.truth.counts.commitComments))
                #expect(ledger[.commitComment]?.imported == ledger[.commitComment]?.source)
                let hidden = report.exceptions.filter { $0.exception.reason.contains("hides it as") }
                #expect(Set(hidden.map(\.exception.kind)) == [.note, .diffNote, .review, .commitComment])
            }
        }
    }

    @Test func commentsAtOneLineOfACommitAreOneDiscussion() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                try await engine.work(on: try await engine.accept())
                let sizes = try await engine.rows(
                    "SELECT count(*) FROM notes WHERE discussion_id = discussions.id",
                    "FROM discussions WHERE noteable_kind = 'Commit'")
                #expect(sizes == ["1", "1", "2"])
            }
        }
    }

    /// A pull request with two comments on one line and one on another, of which REST does not say that they belong
    /// together.
    private static func threads(at time: Date) -> SampleProject {
        var project = SampleProject(owner: "harbour-lights", name: "old-pier", id: 720_910)
        for login in ["mira-keel", "old-salt"] { project.addUser(SampleUser(login: login)) }
        let pull = project.addPullRequest(
            "Piles", author: "mira-keel", headRef: "piles",
            commits: [(message: "Piles", files: ["piles.txt": "one\ntwo\nthree\nfour\n"])], at: time)
        let review = project.addReview(on: pull, author: "old-salt", .commented, at: time)
        let first = project.addReviewComment(
            review: review, author: "old-salt", path: "piles.txt", line: 2, "Is two enough?", at: time)
        project.addReviewComment(
            review: review, author: "mira-keel", path: "piles.txt", line: 2, "It is.", at: time.addingTimeInterval(60)
        ) {
            $0.inReplyTo = first
            $0.namesParent = false
        }
        project.addReviewComment(
            review: review, author: "old-salt", path: "piles.txt", line: 4, "And four?",
            at: time.addingTimeInterval(120))
        return project
    }

    @Test(
        "Threads whose replies name no parent are put together",
        arguments: [
            // By their place, without GraphQL's help; and by what GraphQL says.
            (Date(timeIntervalSince1970: 1_451_606_400), true), (Date(timeIntervalSince1970: 1_527_811_200), false),
        ])
    func repliesWithoutAParentJoinTheirThread(_ time: Date, _ withoutThreads: Bool) async throws {
        try await withStandInGitHub(Self.threads(at: time)) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept("harbour-lights/old-pier")
                try await engine.work(on: record)
                let sizes = try await engine.rows(
                    "SELECT count(*) FROM notes WHERE discussion_id = discussions.id",
                    "FROM discussions WHERE source_key LIKE 'thread:%'")
                #expect(sizes == ["1", "2"])
                let places = try await engine.number(
                    "SELECT count(*) AS value FROM discussions WHERE place_key IS NOT NULL")
                #expect((places > 0) == withoutThreads)
                let bodies = try await engine.rows(
                    """
                    SELECT group_concat(body, ' ') FROM (SELECT body FROM notes WHERE discussion_id = discussions.id
                    ORDER BY created_at, id)
                    """, "FROM discussions WHERE source_key LIKE 'thread:%'")
                #expect(bodies == ["And four?", "Is two enough? It is."])
            }
        }
    }

    @Test func aCommentOnARenamedFileKnowsItsOldName() async throws {
        var project = SampleProject(owner: "harbour-lights", name: "chart", id: 720_911)
        for login in ["mira-keel", "old-salt"] { project.addUser(SampleUser(login: login)) }
        let text = (1...40).map { "sounding \($0)\n" }.joined()
        let base = project.addPullRequest(
            "Chart", author: "mira-keel", headRef: "chart",
            commits: [(message: "Chart", files: ["chart.txt": text, "legend.txt": "legend\n"])])
        project.merge(base, by: "mira-keel")
        let pull = project.addPullRequest(
            "Rename", author: "mira-keel", headRef: "rename",
            commits: [
                (
                    message: "Rename",
                    files: [
                        "chart.txt": nil, "charts/harbour.txt": text + "sounding 41\n", "new.txt": "new\n",
                        "legend.txt": "the legend\n",
                    ]
                )
            ])
        let review = project.addReview(on: pull, author: "old-salt", .commented)
        for (path, line) in [("charts/harbour.txt", 41), ("new.txt", 1), ("legend.txt", 1)] {
            project.addReviewComment(review: review, author: "old-salt", path: path, line: line, "Deep.")
        }
        let kept = project
        try await withStandInGitHub(kept) { source in
            try await Engine.with(source) { engine in
                try await engine.work(on: try await engine.accept("harbour-lights/chart"))
                let places = try await engine.rows(
                    "position ->> 'oldPath'; position ->> 'newPath'",
                    "FROM discussions WHERE source_key LIKE 'thread:%'")
                #expect(
                    places == ["chart.txt|charts/harbour.txt", "legend.txt|legend.txt", "new.txt|new.txt"])
            }
        }
    }

    @Test func aDismissedApprovalIsNoneAndItsReviewerHasReviewed() async throws {
        var project = SampleProject(owner: "harbour-lights", name: "quay", id: 720_912)
        for login in ["mira-keel", "old-salt", "pilot42", "joao-farol"] { project.addUser(SampleUser(login: login)) }
        let pull = project.addPullRequest(
            "Quay", author: "mira-keel", headRef: "quay",
            commits: [(message: "Quay", files: ["quay.txt": "quay\n"])]
        ) { $0.pullRequest?.requestedReviewers = ["joao-farol"] }
        project.addReview(on: pull, author: "old-salt", .dismissed, "Looked fine.")
        project.addReview(on: pull, author: "pilot42", .changesRequested, "Deeper.")
        project.addReview(on: pull, author: "pilot42", .approved)
        let kept = project
        try await withStandInGitHub(kept) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept("harbour-lights/quay")
                try await engine.work(on: record)
                let states = try await engine.rows(
                    "SELECT username FROM source_users WHERE placeholder_user_id = user_id; state",
                    "FROM merge_request_reviewers")
                #expect(states == ["joao-farol|unreviewed", "old-salt|reviewed", "pilot42|approved"])
                let approvals = try await engine.number(
                    "SELECT count(*) AS value FROM notes WHERE source_key LIKE 'approval:%'")
                #expect(approvals == 1)
            }
        }
    }

    @Test func whatVanishesBeforeItsReactionsAreReadIsListedAndTheRestArrives() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                try await engine.work(on: record)
                let lost = try #require(source.truth(Engine.lantern)?.comments.first { !$0.reactions.isEmpty })
                // As if it had been stopped just before it asked for reactions, and a comment were gone since.
                try await engine.execute("DELETE FROM award_emoji")
                try await engine.execute("DELETE FROM journal_pages WHERE collection = 'reactions'")
                try await engine.execute("DELETE FROM import_stages WHERE stage = 'reactions'")
                try await engine.execute("DELETE FROM ledger_entries WHERE kind = 'reaction'")
                try await engine.execute("UPDATE imports SET status = 'failed'")
                source.change(Engine.lantern) { $0.removeComment(lost.id) }
                _ = try await engine.requests.resume(record.id, credential: Secret(StandInToken.owner.value))
                let report = try await engine.work(on: record)
                let named = report.exceptions.filter { $0.exception.kind == .reaction }
                #expect(named.count == lost.reactions.count)
                #expect(named.allSatisfy { $0.exception.sourceKey.rawValue.hasPrefix("comment \(lost.id) ") })
                let entry = try #require(report.entries.first { $0.kind == .reaction })
                #expect(entry.missing == 0 && entry.skipped == Int64(lost.reactions.count) && entry.imported > 0)
            }
        }
    }

    @Test func aCommentOnACommitStandsOnTheLineThatGitHas() async throws {
        var project = SampleProject(owner: "harbour-lights", name: "log", id: 720_913)
        project.addUser(SampleUser(login: "mira-keel"))
        let text = ["one", "two", "three"]
        let pull = project.addPullRequest(
            "Log", author: "mira-keel", headRef: "log",
            commits: [
                (message: "Log", files: ["log.txt": text.joined(separator: "\n") + "\n"]),
                (message: "Better", files: ["log.txt": "one\ndeux\nthree\n"]),
            ])
        let head = try #require(project.issue(pull)?.pullRequest?.commits.last)
        let lost = project.commit(
            "Nowhere", by: "mira-keel", on: [head], at: project.nextTime(), files: ["lost.txt": "lost\n"])
        // one, -two, +deux, three: four lines below the first @@.
        for place in 1...5 {
            project.addCommitComment(on: head, author: "mira-keel", "\(place)", path: "log.txt") {
                $0.diffPlace = place
            }
        }
        project.addCommitComment(on: lost, author: "mira-keel", "lost")
        let kept = project
        try await withStandInGitHub(kept) { source in
            try await Engine.with(source) { engine in
                let report = try await engine.work(on: try await engine.accept("harbour-lights/log"))
                #expect(report.isComplete)
                let places = try await engine.rows(
                    "diff_place; position ->> '$.line.old'; position ->> '$.line.new'",
                    "FROM discussions WHERE noteable_kind = 'Commit' AND diff_place IS NOT NULL")
                #expect(places == ["1|1|1", "2|2|", "3||2", "4|3|3", "5||"])
                let reasons = report.exceptions.filter { $0.exception.kind == .commitComment }
                    .map(\.exception.reason)
                #expect(reasons.count == 2 && reasons.contains { $0.contains("the whole file") })
                #expect(reasons.contains { $0.contains("git does not have it") })
            }
        }
    }
}
