import Model
import Store
import StoreSQLite
import Testing

@Suite("Lists of issues and merge requests")
struct ItemListTests {
    private func iids(
        _ stored: StoredProject, _ sort: ItemSort = ItemSort(direction: .ascending),
        _ narrow: @escaping @Sendable (inout IssueFilter) -> Void
    ) async throws -> [Int64] {
        try await stored.store.read { connection in
            var filter = IssueFilter(scope: .project(stored.project), confidentialAccess: .all)
            narrow(&filter)
            return try Issues.list(filter, sort: sort, page: Page(number: 1, size: 100), in: connection)
                .elements.map(\.iid)
        }
    }

    @Test("An item matches a list of labels only when it carries all of them")
    func labels() async throws {
        try await StoredProject.with { stored in
            try await stored.store.write { connection in
                let bug = try connection.label("bug", in: stored)
                let urgent = try connection.label("urgent", in: stored)
                let both = try connection.issue(1, in: stored)
                let one = try connection.issue(2, in: stored)
                try connection.issue(3, in: stored)
                for (issue, label) in [(both, bug), (both, urgent), (one, bug)] {
                    try connection.execute("INSERT INTO issue_labels VALUES ($1, $2)", [issue, label])
                }
            }
            #expect(try await iids(stored) { $0.items.labels = .all(["bug"]) } == [1, 2])
            #expect(try await iids(stored) { $0.items.labels = .all(["bug", "urgent"]) } == [1])
            #expect(try await iids(stored) { $0.items.labels = .any } == [1, 2])
            #expect(try await iids(stored) { $0.items.labels = .some(.none) } == [3])
            #expect(try await iids(stored) { $0.items.excluded.labels = ["urgent"] } == [2, 3])
        }
    }

    @Test("Milestones, people, numbers, times and words narrow a list")
    func otherFilters() async throws {
        try await StoredProject.with { stored in
            let other = try await stored.store.write { connection in
                let other = UserID(try connection.user("Grace"))
                let milestone = try connection.milestone(1, "First", in: stored)
                try connection.issue(1, in: stored, title: "Engine stalls", milestone: milestone)
                let second = try connection.issue(
                    2, in: stored, title: "Leg", description: "the engine bay 100%", state: "closed", author: other)
                try connection.issue(3, in: stored, title: "Radio")
                try connection.execute("INSERT INTO issue_assignees VALUES ($1, $2, 0)", [second, other])
                return other
            }
            #expect(try await iids(stored) { $0.items.milestone = .all(["First"]) } == [1])
            #expect(try await iids(stored) { $0.items.milestone = .some(.none) } == [2, 3])
            #expect(try await iids(stored) { $0.items.excluded.milestone = "First" } == [2, 3])
            #expect(try await iids(stored) { $0.items.author = .username("grace") } == [2])
            #expect(try await iids(stored) { $0.items.excluded.author = .id(other) } == [1, 3])
            #expect(try await iids(stored) { $0.items.assignees = .all([.id(other)]) } == [2])
            #expect(try await iids(stored) { $0.items.assignees = .some(.none) } == [1, 3])
            #expect(try await iids(stored) { $0.state = .closed } == [2])
            #expect(try await iids(stored) { $0.items.iids = [3, 1] } == [1, 3])
            #expect(
                try await iids(stored) { $0.items.createdAfter = Timestamp(millisecondsSinceEpoch: 2000) } == [2, 3])
            #expect(try await iids(stored) { $0.items.search = "ENGINE" } == [1, 2])
            #expect(try await iids(stored) { $0.items.search = "engine bay" } == [2])
            #expect(try await iids(stored) { $0.items.search = "100%" } == [2])
            #expect(
                try await iids(stored) { filter in
                    filter.items.search = "engine"
                    filter.items.searchFields = [.title]
                } == [1])
        }
    }

    @Test(
        "Issues come in the order asked for",
        arguments: [
            (ItemSort.Key.createdAt, SortDirection.descending, [3, 2, 1] as [Int64]),
            (.createdAt, .ascending, [1, 2, 3]), (.updatedAt, .descending, [1, 2, 3]),
            (.title, .ascending, [2, 1, 3]), (.milestoneDue, .ascending, [3, 1, 2]),
            (.milestoneDue, .descending, [1, 3, 2]),
        ])
    func order(key: ItemSort.Key, direction: SortDirection, expected: [Int64]) async throws {
        try await StoredProject.with { stored in
            try await stored.store.write { connection in
                let late = try connection.milestone(1, "Late", in: stored, due: "2020-02-01")
                let early = try connection.milestone(2, "Early", in: stored, due: "2020-01-01")
                try connection.issue(1, in: stored, title: "beta", milestone: late)
                try connection.issue(2, in: stored, title: "Alpha")
                try connection.issue(3, in: stored, title: "gamma", milestone: early)
            }
            let sort = ItemSort(key: key, direction: direction)
            #expect(try await iids(stored, sort) { _ in } == expected)
        }
    }

    @Test("A list walked by place holds every issue once", arguments: ItemSort.Key.allCases.filter { $0 != .mergedAt })
    func keyset(key: ItemSort.Key) async throws {
        try await StoredProject.with { stored in
            try await stored.store.write { connection in
                for iid in 1...7 as ClosedRange<Int64> {
                    try connection.issue(iid, in: stored, title: iid.isMultiple(of: 2) ? "same" : "title \(iid)")
                }
            }
            for direction in [SortDirection.ascending, .descending] {
                let walked: [Int64] = try await stored.store.read { connection in
                    let filter = IssueFilter(
                        scope: .project(stored.project), confidentialAccess: .all)
                    var found: [Int64] = []
                    var place: KeysetPosition?
                    repeat {
                        let rows = try Issues.list(
                            filter, sort: ItemSort(key: key, direction: direction), after: place, limit: 3,
                            in: connection)
                        found += rows.elements.map(\.iid)
                        place = rows.next
                    } while place != nil
                    return found
                }
                #expect(walked.count == 7)
                #expect(Set(walked) == Set(1...7))
            }
        }
    }

    @Test("Confidential issues are kept from those who may not see them")
    func confidential() async throws {
        try await StoredProject.with { stored in
            let other = try await stored.store.write { connection in
                let hidden = try connection.issue(1, in: stored)
                try connection.issue(2, in: stored)
                try connection.execute("UPDATE issues SET is_confidential = 1 WHERE id = $1", [hidden])
                return UserID(try connection.user("grace"))
            }
            #expect(try await iids(stored) { $0.confidentialAccess = .none } == [2])
            #expect(try await iids(stored) { $0.confidentialAccess = .own(other) } == [2])
            #expect(try await iids(stored) { $0.confidentialAccess = .own(stored.author) } == [1, 2])
        }
    }

    @Test("A list over all projects holds only what its reader may see")
    func visibility() async throws {
        try await StoredProject.with { stored in
            let stranger = try await stored.store.write { connection in
                let stranger = UserID(try connection.user("grace"))
                try connection.issue(1, in: stored)
                let group: Int64? = try connection.value("SELECT namespace_id AS value FROM projects")
                for (path, visibility) in [("open", "public"), ("house", "internal")] {
                    let project = try connection.project(
                        path, namespace: group ?? 0, creator: stored.author.rawValue, visibility: visibility)
                    try connection.execute(
                        """
                        INSERT INTO issues (project_id, source_key, iid, title, state, author_id, created_at, updated_at)
                        VALUES ($1, '1', $2, 'x', 'opened', $3, 0, 0)
                        """, [project, visibility == "public" ? 2 : 3, stored.author])
                }
                return stranger
            }
            func seen(_ user: UserID?, isExternal: Bool = false, isAdministrator: Bool = false) async throws -> Set<
                Int64
            > {
                let viewer = Viewer(
                    userID: user, isAdministrator: isAdministrator, isExternal: isExternal,
                    today: CalendarDate(daysSinceEpoch: 20_000))
                return Set(
                    try await iids(stored) { $0.scope = .everywhere(viewer, leastRole: .guest) })
            }
            #expect(try await seen(nil) == [2])
            #expect(try await seen(stranger) == [2, 3])
            #expect(try await seen(stranger, isExternal: true) == [2])
            #expect(try await seen(stranger, isAdministrator: true) == [1, 2, 3])
            _ = try await stored.store.write { connection in
                try connection.insert(
                    "members",
                    ["project_id": stored.project, "user_id": stranger, "access_level": 10, "created_at": 0])
            }
            #expect(try await seen(stranger) == [1, 2, 3])
        }
    }

    @Test("Reviewers, approvals, branches and drafts narrow a list of merge requests")
    func mergeRequests() async throws {
        try await StoredProject.with { stored in
            try await stored.store.write { connection in
                let first = try connection.mergeRequest(1, in: stored)
                try connection.mergeRequest(2, in: stored, isDraft: true, source: "wip")
                let third = try connection.mergeRequest(3, in: stored, target: "stable")
                let insert = """
                    INSERT INTO merge_request_reviewers (merge_request_id, user_id, state, created_at)
                    VALUES ($1, $2, $3, 0)
                    """
                try connection.execute(insert, [first, stored.author, "approved"])
                try connection.execute(insert, [third, stored.author, "reviewed"])
            }
            func iids(_ narrow: @escaping @Sendable (inout MergeRequestFilter) -> Void) async throws -> [Int64] {
                try await stored.store.read { connection in
                    var filter = MergeRequestFilter(scope: .project(stored.project))
                    narrow(&filter)
                    return try MergeRequests.list(
                        filter, sort: ItemSort(direction: .ascending), page: Page(number: 1, size: 20), in: connection
                    ).elements.map(\.iid)
                }
            }
            #expect(try await iids { $0.reviewers = .any } == [1, 3])
            #expect(try await iids { $0.reviewers = .some(.none) } == [2])
            #expect(try await iids { $0.reviewers = .all([.username("ADA")]) } == [1, 3])
            #expect(try await iids { $0.approvedBy = .all([.id(stored.author)]) } == [1])
            #expect(try await iids { $0.excludedReviewer = .id(stored.author) } == [2])
            #expect(try await iids { $0.isDraft = true } == [2])
            #expect(try await iids { $0.sourceBranch = "wip" } == [2])
            #expect(try await iids { $0.targetBranch = "stable" } == [3])
        }
    }
}
