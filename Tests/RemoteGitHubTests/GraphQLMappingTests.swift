import Model
import Remote
import Testing

@testable import RemoteGitHub

@Suite("GraphQL answers become drafts")
struct GraphQLMappingTests {
    @Test(
        "reviews keep verdict and author; pending ones are nobody's business",
        arguments: [
            ("APPROVED", ReviewDraft.Verdict.approved), ("CHANGES_REQUESTED", .changesRequested),
            ("COMMENTED", .commented),
            ("DISMISSED", .dismissed),
        ])
    func reviews(_ state: String, _ verdict: ReviewDraft.Verdict) throws {
        let payload = Payloads.pulls(
            Payloads.pullNode(
                12,
                reviews: Payloads.review(
                    "9007199254740993", state: state, author: Payloads.actor("ada", 7, name: "Ada")),
                Payloads.review("2", state: "PENDING", author: nil)))
        let page = try GitHubRemote.map(payload, of: .reviews)
        let ada = PersonDraft(identifier: "7", login: "ada", name: "Ada", nodeID: "N7")
        guard case .review(let review) = page.drafts.first else {
            Testing.Issue.record("no review")
            return
        }
        #expect(review.sourceKey == "9007199254740993" && review.verdict == verdict && review.author == ada)
        #expect(page.drafts.dropFirst() == [.personName(ada)])
        #expect(page.said == [.review: 1])
        #expect(page.exceptions.isEmpty)
    }

    @Test("an unknown state, a null and a malformed review are listed, and counted as announced")
    func badReviews() throws {
        let payload = Payloads.pulls(
            Payloads.pullNode(
                12, reviews: Payloads.review("1", state: "PONDERED", author: nil), "null", #"{"fullDatabaseId":"3"}"#,
                Payloads.review("4", state: "APPROVED", author: nil)))
        let page = try GitHubRemote.map(payload, of: .reviews)
        #expect(page.drafts.count == 1)
        #expect(page.exceptions.map(\.outcome) == [.failed, .failed, .failed])
        #expect(Set(page.exceptions.map(\.sourceKey)).isSuperset(of: ["1", "3"]))
        #expect(page.said == [.review: 4])
    }

    @Test("further reviews of one pull request are not announced twice")
    func furtherReviews() throws {
        let node = Payloads.pullNode(12, reviews: Payloads.review("5", state: "APPROVED", author: nil), total: 101)
        let page = try GitHubRemote.map(Payloads.data(#""node":\#(node)"#), of: .reviews)
        #expect(page.drafts.count == 1)
        #expect(page.said.isEmpty)
    }

    @Test("threads are joined by their first comment; a vanished pull request is listed")
    func threads() throws {
        let thread = """
            {"isResolved":true,"resolvedBy":\(Payloads.actor("ada", 7, name: "Ada")),"comments":{"nodes":[{"fullDatabaseId":"77"}]}},
            {"isResolved":false,"resolvedBy":null,"comments":{"nodes":[]}}
            """
        let payload = Payloads.data(
            """
            "repository":{"p12":{"number":12,"reviewThreads":{"totalCount":2,"pageInfo":\(Payloads.pageInfo(nil)),"nodes":[\(thread)]}},
            "p13":null}
            """)
        let page = try GitHubRemote.map(payload, of: .reviewThreads)
        let ada = PersonDraft(identifier: "7", login: "ada", name: "Ada", nodeID: "N7")
        var resolution = ThreadResolutionDraft(
            threadKey: "77", mergeRequestNumber: 12, isResolved: true, resolvedBy: ada)
        resolution.comments = ["77"]
        #expect(page.drafts == [.threadResolution(resolution), .personName(ada)])
        #expect(page.exceptions.map(\.sourceKey) == ["pull request 12", "pull request 13"])
        #expect(page.said == [.reviewThread: 2])
    }

    @Test("people: those who vanished do not fail the batch")
    func people() throws {
        let payload = Payloads.data(
            """
            "nodes":[null,\(Payloads.actor("ada", 7, name: "Ada")),{"odd":1}],"user0":null,
            "user1":\(Payloads.actor("bo", 8, name: ""))
            """)
        let page = try GitHubRemote.map(payload, of: .people)
        #expect(
            page.drafts == [
                .personName(PersonDraft(identifier: "7", login: "ada", name: "Ada", nodeID: "N7")),
                .personName(PersonDraft(identifier: "8", login: "bo", name: "bo", nodeID: "N8")),
            ])
    }

    @Test(
        "every query asks what it costs, uses what it declares, and asks for no more than a hundred",
        arguments: GitHubQueries.all.map(\.query))
    func queries(_ query: GitHubQuery) throws {
        #expect(query.text.contains("rateLimit { cost"))
        #expect(query.text.filter { $0 == "{" }.count == query.text.filter { $0 == "}" }.count)
        let head = query.text.prefix { $0 != "{" }
        let declared = Set(head.matches(of: /\$(\w+):/).map { String($0.1) })
        let used = Set(query.text.dropFirst(head.count).matches(of: /\$(\w+)/).map { String($0.1) })
        #expect(declared == used)
        #expect(declared == Set(query.variables.keys))
        let defined = query.text.matches(of: /fragment (\w+) on/).map { String($0.1) }
        let spread = Set(query.text.matches(of: /\.\.\.(\w+)/).map { String($0.1) })
        #expect(Set(defined) == spread && defined.count == spread.count)
        #expect(query.text.matches(of: /(?:first|last): (\d+)/).allSatisfy { (Int($0.1) ?? 999) <= 100 })
        #expect(query.cost >= 1)
    }

    @Test("a hundred pull requests cost a point, and so does a batch of threads")
    func costs() {
        let name = RepositoryName("a/b")
        #expect(GitHubReviewQueries.page(name, first: 100, after: nil).cost == 1)
        let pulls = (1...60).map { KnownObjects.ThreadedPullRequest(number: $0, sourceKey: "x", threads: 3) }
        let batches = GitHubReviewThread.batches(pulls)
        #expect(batches.map { GitHubReviewThread.query(name, $0).cost } == [1, 1])
        #expect(batches.flatMap { $0 }.map(\.number) == Array(1...60))
    }

    @Test("people are asked for a hundred at a time, each once, by id where it is known")
    func peopleBatches() {
        let people = (1...150).map {
            PersonDraft(identifier: "\($0)", login: "u\($0)", nodeID: $0 == 2 ? nil : "N\($0)")
        }
        let batches = GitHubPeople.batches(people + people)
        #expect(batches.count == 2)
        guard case .people(let nodes, let logins)? = batches.first else {
            Testing.Issue.record("no people")
            return
        }
        #expect(nodes.count == 99 && logins == ["u2"])
    }
}
