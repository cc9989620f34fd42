import Model
import Remote
import RemoteREST

/// The youngest pull requests, from which the others are reckoned.
struct CloudSample: Decodable, Sendable {
    var size: Int64?
    var values: [Row]?

    struct Row: Decodable, Sendable {
        var commentCount: Int64?
        var taskCount: Int64?

        enum CodingKeys: String, CodingKey {
            case commentCount = "comment_count"
            case taskCount = "task_count"
        }
    }

    enum CodingKeys: String, CodingKey {
        case size
        case values
    }

    /// Of all pull requests, by the sample.
    func total(_ count: (Row) -> Int64) -> Int64 {
        guard let values, !values.isEmpty, let size else { return 0 }
        let sampled = values.reduce(0) { $0 + min(max(count($1), 0), 1 << 20) }
        let all = Double(sampled) / Double(values.count) * Double(size.asCount)
        return Int64(min(all.rounded(.up), 1e12))
    }
}

/// What reading each collection will cost, by the same rules as the reader pages.
struct CloudEstimate: Sendable {
    var sample: CloudSample
    var counts: [ObjectKind: Int64]
    var settings: ImportSettings

    private var pullRequests: Int64 { counts[.pullRequest] ?? 0 }
    private var issues: Int64 { counts[.issue] ?? 0 }

    /// Comments, and about six changes and verdicts on each pull request: opened, pushed to, approved, merged.
    private var activities: Int64 { sample.total { $0.commentCount ?? 0 } + 6 * pullRequests }

    var costs: [SourcePlan.Cost] {
        let feed = Self.pages(activities, 50)
        let hasTracker = counts[.issue] != nil
        let rows = [
            list("labels", hasTracker ? 2 : 0), list("milestones", hasTracker ? 1 : 0), list("releases", 1),
            SourcePlan.Cost("pull_requests", requests: pages(pullRequests), inRow: pages(pullRequests)),
            SourcePlan.Cost("timelines", requests: feed + issues, inRow: feed),
            list("tasks", sample.total { ($0.taskCount ?? 0) > 0 ? 1 : 0 }),
            SourcePlan.Cost("issues", requests: hasTracker ? Self.pages(issues, 100) : 1),
            // Comments and attachments of each: the list says of neither whether there are any.
            list("comments", 2 * issues),
            list("collaborators", settings.collaboratorsImport ? 2 : 0), list("protection", 3),
            // Heads that git does not have.
            list("commits", pullRequests / 10), list("left behind", 5), list("recount", 4),
        ]
        guard settings.commitCommentsImport else { return rows }
        return rows + [
            SourcePlan.Cost("commit_comments", note: "one for each commit; how many is known when git is here")
        ]
    }

    private func list(_ name: String, _ requests: Int64) -> SourcePlan.Cost {
        SourcePlan.Cost(name, requests: requests)
    }

    private func pages(_ count: Int64) -> Int64 { Self.pages(count, 50) }

    private static func pages(_ count: Int64, _ size: Int64) -> Int64 { max(1, (count + size - 1) / size) }
}
