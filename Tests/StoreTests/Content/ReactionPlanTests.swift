import Model
import Store
import StoreSQLite
import Testing

@Suite("What reading reactions and comments on commits costs")
struct ReactionPlanTests {
    private static let page = Page(number: 1, size: 20)

    private func steps(
        _ read: @escaping @Sendable (ProjectID, any ReadConnection) throws -> Void
    ) async throws -> [String] {
        let recorded = LockedSteps()
        try await StoredProject.with { stored in
            await recorded.set(
                try await stored.store.read { connection in
                    let recorder = PlanRecorder(connection)
                    try read(stored.project, recorder)
                    return recorder.steps
                })
        }
        return await recorded.steps
    }

    @Test("The reactions on one thing come in order out of an index")
    func list() async throws {
        let steps = try await steps { _, connection in
            _ = try AwardEmojis.list(on: AwardEmoji.Awardable(kind: .issue, id: 1), page: Self.page, in: connection)
        }
        #expect(steps.allSatisfy { $0.contains("award_emoji_awardable") }, "\(steps)")
    }

    @Test("The votes on a page of issues are counted in an index of votes")
    func votes() async throws {
        try await StoredProject.with { stored in
            try await stored.store.write { _ = try $0.issue(1, in: stored) }
            let steps = try await stored.store.read { connection in
                let issues = try Issues.list(
                    IssueFilter(scope: .project(stored.project), confidentialAccess: .all), sort: ItemSort(),
                    page: Self.page, in: connection)
                let recorder = PlanRecorder(connection)
                _ = try RelatedRows.of(issues.elements, in: recorder)
                return recorder.steps
            }
            #expect(steps.contains { $0.contains("COVERING INDEX award_emoji_votes") }, "\(steps)")
        }
    }

    @Test("The discussions on a commit come in order out of an index")
    func commits() async throws {
        let steps = try await steps { project, connection in
            guard let commit = ObjectHash(String(repeating: "a", count: 40)) else { return }
            _ = try CommitNotes.discussions(project: project, commit: commit, page: Self.page, in: connection)
        }
        #expect(!steps.isEmpty && steps.allSatisfy { $0.contains("discussions_commit") }, "\(steps)")
    }
}

private actor LockedSteps {
    private(set) var steps: [String] = []

    func set(_ steps: [String]) {
        self.steps = steps
    }
}
