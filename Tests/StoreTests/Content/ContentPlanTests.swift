import Model
import Store
import StoreSQLite
import Testing

/// What each list asks of the database.
private enum HotList: String, CaseIterable, CustomTestStringConvertible {
    case issues, issuesByUpdate, issuesByTitle, openIssues, openIssuesByUpdate, issuesBehindAPlace
    case allIssues, allIssuesByUpdate, ownIssues
    case mergeRequests, mergeRequestsByUpdate, openMergeRequests, openMergeRequestsByUpdate
    case mergeRequestsIntoBranch, allMergeRequests
    case notes, notesByUpdate, comments, discussions, oneDiscussion
    case labels, milestones, releases, releasesByCreation, oneIssue, oneMergeRequest, openIssueCounts

    var testDescription: String { rawValue }
}

private let viewer = Viewer(
    userID: UserID(1), isAdministrator: false, isExternal: false, today: CalendarDate(daysSinceEpoch: 20_000))
private let page = Page(number: 1, size: 20)

extension HotList {
    func read(_ project: ProjectID, _ connection: any ReadConnection) throws {
        let everywhere = ItemScope.everywhere(viewer, leastRole: .guest)
        switch self {
        case .issues: try issues(.project(project), .createdAt, connection)
        case .issuesByUpdate: try issues(.project(project), .updatedAt, connection)
        case .issuesByTitle: try issues(.project(project), .title, connection)
        case .openIssues: try issues(.project(project), .createdAt, state: .opened, connection)
        case .openIssuesByUpdate: try issues(.project(project), .updatedAt, state: .opened, connection)
        case .allIssues: try issues(everywhere, .createdAt, connection)
        case .allIssuesByUpdate: try issues(everywhere, .updatedAt, connection)
        case .ownIssues: try issues(everywhere, .createdAt, author: .id(UserID(1)), connection)
        case .issuesBehindAPlace:
            _ = try Issues.list(
                IssueFilter(scope: .project(project), confidentialAccess: .all), sort: ItemSort(),
                after: KeysetPosition(value: .integer(5), id: 5), limit: 20, in: connection)
        case .mergeRequests: try mergeRequests(.project(project), .createdAt, connection)
        case .mergeRequestsByUpdate: try mergeRequests(.project(project), .updatedAt, connection)
        case .openMergeRequests: try mergeRequests(.project(project), .createdAt, state: .opened, connection)
        case .openMergeRequestsByUpdate: try mergeRequests(.project(project), .updatedAt, state: .opened, connection)
        case .mergeRequestsIntoBranch: try mergeRequests(.project(project), .createdAt, target: "main", connection)
        case .allMergeRequests: try mergeRequests(everywhere, .createdAt, connection)
        default: try readParts(project, connection)
        }
    }

    private func readParts(_ project: ProjectID, _ connection: any ReadConnection) throws {
        let noteable = Noteable.issue(IssueID(1))
        switch self {
        case .notes: _ = try Notes.list(on: noteable, page: page, in: connection)
        case .notesByUpdate: _ = try Notes.list(on: noteable, order: .updatedAt, page: page, in: connection)
        case .comments: _ = try Notes.list(on: noteable, activity: .onlyComments, page: page, in: connection)
        case .discussions: _ = try Discussions.list(on: noteable, page: page, in: connection)
        case .oneDiscussion:
            _ = try Discussions.find(project: project, on: noteable, key: "ab", in: connection)
        case .labels: _ = try Labels.list(project: project, search: nil, page: page, in: connection)
        case .milestones: _ = try Milestones.list(project: project, page: page, in: connection)
        case .releases: _ = try Releases.list(project: project, includesDrafts: false, page: page, in: connection)
        case .releasesByCreation:
            _ = try Releases.list(
                project: project, includesDrafts: true, order: .createdAt, page: page, in: connection)
        case .openIssueCounts: _ = try Projects.details(project, in: connection)
        case .oneIssue: _ = try Issues.find(project: project, iid: 1, in: connection)
        default: _ = try MergeRequests.find(project: project, iid: 1, in: connection)
        }
    }

    private func issues(
        _ scope: ItemScope, _ key: ItemSort.Key, state: Model.Issue.State? = nil, author: ItemFilter.Person? = nil,
        _ connection: any ReadConnection
    ) throws {
        var filter = IssueFilter(scope: scope, confidentialAccess: .own(UserID(1)))
        filter.state = state
        filter.items.author = author
        _ = try Issues.list(filter, sort: ItemSort(key: key), page: page, in: connection)
    }

    private func mergeRequests(
        _ scope: ItemScope, _ key: ItemSort.Key, state: MergeRequest.State? = nil, target: String? = nil,
        _ connection: any ReadConnection
    ) throws {
        var filter = MergeRequestFilter(scope: scope)
        filter.state = state
        filter.targetBranch = target
        _ = try MergeRequests.list(filter, sort: ItemSort(key: key), page: page, in: connection)
    }
}

@Suite("What reading content costs")
struct ContentPlanTests {
    @Test("An index gives each list its rows in order", arguments: HotList.allCases)
    private func plan(list: HotList) async throws {
        try await StoredProject.with { stored in
            let recorded = try await stored.store.read { connection in
                let recorder = PlanRecorder(connection)
                try list.read(stored.project, recorder)
                return (statements: recorder.statements.count, steps: recorder.steps, waste: recorder.wastefulSteps)
            }
            #expect(recorded.statements > 0)
            #expect(recorded.waste.isEmpty, "\(recorded.steps)")
        }
    }

    @Test("Issues asked for by number are looked up by number")
    func numbers() async throws {
        try await StoredProject.with { stored in
            let steps = try await stored.store.read { connection in
                var filter = IssueFilter(scope: .project(stored.project), confidentialAccess: .all)
                filter.items.iids = [5, 900]
                let recorder = PlanRecorder(connection)
                _ = try Issues.list(filter, sort: ItemSort(), page: page, in: recorder)
                return recorder.steps
            }
            #expect(steps.first?.contains("(project_id=? AND iid=?)") == true, "\(steps)")
        }
    }

    @Test("What hangs on a page of issues is read in as many statements for one as for a hundred")
    func batches() async throws {
        try await StoredProject.with { stored in
            try await stored.store.write { connection in
                let label = try connection.label("bug", in: stored)
                let milestone = try connection.milestone(1, "First", in: stored)
                for iid in 1...100 as ClosedRange<Int64> {
                    let issue = try connection.issue(iid, in: stored, milestone: milestone)
                    try connection.execute("INSERT INTO issue_labels VALUES ($1, $2)", [issue, label])
                    try connection.execute("INSERT INTO issue_assignees VALUES ($1, $2, 0)", [issue, stored.author])
                }
            }
            let counts = try await stored.store.read { connection in
                try [1, 100].map { size in
                    let filter = IssueFilter(
                        scope: .project(stored.project), confidentialAccess: .all)
                    let issues = try Issues.list(
                        filter, sort: ItemSort(), page: Page(number: 1, size: size), in: connection)
                    let recorder = PlanRecorder(connection)
                    let related = try RelatedRows.of(issues.elements, in: recorder)
                    #expect(related.labels.count == size)
                    #expect(related.assignees.count == size)
                    return recorder.statements.count
                }
            }
            #expect(counts[0] == counts[1])
        }
    }
}
