import Model

/// One of every kind of query this module sends, for checking them against GitHub's schema.
enum GitHubQueries {
    static var all: [(name: String, query: GitHubQuery)] {
        let name = RepositoryName("owner/name")
        let counts = [
            GitHubCursor.ThreadCount(number: 3, threads: 2), GitHubCursor.ThreadCount(number: 12, threads: 1),
        ]
        return [
            ("counts", GitHubCounts.query(name)),
            ("reviews", GitHubReviewQueries.page(name, first: 100, after: nil)),
            ("reviews, bare", GitHubReviewQueries.bare(name, after: "cursor")),
            ("reviews, further", GitHubReviewQueries.more(node: "id", first: 100, after: "cursor", what: "reviews")),
            ("timelines of issues", GitHubTimelineQueries.page(name, of: .issue, first: 100, after: nil)),
            ("timelines of pull requests", GitHubTimelineQueries.page(name, of: .mergeRequest, first: 74, after: nil)),
            ("issues, bare", GitHubTimelineQueries.bare(name, of: .issue, after: "cursor")),
            ("pull requests, bare", GitHubTimelineQueries.bare(name, of: .mergeRequest, after: "cursor")),
            (
                "timeline of an issue",
                GitHubTimelineQueries.more(.issue, node: "id", first: 100, after: "cursor", what: "a timeline")
            ),
            (
                "timeline of a pull request",
                GitHubTimelineQueries.more(.mergeRequest, node: "id", first: 100, after: nil, what: "a timeline")
            ),
            ("threads", GitHubReviewThread.query(name, counts)),
            ("threads, further", GitHubReviewThread.more(name, number: 3, first: 100, after: "cursor")),
            ("people by id", GitHubPeople.query(nodes: ["id"], logins: [])),
            ("people by login", GitHubPeople.query(nodes: [], logins: ["somebody", "else"])),
        ]
    }
}
