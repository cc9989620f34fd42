import Foundation
import Model
import Outbound
import Remote
import RemoteREST
import Testing

@testable import RemoteGitHub

/// Answers of a source that wants to do harm: no number makes a sum overflow, no id an address, no list has no end.
struct HostileAnswerTests {
    private static let most = "9223372036854775807"
    private static let least = "-9223372036854775808"

    private static func gist(id: String, size: String = "1") -> String {
        """
        {"id":"\(id)","html_url":"javascript:alert(1)","git_pull_url":"https://github.com/x.git","public":true,
        "files":{"a":{"filename":"a","size":\(size)},"b":{"filename":"../b","size":\(size)}},"comments":\(least),
        "created_at":"2020-07-07T14:23:51Z","updated_at":"2021-07-19T13:13:37Z"}
        """
    }

    private func gists(
        _ rule: @escaping @Sendable (GitHubRequest) throws(SourceFault) -> SourceAnswer
    ) throws -> (GitHubGists, ScriptedTransport) {
        let transport = ScriptedTransport(rule)
        return (GitHubGists(transport: transport, host: try GitHubHost(hostname: nil)), transport)
    }

    @Test(arguments: [most, least])
    func aGistsSizesAddUpWhateverTheyAre(size: String) throws {
        let gist = try JSONDecoder().decode(GitHubGist.self, from: Data(Self.gist(id: "a1", size: size).utf8)).draft
        #expect(gist.size >= 0 && gist.size <= 1 << 40 && gist.commentCount == 0)
    }

    @Test(arguments: ["../../user", "a/b", "a?b=c", "", "a b", "a%2Fb"])
    func anIDThatIsNoneIsListedAndNeverPartOfAnAddress(id: String) async throws {
        let body = Array("[\(Self.gist(id: id)),\(Self.gist(id: "a1"))]".utf8)
        let (gists, _) = try gists { SourceAnswer(status: 200, body: body, link: nil, url: $0.url) }
        let page = try await gists.page(at: nil)
        #expect(page.gists.map(\.sourceKey) == ["a1"] && page.unreadable.count == 1)
    }

    @Test(arguments: ["1", "0", "-1", "x", "99999999999999999999", "301"])
    func aListThatDoesNotGoForwardEnds(next: String) async throws {
        let (gists, transport) = try gists { request in
            SourceAnswer(
                status: 200, body: Array("[]".utf8),
                link: "<https://api.github.com/gists?page=\(next)>; rel=\"next\"", url: request.url)
        }
        await #expect(throws: RemoteError.self) { try await gists.page(at: nil) }
        #expect(transport.requests.count == 1)
    }

    @Test func aListThatClaimsToBeEndlessIsNotBelieved() throws {
        let url = try OutboundURL("https://api.github.com/repositories/1/pulls")
        for last in ["9223372036854775807", "1000000000000", "99999999999999999999", "-5", "0"] {
            let links = try GitHubLinks(
                "<\(url)?page=2>; rel=\"next\", <\(url)?page=\(last)>; rel=\"last\"", from: url)
            let following = ListCursor.beginning.following(links, lastChange: nil, deepest: nil)
            #expect(following == [.page(number: 2, of: 2)])
        }
    }

    @Test(arguments: [most, least, "-1"])
    func countsStayInBoundsThatCanBeAddedUp(count: String) throws {
        let total = #"{"totalCount":\#(count)}"#
        let counts = try GitHubCounts.read(Payloads.data(#""repository":{"issues":\#(total),"labels":\#(total)}"#))
        #expect(counts.values.allSatisfy { (0...(1 << 40)).contains($0) })
        let item = """
            {"__typename":"PullRequest","id":"PR_1","number":1,"closingIssuesReferences":{"totalCount":\(count),"nodes":[]},
            "timelineItems":{"filteredCount":\(count),\(Payloads.noFurther),"nodes":[]}}
            """
        let page = try GitHubRemote.map(
            Payloads.data(#""repository":{"items":{\#(Payloads.noFurther),"nodes":[\#(item)]}}"#), of: .timelines)
        #expect(page.announcements.allSatisfy { (0...(1 << 40)).contains($0.count) })
        let reviews = """
            {"id":"PR_1","number":1,"reviews":{"totalCount":\(count),\(Payloads.noFurther),"nodes":[]}}
            """
        _ = try GitHubRemote.map(
            Payloads.data(#""repository":{"pullRequests":{\#(Payloads.noFurther),"nodes":[\#(reviews)]}}"#),
            of: .reviews)
    }

    @Test(arguments: ["{}", "{\"totalCount\":3}", "{\"nodes\":null}"])
    func aListThatDoesNotComeIsALineAndNotNothing(list: String) throws {
        let reviews = try GitHubRemote.map(
            Payloads.pulls(#"{"id":"PR_1","number":7,"reviews":\#(list)}"#), of: .reviews)
        #expect(reviews.exceptions.contains { $0.kind == .review && $0.outcome == .failed })
        let whole = try GitHubRemote.map(Payloads.data(#""repository":{"pullRequests":\#(list)}"#), of: .reviews)
        #expect(whole.exceptions.count == 1)
        let threads = try GitHubRemote.map(
            Payloads.data(#""repository":{"p7":{"number":7,"reviewThreads":\#(list)}}"#), of: .reviewThreads)
        #expect(threads.exceptions.contains { $0.kind == .reviewThread && $0.outcome == .failed })
    }

    @Test(arguments: ["reviews", "reviewThreads"])
    func aPullRequestThatComesWithoutWhatWasAskedForIsALine(name: String) throws {
        let isReviews = name == "reviews"
        let payload =
            isReviews
            ? Payloads.pulls(#"{"id":"PR_1","number":7,"reviews":null}"#)
            : Payloads.data(#""repository":{"p7":{"number":7,"reviewThreads":null}}"#)
        let page = try GitHubRemote.map(payload, of: isReviews ? .reviews : .reviewThreads)
        #expect(page.exceptions.map(\.sourceKey) == ["pull request 7"])
    }

    @Test func aCollaboratorThatIsNothingIsALine() throws {
        let page = try GitHubRemote.map(
            Array(#"{"direct":[null],"outside":[],"teams":[null]}"#.utf8), of: .collaborators)
        #expect(page.drafts.isEmpty && page.exceptions.count == 2)
    }

    @Test func whatHasAnEmptyNameIsCalledByItsPlace() throws {
        let page = try GitHubRemote.map(Array(#"[{"id":""},{"id":"","html_url":""}]"#.utf8), of: .issues)
        #expect(page.exceptions.map(\.sourceKey) == [.unnamed(at: 0), .unnamed(at: 1)])
        #expect(Set(["issues 1", "issues 2"].map { SourceKey.unnamed(at: 0).on(page: $0) }).count == 2)
    }

    @Test func noTextHoldsANULWhoeverWroteIt() throws {
        let user = #"{"login":"a\u0000da","id":7,"node_id":"N\u0000","type":"User"}"#
        let issue = Payloads.issue(1, #","extra":"\\u0000 \u0000""#, user: user)
        let page = try GitHubRemote.map(Payloads.list(issue), of: .issues)
        #expect(page.exceptions.isEmpty)
        #expect(!String(reflecting: page).contains("\\0"))
        guard case .issue(let draft)? = page.drafts.first else {
            Issue.record("no issue")
            return
        }
        #expect(draft.author?.login == "ada")
    }

    @Test func estimatesOfAnEndlessProjectAreNumbers() {
        let most = Int64.max.asCount
        let estimate = GitHubEstimate(
            counts: Dictionary(uniqueKeysWithValues: ObjectKind.allCases.map { ($0, most) }), people: most,
            discussions: most, settings: ImportSettings(paginationLimit: 2),
            permissions: nil)
        for collection in Collection.allCases { #expect(estimate.cost(of: collection).requests >= 0) }
    }
}

extension Payloads {
    fileprivate static let noFurther = #""pageInfo":{"hasNextPage":false,"endCursor":null}"#
}
