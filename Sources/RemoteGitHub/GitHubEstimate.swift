import Model
import Remote

/// What reading each collection will cost, by the same rules as the readers page: a line for each, beside nothing else,
/// so that whoever changes how a collection is read finds here what to change with it.
struct GitHubEstimate: Sendable {
    var counts: [ObjectKind: Int64]
    /// Accounts that have something to do with the repository.
    var people: Int64
    var discussions: Int64
    var settings: ImportSettings
    var permissions: RepositoryFacts.Permissions?

    func cost(of collection: Collection) -> SourcePlan.Cost {
        let name = collection.rawValue
        return switch collection {
        case .labels: list(name, count(.label))
        case .milestones: list(name, count(.milestone))
        case .releases: list(name, count(.release))
        // The list of issues holds the pull requests too, and hands out one cursor after the other.
        case .issues: list(name, count(.issue) + count(.pullRequest), deepest: 10_000, isInRow: true)
        case .pullRequests: list(name, count(.pullRequest))
        case .comments: list(name, count(.note), deepest: 30_000)
        case .reviewComments: list(name, count(.diffNote), deepest: 30_000)
        case .reviews: SourcePlan.Cost(name, points: pages(count(.pullRequest)))
        case .reviewThreads: SourcePlan.Cost(name, points: threads)
        case .timelines: timelines(name)
        // About every eighth object has any.
        case .reactions: SourcePlan.Cost(name, points: pages((everythingSaid + 7) / 8))
        case .commitComments: list(name, 0)
        // Direct and outside ones, and the teams.
        case .collaborators:
            SourcePlan.Cost(name, requests: settings.collaboratorsImport && permissions?.mayPush == true ? 3 : 0)
        case .protection: SourcePlan.Cost(name, requests: 1, points: 1)
        case .discussions: SourcePlan.Cost(name, points: discussions == 0 ? 0 : pages(discussions))
        case .tasks: SourcePlan.Cost(name)
        // Those whom only REST has named: about half of them.
        case .people: SourcePlan.Cost(name, points: people == 0 ? 0 : pages((people + 1) / 2))
        }
    }

    /// The second look at what has changed, and the counts at the end.
    var recount: SourcePlan.Cost { SourcePlan.Cost("recount", requests: 4, points: 1) }

    /// What is counted and not brought; only an administrator is told of webhooks and autolinks.
    var leftBehind: SourcePlan.Cost {
        SourcePlan.Cost("left behind", requests: permissions?.isAdministrator == true ? 2 : 0, points: 1)
    }

    private func count(_ kind: ObjectKind) -> Int64 { counts[kind] ?? 0 }

    private var pageSize: Int64 { Int64(min(max(settings.paginationLimit, 1), 100)) }

    /// An empty list is a page too.
    private func pages(_ count: Int64) -> Int64 { max(1, (count + pageSize - 1) / pageSize) }

    /// A list longer than GitHub pages through is begun once, and then walked by change: each page begins with the
    /// last row of the one before.
    private func list(
        _ name: String, _ count: Int64, deepest: Int64 = .max, isInRow: Bool = false
    ) -> SourcePlan.Cost {
        guard count > deepest, pageSize > 1 else {
            return SourcePlan.Cost(name, requests: pages(count), inRow: isInRow ? pages(count) : nil)
        }
        let walked = 1 + (count - 1) / (pageSize - 1)
        return SourcePlan.Cost(name, requests: 1 + walked, inRow: 1 + walked)
    }

    private func timelines(_ name: String) -> SourcePlan.Cost {
        let largest = min(pageSize, Int64(GitHubTimelineQueries.largestPage(of: .mergeRequest)))
        let (issues, pulls) = (pages(count(.issue)), max(1, (count(.pullRequest) + largest - 1) / largest))
        return SourcePlan.Cost(name, points: issues + pulls, inRow: max(issues, pulls))
    }

    /// About three comments in five begin a thread, and a pull request that has any has three; 149 calls are a point.
    private var threads: Int64 {
        guard count(.diffNote) > 0 else { return 0 }
        let threads = max(1, count(.diffNote) * 3 / 5)
        let calls = threads + max(1, threads / 3)
        return max((calls + 148) / 149, pages(threads / 3))
    }

    private var everythingSaid: Int64 {
        count(.issue) + count(.pullRequest) + count(.note) + count(.diffNote)
    }
}
