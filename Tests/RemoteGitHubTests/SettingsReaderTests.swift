import Foundation
import Model
import Outbound
import Remote
import RemoteREST
import Synchronization
import Testing

@testable import RemoteGitHub

@Suite("Reading what a repository has besides its objects")
struct SettingsReaderTests {
    private func remote(
        host: String? = nil, _ rule: @escaping @Sendable (GitHubRequest) throws(SourceFault) -> SourceAnswer
    ) throws -> (GitHubRemote, ScriptedTransport) {
        let transport = ScriptedTransport(rule)
        let reader = GitHubReader(
            transport: transport, host: try GitHubHost(hostname: host), repositoryID: 7, name: RepositoryName("a/b"),
            pageSize: 100)
        return (GitHubRemote(reader: reader, git: .unused), transport)
    }

    private static func answer(_ request: GitHubRequest, _ status: Int, _ body: String) -> SourceAnswer {
        SourceAnswer(status: status, body: Array(body.utf8), link: nil, url: request.url)
    }

    private static func facts(isAdministered: Bool) -> RepositoryFacts {
        var facts = RepositoryFacts(
            source: ImportSource(
                kind: .github, webOrigin: "https://github.com", apiBase: "https://api.github.com", repositoryID: 7,
                fullName: "a/b", cloneURL: "https://github.com/a/b.git"),
            name: "b", description: nil, homepage: nil, topics: [], visibility: .public, defaultBranch: "main",
            isArchived: false, hasWiki: false, hasIssues: true, sizeInKibibytes: nil,
            createdAt: Timestamp(millisecondsSinceEpoch: 0), pushedAt: nil)
        facts.details = RepositoryDetails()
        facts.details?.isAdministered = isAdministered
        return facts
    }

    @Test("collaborators cost three requests, and one where the token may not push")
    func collaborators() async throws {
        let (remote, transport) = try remote { request in
            Self.answer(request, request.url.path.hasSuffix("teams") ? 404 : 200, "[]")
        }
        let page = try await remote.page(of: .collaborators, at: GitHubCursor.collaborators.cursor)
        #expect(transport.requests.count == 3 && page.following.isEmpty)
        #expect(try remote.map(page.payload, of: .collaborators) == MappedPage(announced: [.collaborator: 0]))
        let (stranger, asked) = try self.remote { request in Self.answer(request, 403, "{}") }
        let hidden = try await stranger.page(of: .collaborators, at: GitHubCursor.collaborators.cursor)
        #expect(asked.requests.count == 1)
        #expect(try stranger.map(hidden.payload, of: .collaborators).exceptions.map(\.outcome) == [.skipped])
    }

    @Test("long lists are read to their end")
    func pages() async throws {
        let (remote, transport) = try remote { request in
            guard request.url.path.hasSuffix("collaborators"), request.url.query?.contains("direct") == true else {
                return Self.answer(request, 200, "[]")
            }
            let number = request.value("page") ?? 1
            let row = #"{"login":"p\#(number)","id":\#(number),"role_name":"read","permissions":{}}"#
            var answer = Self.answer(request, 200, " [\(row)]\n")
            if number < 3 { answer.link = "<\(request.url)&page=\(number + 1)>; rel=\"next\"" }
            return answer
        }
        let page = try await remote.page(of: .collaborators, at: GitHubCursor.collaborators.cursor)
        #expect(try remote.map(page.payload, of: .collaborators).drafts.count == 3)
        // What takes several pages is read until two readings agree: rows move between them.
        #expect(transport.requests.count == 3 * 2 + 2)
    }

    @Test("a row that moves between pages while they are read is not lost")
    func moving() async throws {
        let readings = Mutex(0)
        let (remote, _) = try remote { request in
            guard request.url.path.hasSuffix("collaborators"), request.url.query?.contains("direct") == true else {
                return Self.answer(request, 200, "[]")
            }
            let number = request.value("page") ?? 1
            let reading = readings.withLock { count in
                if number == 1 { count += 1 }
                return count
            }
            // In the first reading the second row has moved to the first page after that was read.
            let rows = number == 1 ? [1] : reading == 1 ? [3] : [2, 3]
            let texts = rows.map { #"{"login":"p\#($0)","id":\#($0),"role_name":"read","permissions":{}}"# }
            var answer = Self.answer(request, 200, "[\(texts.joined(separator: ","))]")
            if number == 1 { answer.link = "<\(request.url)&page=2>; rel=\"next\"" }
            return answer
        }
        let page = try await remote.page(of: .collaborators, at: GitHubCursor.collaborators.cursor)
        #expect(try remote.map(page.payload, of: .collaborators).drafts.count == 3)
        #expect(readings.withLock { $0 } == 3)
    }

    private static func protection(_ next: String?, rule: String) -> String {
        """
        {"data":{"repository":{"url":"https://github.com/a/b","viewerCanAdminister":true,"defaultBranchRef":null,
        "branchProtectionRules":{"pageInfo":\(Payloads.pageInfo(next)),"nodes":[{"pattern":"\(rule)"}]}}}}
        """
    }

    @Test("further rules are asked for, and all of them come to one page")
    func protection() async throws {
        let (remote, transport) = try remote { request in
            let isSecond = String(decoding: request.query ?? [], as: UTF8.self).contains(#""rulesAfter":"more""#)
            return Self.answer(request, 200, Self.protection(isSecond ? nil : "more", rule: isSecond ? "b" : "a"))
        }
        let page = try await remote.page(of: .protection, at: GitHubCursor.protection.cursor)
        #expect(transport.requests.map(\.cost) == [1, 1])
        #expect(try remote.map(page.payload, of: .protection).announced == [.protectedBranch: 2])
    }

    @Test("a server too old for rulesets tells what it can, its tag protection too")
    func oldServer() async throws {
        let (remote, transport) = try remote(host: "https://github.example.org") { request in
            guard let query = request.query else { return Self.answer(request, 200, #"[{"id":1,"pattern":"v*"}]"#) }
            if String(decoding: query, as: UTF8.self).contains("rulesets") {
                return Self.answer(
                    request, 200, #"{"errors":[{"message":"x","extensions":{"code":"undefinedField"}}]}"#)
            }
            return Self.answer(request, 200, Self.protection(nil, rule: "main"))
        }
        let page = try await remote.page(of: .protection, at: GitHubCursor.protection.cursor)
        let mapped = try remote.map(page.payload, of: .protection)
        #expect(mapped.drafts.count == 2 && transport.requests.count == 3)
        #expect(mapped.exceptions.contains { $0.outcome == .skipped && $0.reason.contains("too old") })
    }

    @Test("protection that GitHub refuses altogether fails nothing")
    func refused() async throws {
        let (remote, _) = try remote { request in
            Self.answer(request, 200, #"{"errors":[{"type":"INSUFFICIENT_SCOPES","message":"x"}]}"#)
        }
        let page = try await remote.page(of: .protection, at: GitHubCursor.protection.cursor)
        let mapped = try remote.map(page.payload, of: .protection)
        #expect(mapped.drafts.isEmpty && mapped.exceptions.allSatisfy { $0.outcome == .skipped })
    }

    private static func counts(_ extra: String = "") -> String {
        """
        {"data":{"repository":{"url":"https://github.com/a/b","stargazerCount":3,"forkCount":0,
        "watchers":{"totalCount":1},"discussions":{"totalCount":2},"deployKeys":null\(extra)}},
        "errors":[{"type":"FORBIDDEN","message":"x"}]}
        """
    }

    @Test("what is left behind costs one point, and two requests for an administrator")
    func leftBehind() async throws {
        for isAdministered in [true, false] {
            let (remote, transport) = try remote { request in
                guard request.query == nil else {
                    return Self.answer(
                        request, 200, Self.counts(#","projectsV2":{"totalCount":4},"packages":{"totalCount":0}"#))
                }
                return Self.answer(request, 200, request.url.path.hasSuffix("hooks") ? "[{},{}]" : "[]")
            }
            let found = try await remote.leftBehind(Self.facts(isAdministered: isAdministered))
            let counts = Dictionary(uniqueKeysWithValues: found.map { ($0.kind, $0.count) })
            #expect(counts[.discussion] == 2 && counts[.projectBoard] == 4 && counts[.star] == 3)
            #expect(counts[.deployKey] == .some(nil))
            #expect(counts[.webhook] == .some(isAdministered ? 2 : nil))
            #expect(counts[.autolink] == .some(isAdministered ? 0 : nil))
            #expect(transport.requests.map(\.cost).reduce(0, +) == (isAdministered ? 3 : 1))
        }
    }

    @Test("a token without the scopes for boards and packages still counts the rest")
    func missingScopes() async throws {
        let (remote, _) = try remote { request in
            let query = String(decoding: request.query ?? [], as: UTF8.self)
            return Self.answer(
                request, 200,
                query.contains("projectsV2")
                    ? #"{"errors":[{"type":"INSUFFICIENT_SCOPES","message":"x"}]}"# : Self.counts())
        }
        let found = try await remote.leftBehind(Self.facts(isAdministered: false))
        #expect(found.first { $0.kind == .projectBoard }?.count == nil)
        #expect(found.first { $0.kind == .discussion }?.count == 2)
    }

    @Test("discussions are read to their end, their comments too")
    func discussions() async throws {
        let (remote, _) = try remote { request in
            Self.answer(
                request, 200,
                """
                {"data":{"repository":{"discussions":{"pageInfo":\(Payloads.pageInfo("further")),
                "nodes":[{"id":"D_1","comments":{"pageInfo":\(Payloads.pageInfo("deeper")),"nodes":[]}},null]}}}}
                """)
        }
        let first = GitHubCursor.discussions(after: nil).cursor
        #expect(remote.beginnings(of: .discussions, knowing: .nothing) == [first])
        let page = try await remote.page(of: .discussions, at: first)
        let further: [GitHubCursor] = [
            .discussions(after: "further"), .discussionComments(node: "D_1", after: "deeper"),
        ]
        #expect(page.following == further.map(\.cursor))
        #expect(try page.following.map { try GitHubCursor($0) } == further)
        #expect(try remote.map(page.payload, of: .discussions) == MappedPage())
    }

    @Test("facts that an older version kept can be read")
    func oldFacts() throws {
        let new = try JSONEncoder().encode(Self.facts(isAdministered: true))
        var object = try #require(try JSONSerialization.jsonObject(with: new) as? [String: Any])
        object["details"] = nil
        let old = try JSONSerialization.data(withJSONObject: object)
        #expect(try JSONDecoder().decode(RepositoryFacts.self, from: old).details == nil)
    }
}
