import Foundation
import Logging
import Model
import Outbound
import Remote
import RemoteREST
import StandIns
import Testing

@testable import RemoteGitHub

/// GitHub Enterprise servers whose schema is some years old.
@Suite("Servers that do not know all that is asked")
struct OldServerTests {
    private struct Outcome {
        var page: MappedPage
        var queries: Int
        var points: Int
    }

    private func read(_ collection: Collection, lacking gaps: Set<String>) async throws -> Outcome {
        var configuration = StandInConfiguration()
        configuration.schemaGaps = gaps
        return try await withStandInGitHub(.lantern(), configuration: configuration) { server in
            let outbound = OutboundClient(
                policy: AddressPolicy(allowed: [try CIDR("127.0.0.0/8")]),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            return try await OutboundClient.with(outbound) { outbound in
                let page = try await Self.everything(server, outbound, collection)
                return Outcome(page: page, queries: server.counts.queries, points: server.counts.points)
            }
        }
    }

    private static func everything(
        _ server: StandInGitHub, _ outbound: OutboundClient, _ collection: Collection
    ) async throws -> MappedPage {
        let provider = GitHubRemoteProvider(
            outbound: outbound, keepers: BudgetKeepers(), version: "test",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, account: { _ in "somebody" })
        let credential = Secret(StandInToken.owner.value)
        let facts = try await provider.probe(
            ProbeRequest(
                kind: .github, hostname: server.url, repository: .fullName("harbour-lights/lantern"),
                credential: credential, wantsCollaborators: false))
        let remote = try provider.remote(
            for: facts.source, credential: credential, settings: ImportSettings(paginationLimit: 100))
        server.resetCounts()
        var queue = remote.beginnings(of: collection, knowing: .nothing)
        var all = MappedPage()
        while !queue.isEmpty {
            let page = try await remote.page(of: collection, at: queue.removeFirst())
            all.append(try remote.map(page.payload, of: collection))
            queue += page.following
        }
        return all
    }

    private func told(_ page: MappedPage) -> Set<String> {
        Set(
            page.exceptions.filter { $0.reason.hasPrefix("this GitHub server is too old") }.map {
                $0.reason.components(separatedBy: "to tell ").last ?? ""
            })
    }

    @Test("kinds of events and fields a server lacks are left out and named once; all else arrives")
    func timelines() async throws {
        let gaps: Set<String> = [
            "ParentIssueAddedEvent", "SubIssueAddedEvent", "AddedToMergeQueueEvent", "Issue.parent", "Issue.isPinned",
            "ClosedEvent.stateReason",
        ]
        let whole = try await read(.timelines, lacking: [])
        let old = try await read(.timelines, lacking: gaps)
        #expect(told(whole.page).isEmpty && whole.queries == 2)
        #expect(told(old.page) == gaps)
        let lost: Set<String> = ["parentAdded", "subIssueAdded", "addedToMergeQueue"]
        let names = { (page: MappedPage) in
            page.drafts.compactMap { draft -> String? in
                guard case .timelineEvent(let event) = draft else { return nil }
                let kind = String(String(describing: event.event).prefix { $0.isLetter })
                return lost.contains(kind) ? nil : "\(kind) \(event.sourceKey)"
            }.sorted()
        }
        #expect(names(old.page) == names(whole.page) && !names(old.page).isEmpty)
    }

    @Test("asking again costs a few queries, once, and no points")
    func cost() async throws {
        let whole = try await read(.timelines, lacking: [])
        let old = try await read(.timelines, lacking: ["ParentIssueAddedEvent", "Issue.parent"])
        #expect(old.queries <= whole.queries + 4)
        #expect(old.points <= whole.points + 2)
    }

    @Test("reviews keep their numbers on a server that has only the old ones")
    func reviews() async throws {
        let whole = try await read(.reviews, lacking: [])
        let gaps: Set<String> = ["PullRequestReview.fullDatabaseId", "PullRequestReview.isMinimized"]
        let old = try await read(.reviews, lacking: gaps)
        #expect(told(old.page) == ["PullRequestReview.isMinimized"])
        let keys = { (page: MappedPage) in
            page.drafts.compactMap { draft -> String? in
                guard case .review(let review) = draft else { return nil }
                return "\(review.sourceKey)"
            }.sorted()
        }
        #expect(keys(old.page) == keys(whole.page) && !keys(old.page).isEmpty)
    }

    @Test("protection is read without rulesets where there are none")
    func protection() async throws {
        let old = try await read(.protection, lacking: ["Repository.rulesets", "RepositoryRuleset"])
        #expect(told(old.page).contains("Repository.rulesets"))
        #expect(!old.page.drafts.isEmpty)
    }

    @Test(
        "a server that knows a collection not at all costs one line, and no import",
        arguments: [Collection.timelines, .reviews, .reactions, .reviewThreads, .people])
    func refusal(collection: Collection) async throws {
        let refusal = #"{"errors":[{"extensions":{"code":"undefinedField"},"message":"no"}]}"#
        let transport = ScriptedTransport { request in
            SourceAnswer(status: 200, body: Array(refusal.utf8), link: nil, url: request.url)
        }
        let remote = GitHubRemote(
            reader: GitHubReader(
                transport: transport, host: try GitHubHost(hostname: nil), repositoryID: 7,
                name: RepositoryName("a/b"), pageSize: 100), git: .unused)
        var known = KnownObjects(
            threadedPullRequests: [.init(number: 3, sourceKey: "3", threads: 1)],
            namelessPeople: [PersonDraft(identifier: "7", login: "ada", name: "ada")])
        known.reacted = [ReactedDraft(target: ReactionTarget(.comment, "1"), nodeID: "IC_1", total: 2)]
        let cursor = try #require(remote.beginnings(of: collection, knowing: known).first)
        let page = try await remote.page(of: collection, at: cursor)
        let mapped = try remote.map(page.payload, of: collection)
        #expect(mapped.drafts.isEmpty && page.following.isEmpty && transport.requests.count == 1)
        #expect(mapped.exceptions.count == (collection == .people ? 0 : 1))
    }

    @Test("every query stands, written anew from its tree", arguments: GitHubQueries.all.map(\.name))
    func queries(name: String) throws {
        let query = try #require(GitHubQueries.all.first { $0.name == name }?.query)
        let tree = try #require(QueryTree(query.text))
        let again = try #require(QueryTree(tree.text))
        #expect(tree.text == again.text)
        let words = { (text: String) in text.filter { !$0.isWhitespace && $0 != "," } }
        #expect(words(tree.text) == words(query.text))
    }
}
