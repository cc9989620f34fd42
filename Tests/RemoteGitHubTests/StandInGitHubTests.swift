import Foundation
import FoundationNetworking
import StandIns
import TestSupport
import Testing

/// The stand-in GitHub, on a socket: what the other tests and the demo rely on.
struct StandInGitHubTests {
    @Test func listsArePagedByLinkHeadersToTheLastRow() async throws {
        try await withStandInGitHub(.lantern()) { server in
            let truth = try #require(server.truth("harbour-lights/lantern"))
            let client = Client(server)
            let issues = try await client.all("/repos/harbour-lights/lantern/issues?state=all&per_page=7")
            #expect(issues.count == truth.counts.issues + truth.counts.pullRequests)
            #expect(Set(issues.compactMap { $0["number"] as? Int }) == Set(truth.issues.map(\.number)))
            let pulls = try await client.all("/repos/harbour-lights/lantern/pulls?state=all&per_page=5")
            #expect(pulls.count == truth.counts.pullRequests)
            let comments = try await client.all("/repos/harbour-lights/lantern/issues/comments?per_page=10")
            #expect(
                comments.compactMap { $0["id"] as? Int }
                    == truth.comments.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }.map(\.id))
            let reviewComments = try await client.all("/repositories/720417/pulls/comments?per_page=4")
            #expect(reviewComments.count == truth.counts.reviewComments)
            #expect(server.counts.requests == server.requests.count)
        }
    }

    @Test func sinceLeavesOutWhatHasNotChanged() async throws {
        try await withStandInGitHub(.lantern()) { server in
            let path = "/repos/harbour-lights/lantern/issues/comments?sort=updated&direction=asc&per_page=100"
            let recent = try await Client(server).all("\(path)&since=2023-11-09T00:00:00Z")
            let times = recent.compactMap { $0["updated_at"] as? String }
            let all = try #require(server.truth("harbour-lights/lantern")).comments
            let moment = try Date("2023-11-09T00:00:00Z", strategy: .iso8601)
            #expect(recent.count == all.filter { $0.updatedAt >= moment }.count)
            #expect(times == times.sorted() && !times.isEmpty)
        }
    }

    @Test func reviewCommentsStandOnLinesThatGitHas() async throws {
        try await withStandInGitHub(.lantern()) { server in
            let rows = try await Client(server).all("/repos/harbour-lights/lantern/pulls/comments?per_page=100")
            for row in rows where row["subject_type"] as? String == "line" {
                let hunk = try #require(row["diff_hunk"] as? String)
                #expect(hunk.hasPrefix("@@ ") && hunk.contains("\n"))
                #expect(row["original_position"] is Int)
            }
            let outdated = rows.filter { $0["line"] is NSNull && $0["subject_type"] as? String == "line" }
            #expect(!outdated.isEmpty && outdated.allSatisfy { $0["position"] is NSNull && $0["original_line"] is Int })
        }
    }

    @Test func graphQLAnswersWithThreadsEventsAndCosts() async throws {
        try await withStandInGitHub(.lantern()) { server in
            let truth = try #require(server.truth("harbour-lights/lantern"))
            let answer = try await Client(server).query(
                """
                query($owner: String!, $name: String!, $first: Int = 100) {
                  repository(owner: $owner, name: $name) {
                    all: pullRequests(first: $first, orderBy: {field: CREATED_AT, direction: ASC}) {
                      totalCount
                      nodes { number ...Reviewed timelineItems(first: 100, itemTypes: [MERGED_EVENT]) { filteredCount nodes { __typename ... on MergedEvent { actor { login } commit { oid } } } } }
                    }
                    issues { totalCount }
                  }
                  rateLimit { cost remaining }
                }
                fragment Reviewed on PullRequest {
                  reviews(first: 100) { totalCount }
                  reviewThreads(first: 10) { nodes { isResolved resolvedBy { login } comments(first: 1) { nodes { fullDatabaseId } } } }
                }
                """, ["owner": "harbour-lights", "name": "lantern"])
            let repository = try #require(answer.object("data")?.object("repository"))
            let pulls = try #require(repository.object("all")?["nodes"] as? [[String: Any]])
            #expect(pulls.count == truth.counts.pullRequests)
            let reviews = pulls.compactMap { $0.object("reviews")?["totalCount"] as? Int }.reduce(0, +)
            #expect(reviews == truth.counts.reviews)
            let threads = pulls.flatMap { $0.object("reviewThreads")?["nodes"] as? [[String: Any]] ?? [] }
            #expect(threads.count == truth.counts.reviewThreads)
            #expect(threads.filter { $0["isResolved"] as? Bool == true }.count == truth.counts.resolvedThreads)
            #expect(repository.object("issues")?["totalCount"] as? Int == truth.counts.issues)
            // 1 + 1 + 100 reviews + 100 timelines + 100 thread lists + 1,000 comment lists.
            #expect(answer.object("data")?.object("rateLimit")?["cost"] as? Int == 13)
            #expect(server.counts.points == 13)
        }
    }

    @Test(
        arguments: [
            (
                "{ repository(owner: \"no\", name: \"one\") { id } }", "NOT_FOUND",
                "Could not resolve to a Repository with the name 'no/one'."
            ),
            ("{ viewer { shoeSize } }", nil, "Field 'shoeSize' doesn't exist on type 'User'"),
            (
                "{ repository(owner: \"harbour-lights\", name: \"lantern\") { issues { nodes { id } } } }",
                "MISSING_PAGINATION_BOUNDARIES",
                "You must provide a `first` or `last` value to properly paginate the `issues` connection."
            ),
            (
                "{ repository(owner: \"harbour-lights\", name: \"lantern\") { issues(first: 101) { totalCount } } }",
                "EXCESSIVE_PAGINATION",
                "Requesting 101 records on the `issues` connection exceeds the `first` limit of 100 records."
            ),
        ] as [(String, String?, String)])
    func graphQLSaysWhatIsWrongAsGitHubDoes(query: String, type: String?, message: String) async throws {
        try await withStandInGitHub(.lantern()) { server in
            let errors = try #require(try await Client(server).query(query)["errors"] as? [[String: Any]])
            #expect(errors.first?["message"] as? String == message)
            #expect(errors.first?["type"] as? String == type)
        }
    }

    @Test func nodesAreFoundByTheirGlobalIDs() async throws {
        try await withStandInGitHub(.lantern()) { server in
            let client = Client(server)
            let comments = try await client.all("/repos/harbour-lights/lantern/issues/comments?per_page=100")
            let ids = comments.compactMap { $0["node_id"] as? String }
            let answer = try await client.query(
                "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Reactable { reactions(first: 5) { nodes { content user { login } } } } } }",
                ["ids": ids])
            let nodes = try #require(answer.object("data")?["nodes"] as? [[String: Any]])
            #expect(nodes.compactMap { $0["id"] as? String } == ids)
            let totals = comments.compactMap { $0.object("reactions")?["total_count"] as? Int }
            #expect(nodes.map { ($0.object("reactions")?["nodes"] as? [Any])?.count ?? -1 } == totals)
        }
    }

    @Test func gitClonesTheProjectAndItsWiki() async throws {
        try await withStandInGitHub(.lantern()) { server in
            let refs = try await git("ls-remote", "\(server.url)/harbour-lights/lantern.git")
            let truth = try #require(server.truth("harbour-lights/lantern"))
            for ref in truth.refs {
                #expect(refs.contains("\(truth.commit(ref.commit) ?? "?")\t\(ref.name)"))
            }
            #expect(refs.contains("refs/tags/v1.0.0^{}"))
            let wiki = try await git("ls-remote", "\(server.url)/harbour-lights/lantern.wiki.git")
            #expect(wiki.contains("refs/heads/master"))
            let folder = FileManager.default.temporaryDirectory.appending(path: "stand-in-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            _ = try await git("clone", "--quiet", "--mirror", "\(server.url)/harbour-lights/lantern.git", folder.path)
            let count = try await git("-C", folder.path, "rev-list", "--all", "--count")
            let abandoned = truth.issues.flatMap(\.events).compactMap { event -> Int? in
                if case .story(.headForcePushed(let from, _)) = event.kind { from } else { nil }
            }
            #expect(abandoned.count == 1)
            #expect(
                count.trimmingCharacters(in: .whitespacesAndNewlines) == String(truth.commits.count - abandoned.count))
            let name = try #require(abandoned.first.flatMap { truth.commit($0) })
            _ = try await git("-C", folder.path, "fetch", "--quiet", "origin", name)
        }
    }

    @Test func theSampleIsAlwaysTheSame() async throws {
        let first = try await withStandInGitHub(.lantern()) { $0.truth("harbour-lights/lantern")?.commits }
        let second = try await withStandInGitHub(.lantern()) { $0.truth("harbour-lights/lantern")?.commits }
        #expect(first == second && first?.isEmpty == false)
    }

    @Test func tokensDecideWhatIsSeen() async throws {
        var secret = SampleProject(owner: "harbour-lights", name: "secret", id: 720_500)
        secret.repository.isPrivate = true
        try await withStandInGitHub([.lantern(), secret]) { server in
            let path = "/repos/harbour-lights/secret"
            #expect(try await Client(server).get(path).status == 200)
            #expect(try await Client(server, token: .stranger).get(path).status == 404)
            #expect(try await Client(server, token: .revoked).get(path).status == 401)
            #expect(
                try await Client(server, token: .reader).get("/repos/harbour-lights/lantern/collaborators").status
                    == 403)
            let answer = try await Client(server).get("/user")
            #expect(answer.header("X-OAuth-Scopes") == "read:org, repo, user")
            server.revoke(.owner)
            #expect(try await Client(server).get(path).status == 401)
        }
    }

    @Test func anExhaustedBudgetAnswers403UntilItStartsAnew() async throws {
        try await withStandInGitHub(.lantern()) { server in
            server.exhaust(.owner, seconds: 600)
            let answer = try await Client(server).get("/repos/harbour-lights/lantern")
            #expect(answer.status == 403)
            #expect(answer.header("X-RateLimit-Remaining") == "0")
            #expect(answer.text.contains("API rate limit exceeded"))
            #expect(try await Client(server, token: .second).get("/repos/harbour-lights/lantern").status == 200)
            server.refill()
            #expect(try await Client(server).get("/repos/harbour-lights/lantern").status == 200)
        }
    }

    @Test func faultsStrikeAsOftenAsTheySayAndThenAllIsWell() async throws {
        try await withStandInGitHub(.lantern()) { server in
            let client = Client(server)
            let path = "/repos/harbour-lights/lantern/labels"
            server.inject(StandInFault(path: "/labels", kind: .html502, after: 1))
            #expect(try await client.get(path).status == 200)
            let broken = try await client.get(path)
            #expect(broken.status == 502 && broken.text.hasPrefix("<!DOCTYPE html>"))
            #expect(try await client.get(path).status == 200)
            server.inject(StandInFault(path: "/labels", kind: .truncatedJSON))
            let half = try await client.get(path)
            #expect(half.status == 200 && (try? JSONSerialization.jsonObject(with: half.data)) == nil)
            server.inject(StandInFault(path: "/labels", kind: .secondaryLimit(retryAfter: 7)))
            #expect(try await client.get(path).header("Retry-After") == "7")
            server.inject(StandInFault(path: "/labels", kind: .oversized(bytes: 100_000)))
            #expect(try await client.get(path).data.count == 100_000)
            server.inject(StandInFault(path: "/labels", kind: .deepJSON(depth: 5_000)))
            #expect(try await client.get(path).data.count == 10_000)
            server.inject(StandInFault(path: "/labels", kind: .wrongContentType))
            #expect(try await client.get(path).header("Content-Type")?.hasPrefix("text/html") == true)
            server.inject(StandInFault(path: "/labels", kind: .nextLinkToOtherHost(origin: "http://127.0.0.1:9")))
            #expect(
                try await client.get("\(path)?per_page=2").header("Link")?.hasPrefix("<http://127.0.0.1:9/api/v3/")
                    == true)
            server.inject(StandInFault(path: "/labels", kind: .slowDrip(bytes: 500, pause: .milliseconds(1))))
            #expect(try await client.all(path).count == 8)
            #expect(server.counts.faults == 8)
            #expect(server.requests.filter(\.isFaulty).count == 8)
        }
    }

    @Test(arguments: [StandInFault.Kind.resetMidBody, .dropConnection])
    func aBrokenConnectionIsAnErrorAndTheNextRequestIsFine(kind: StandInFault.Kind) async throws {
        try await withStandInGitHub(.lantern()) { server in
            let client = Client(server)
            server.inject(StandInFault(path: "/labels", kind: kind, count: nil))
            await #expect(throws: (any Error).self) { try await client.get("/repos/harbour-lights/lantern/labels") }
            server.clearFaults()
            let after = try await client.get("/repos/harbour-lights/lantern/labels").status
            #expect(after == 200)
        }
    }

    @Test func aProjectCanChangeWhileItIsRead() async throws {
        try await withStandInGitHub(.lantern()) { server in
            let client = Client(server)
            let path = "/repos/harbour-lights/lantern/issues/1/comments"
            let before = try await client.all(path).count
            server.change("harbour-lights/lantern") { $0.addComment(on: 1, author: "old-salt", "And another thing") }
            #expect(try await client.all(path).last?["body"] as? String == "And another thing")
            #expect(try await client.all(path).count == before + 1)
            server.change("harbour-lights/lantern") { $0.removeIssue(1) }
            #expect(try await client.get("/repos/harbour-lights/lantern/issues/1").status == 404)
            server.remove("harbour-lights/lantern")
            #expect(try await client.get("/repos/harbour-lights/lantern").status == 404)
            await #expect(throws: (any Error).self) {
                try await git("ls-remote", "\(server.url)/harbour-lights/lantern.git")
            }
        }
    }

    @Test func aGeneratedProjectHasAsManyObjectsAsAskedFor() async throws {
        try await withStandInGitHub(.generated(objects: 1_000)) { server in
            let client = Client(server)
            let base = "/repos/harbour-lights/tidebook"
            let issues = try await client.all("\(base)/issues?state=all&per_page=100&sort=updated&direction=asc")
            let comments = try await client.all("\(base)/issues/comments?per_page=100")
            let reviewComments = try await client.all("\(base)/pulls/comments?per_page=100")
            let reviews = try #require(server.truth("harbour-lights/tidebook")).counts.reviews
            #expect(issues.count + comments.count + reviewComments.count + reviews == 1_000)
            #expect(Set(issues.compactMap { $0["number"] as? Int }).count == issues.count)
            let refs = try await git("ls-remote", "\(server.url)/harbour-lights/tidebook.git", "refs/pull/*")
            #expect(refs.split(separator: "\n").count == issues.filter { $0["pull_request"] != nil }.count)
        }
    }

    @Test func itAnswersAtTheRootAsWell() async throws {
        try await withStandInGitHub(.lantern()) { server in
            let answer = try await Client(server, prefix: "").get("/repos/harbour-lights/lantern")
            #expect(answer.status == 200)
            #expect(answer.text.contains("\"url\":\"\(server.url)/repos/harbour-lights/lantern\""))
        }
    }
}

/// A small HTTP client.
private struct Client {
    let server: StandInGitHub
    let token: StandInToken
    let prefix: String

    init(_ server: StandInGitHub, token: StandInToken = .owner, prefix: String = "/api/v3") {
        self.server = server
        self.token = token
        self.prefix = prefix
    }

    struct Answer {
        let status: Int
        let response: HTTPURLResponse
        let data: Data

        var text: String { String(decoding: data, as: UTF8.self) }
        func header(_ name: String) -> String? { response.value(forHTTPHeaderField: name) }
    }

    func get(_ path: String) async throws -> Answer {
        try await send(URLRequest(url: try #require(URL(string: server.url + prefix + path))))
    }

    /// All rows of a list, from page to page.
    func all(_ path: String) async throws -> [[String: Any]] {
        var rows: [[String: Any]] = []
        var next = URL(string: server.url + prefix + path)
        while let url = next {
            let answer = try await send(URLRequest(url: url))
            rows += try #require(try JSONSerialization.jsonObject(with: answer.data) as? [[String: Any]])
            let link = answer.header("Link")?.split(separator: ",").first { $0.contains("rel=\"next\"") }
            next = link.flatMap { URL(string: String($0.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })) }
        }
        return rows
    }

    func query(_ text: String, _ variables: [String: Any] = [:]) async throws -> [String: Any] {
        var request = URLRequest(url: try #require(URL(string: "\(server.url)/api/graphql")))
        request.httpMethod = "POST"
        request.httpBody = try JSONSerialization.data(withJSONObject: ["query": text, "variables": variables])
        let answer = try await send(request)
        return try #require(try JSONSerialization.jsonObject(with: answer.data) as? [String: Any])
    }

    private func send(_ request: URLRequest) async throws -> Answer {
        var request = request
        request.setValue("Bearer \(token.value)", forHTTPHeaderField: "Authorization")
        let session = URLSession(configuration: .ephemeral)
        defer { session.finishTasksAndInvalidate() }
        let (data, response) = try await session.data(for: request)
        let http = try #require(response as? HTTPURLResponse)
        return Answer(status: http.statusCode, response: http, data: data)
    }
}

extension [String: Any] {
    fileprivate func object(_ key: String) -> [String: Any]? { self[key] as? [String: Any] }
}

/// Runs git; throws when it fails.
@discardableResult
private func git(_ arguments: String...) async throws -> String {
    struct Failed: Error { let status: Int32, errors: String }
    let child = try await Child.run("git", arguments)
    guard child.status == 0 else { throw Failed(status: child.status, errors: child.errors) }
    return child.text
}
