import Model
import Remote

/// Which threads of review comments are resolved: only GraphQL knows. The comments themselves come by REST; the first
/// one's id joins the two.
struct GitHubReviewThread: Decodable, Sendable {
    var isResolved: Bool
    var resolvedBy: GitHubActor?
    var comments: Comments

    struct Comments: Decodable, Sendable {
        var totalCount: Int64?
        var nodes: [Comment?]?

        enum CodingKeys: String, CodingKey {
            case totalCount
            case nodes
        }
    }

    struct Comment: Decodable, Sendable {
        var id: DatabaseID
        var url: String?
        var isMinimized: Bool?
        var minimizedReason: String?

        enum CodingKeys: String, CodingKey {
            case id = "fullDatabaseId"
            case url
            case isMinimized
            case minimizedReason
        }
    }

    enum CodingKeys: String, CodingKey {
        case isResolved
        case resolvedBy
        case comments
    }

    static let fragment = """
        fragment thread on PullRequestReviewThread {
          isResolved
          resolvedBy { ...person }
          comments(first: 100) { totalCount nodes { fullDatabaseId url isMinimized minimizedReason } }
        }
        """

    /// Threads of several pull requests, as many of each as the review comments have shown. The first level costs a
    /// call for each pull request, the second one for each thread.
    static func query(_ name: RepositoryName, _ counts: [GitHubCursor.ThreadCount]) -> GitHubQuery {
        let fields = counts.map { count in
            """
            p\(count.number): pullRequest(number: \(count.number)) {
              number
              reviewThreads(first: \(clamped(count.threads))) { totalCount \(GraphQLPageInfo.selection) nodes { ...thread } }
            }
            """
        }
        return GitHubQuery(
            text: """
                query($owner: String!, $name: String!) {
                  \(GitHubQuery.rateLimit)
                  repository(owner: $owner, name: $name) {
                \(fields.joined(separator: "\n"))
                  }
                }
                \(fragment)
                \(GitHubActor.fragment)
                """,
            variables: name.variables, calls: counts.reduce(0) { $0 + calls($1) },
            what: "the review threads of \(name)")
    }

    /// Further threads of one pull request.
    static func more(_ name: RepositoryName, number: Int64, first: Int, after: String) -> GitHubQuery {
        GitHubQuery(
            text: """
                query($owner: String!, $name: String!, $number: Int!, $first: Int!, $after: String) {
                  \(GitHubQuery.rateLimit)
                  repository(owner: $owner, name: $name) {
                    further: pullRequest(number: $number) {
                      number
                      reviewThreads(first: $first, after: $after) { \(GraphQLPageInfo.selection) nodes { ...thread } }
                    }
                  }
                }
                \(fragment)
                \(GitHubActor.fragment)
                """,
            variables: name.variables(first: first, after: after)
                .merging(["number": .number(Int(clamping: number))]) { _, new in new },
            calls: 1 + first, what: "the review threads of pull request \(number) of \(name)")
    }

    /// Groups that cost one point each: GitHub rounds 149 calls down to one.
    /// - Parameter pageSize: pull requests in a group at most.
    static func batches(
        _ pulls: [KnownObjects.ThreadedPullRequest], pageSize: Int = 100
    ) -> [[GitHubCursor.ThreadCount]] {
        var batches: [[GitHubCursor.ThreadCount]] = []
        var room = 0
        for pull in pulls.sorted(by: { $0.number < $1.number }) {
            let count = GitHubCursor.ThreadCount(number: pull.number, threads: clamped(pull.threads))
            if room < calls(count) || batches.last.map({ $0.count >= pageSize }) ?? true {
                batches.append([])
                room = 149
            }
            batches[batches.count - 1].append(count)
            room -= calls(count)
        }
        return batches
    }

    private static func calls(_ count: GitHubCursor.ThreadCount) -> Int { 1 + clamped(count.threads) }

    private static func clamped(_ threads: Int) -> Int { min(max(threads, 1), 100) }
}
