import Model

/// One of every kind of query this module sends, for checking them against GitHub's schema.
enum GitHubQueries {
    static var all: [(name: String, query: GitHubQuery)] {
        let name = RepositoryName("owner/name")
        let counts = [
            GitHubCursor.ThreadCount(number: 3, threads: 2), GitHubCursor.ThreadCount(number: 12, threads: 1),
        ]
        let reacted = ReactedDraft(target: ReactionTarget(.comment, "1"), nodeID: "IC_1", total: 2)
        return [
            ("counts", GitHubCounts.query(name)),
            ("plan", GitHubPlanQuery.query(name)),
            ("reviews", GitHubReviewQueries.page(name, first: 100, after: nil)),
            ("reviews, changed", GitHubReviewQueries.page(name, first: 100, after: nil, isByChange: true)),
            ("reviews, bare", GitHubReviewQueries.bare(name, after: "cursor")),
            ("reviews, further", GitHubReviewQueries.more(node: "id", first: 100, after: "cursor", what: "reviews")),
            ("timelines of issues", GitHubTimelineQueries.page(name, of: .issue, first: 100, after: nil)),
            ("timelines of pull requests", GitHubTimelineQueries.page(name, of: .mergeRequest, first: 74, after: nil)),
            (
                "timelines of changed issues",
                GitHubTimelineQueries.page(name, of: .issue, first: 9, after: nil, isByChange: true)
            ),
            (
                "timelines of changed pull requests",
                GitHubTimelineQueries.page(name, of: .mergeRequest, first: 9, after: nil, isByChange: true)
            ),
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
            ("reactions", GitHubReactionQueries.page([reacted], first: 2)),
            ("reactions, further", GitHubReactionQueries.more(reacted, first: 100, after: "cursor")),
            ("protection", GitHubProtectionQueries.page(name, [.rules(after: nil), .rulesets(after: nil)], first: 25)),
            ("protection, further", GitHubProtectionQueries.page(name, [.rulesets(after: "cursor")], first: 25)),
            ("protection of old servers", GitHubProtectionQueries.bare(name, after: nil)),
            ("left behind", GitHubLeftBehind.query(name, withScopes: true)),
            ("left behind, without scopes", GitHubLeftBehind.query(name, withScopes: false)),
            ("discussions", GitHubDiscussions.query(name, first: 100, after: nil)),
            ("comments of a discussion", GitHubDiscussions.comments(of: "id", first: 100, after: "cursor")),
            ("people by id", GitHubPeople.query(nodes: ["id"], logins: [])),
            ("people by login", GitHubPeople.query(nodes: [], logins: ["somebody", "else"])),
        ]
    }
}
