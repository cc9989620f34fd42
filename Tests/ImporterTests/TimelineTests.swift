import Foundation
import Git
import Importer
import Model
import StandIns
import Store
import StoreSQLite
import Testing

/// What happened to issues and pull requests, as an import of the sample project leaves it.
@Suite("Timelines")
struct TimelineTests {
    private static func imported(
        _ test: @escaping @Sendable (Engine, Import, ImportReport, SampleTruth) async throws -> Void
    ) async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                let report = try await engine.work(on: record)
                #expect(report.record.status == .finished && report.isComplete, "\(report.record.failure ?? "")")
                try await test(engine, record, report, try #require(source.truth(Engine.lantern)))
            }
        }
    }

    /// Number, login and time of what happened, and what else tells one from another.
    private static func lines(
        _ truth: SampleTruth, _ detail: (SampleEvent.Kind) -> String?
    ) -> [String] {
        truth.issues.flatMap { issue in
            issue.events.compactMap { event in
                detail(event.kind).map {
                    let time = Int64(event.createdAt.timeIntervalSince1970) * 1000
                    return "\(issue.number)|\(event.actor ?? "ghost")|\(time)|\($0)"
                }
            }
        }.sorted()
    }

    private static let item = """
        CASE noteable_kind WHEN 'Issue' THEN (SELECT iid FROM issues WHERE id = noteable_id)
        ELSE (SELECT iid FROM merge_requests WHERE id = noteable_id) END
        """

    @Test("Changes of state, labels and milestones become resource events of the same people and times")
    func resourceEvents() async throws {
        try await Self.imported { engine, _, _, truth in
            let columns = "(\(Self.item)); source_author; created_at"
            let states = Self.lines(truth) { kind in
                switch kind {
                case .closed: "closed"
                case .reopened: "reopened"
                case .merged: "merged"
                default: nil
                }
            }
            #expect(try await engine.rows("\(columns); state", "FROM resource_state_events") == states)
            let labels = Self.lines(truth) { kind in
                switch kind {
                case .labeled(let title): "add|\(title)|\(title)"
                case .unlabeled(let title): "remove|\(title)|\(title)"
                default: nil
                }
            }
            let label = "SELECT title FROM labels WHERE id = label_id"
            let found = try await engine.rows("\(columns); action; title; \(label)", "FROM resource_label_events")
            #expect(found == labels && labels.count > 5)
            let milestones = Self.lines(truth) { kind in
                switch kind {
                case .milestoned(let title): "add|\(title)"
                case .demilestoned(let title): "remove|\(title)"
                default: nil
                }
            }
            #expect(
                try await engine.rows("\(columns); action; title", "FROM resource_milestone_events") == milestones)
        }
    }

    @Test("Every event that is no noise is counted once, and everything else is a system note")
    func counts() async throws {
        try await Self.imported { engine, _, report, truth in
            let wanted = truth.issues.flatMap(\.events).filter {
                if case .story(let story) = $0.kind { !story.isNoise } else { true }
            }
            let entry = try #require(report.entries.first { $0.kind == .event })
            #expect(entry.imported == Int64(wanted.count) && entry.source == entry.imported && entry.missing == 0)
            let notes = try await engine.number(
                "SELECT count(*) AS value FROM notes WHERE source_key LIKE 'event:%' AND is_system = 1")
            let events = try await engine.number(
                """
                SELECT (SELECT count(*) FROM resource_state_events) + (SELECT count(*) FROM resource_label_events)
                    + (SELECT count(*) FROM resource_milestone_events) AS value
                """)
            #expect(notes + events == Int64(wanted.count) && notes > 20)
            let counted = try await engine.number(
                "SELECT count(*) AS value FROM notes WHERE noteable_kind = 'Issue' AND is_system = 0")
            #expect(
                try await engine.number("SELECT coalesce(sum(user_notes_count), 0) AS value FROM issues") == counted)
        }
    }

    @Test("System notes ping nobody, name pull requests as merge requests and leave other repositories' items there")
    func words() async throws {
        try await Self.imported { engine, _, _, _ in
            let bodies = try await engine.rows("action; body", "FROM notes WHERE source_key LIKE 'event:%'")
            #expect(bodies.contains("reviewer|requested review from `@sunniva-b`"))
            #expect(bodies.contains { $0.hasPrefix("reviewer|requested review from `@harbour-lights/keepers`") })
            #expect(bodies.contains { $0.wholeMatch(of: /cross_reference\|mentioned in merge request !\d+/) != nil })
            #expect(bodies.contains { $0.contains("[sea-charts/almanac#12](") })
            #expect(bodies.contains { $0.hasPrefix("title|changed title from **Keep ") })
            let pinging = try await engine.number(
                """
                SELECT count(*) AS value FROM notes
                WHERE source_key LIKE 'event:%' AND (body LIKE '% @%' OR body LIKE '@%')
                """)
            #expect(pinging == 0)
        }
    }

    @Test("Duplicates and parents are linked issues, and what closes an issue is known from both sides")
    func links() async throws {
        try await Self.imported { engine, record, report, truth in
            let number = { (title: String) in try #require(truth.issues.first { $0.title == title }).number }
            let epic = try number("Get through the next fog season")
            let spare = try number("Keep spare sensors")
            let again = try number("We need a second sensor")
            let pull = try number("List the spare sensors")
            let ends =
                "SELECT iid FROM issues WHERE id = source_issue_id; SELECT iid FROM issues WHERE id = target_issue_id"
            #expect(
                Set(try await engine.rows("\(ends); kind; nature", "FROM issue_links")).isSuperset(of: [
                    "\(epic)|\(spare)|relates_to|parent", "\(epic)|\(again)|relates_to|parent",
                    "\(spare)|\(again)|relates_to|duplicate",
                ]))
            let issue = try #require(
                try await engine.store.read { try Issues.find(project: record.projectID, iid: Int64(again), in: $0) })
            #expect(issue.duplicateOf == Int64(spare) && issue.lockReason == .tooHeated)
            let closing = try await engine.rows(
                "SELECT iid FROM merge_requests WHERE id = merge_request_id; SELECT iid FROM issues WHERE id = issue_id",
                "FROM merge_request_issues WHERE is_closing = 1")
            #expect(closing.contains("\(pull)|\(spare)"))
            #expect(
                report.exceptions.contains { $0.exception.reason.contains("its parent is kept as a related issue") })
            let large = try #require(
                try await engine.store.read { try Issues.find(project: record.projectID, iid: Int64(epic), in: $0) })
            #expect(large.isPinned && large.sourceType == "Epic")
        }
    }

    @Test("A head that a force push left behind is a version, though no ref leads to it any more")
    func versions() async throws {
        try await Self.imported { engine, record, _, truth in
            let pull = try #require(truth.issues.first { $0.title == "List the spare sensors" })
            let mergeRequest = try #require(
                try await engine.store.read {
                    try MergeRequests.find(project: record.projectID, iid: Int64(pull.number), in: $0)
                })
            let versions = try await engine.store.read {
                try MergeRequestVersions.list(
                    mergeRequest: mergeRequest.id, page: Page(number: 1, size: 20), in: $0
                ).elements
            }
            let head = try #require(truth.commit(pull.pullRequest?.commits.last ?? -1))
            #expect(versions.first?.diffRefs.head.hex == head && versions.count == 2)
            let left = try #require(versions.last)
            #expect(left.diffRefs.head.hex != head && left.createdAt < mergeRequest.updatedAt)
            let repository = engine.repository(record)
            #expect(try await repository.resolve(Revision(left.diffRefs.head)) == left.diffRefs.head)
            let kept = try #require(RefName("refs/keep-around/\(left.diffRefs.head.hex)"))
            #expect(try await repository.ref(kept) != nil)
        }
    }
}
