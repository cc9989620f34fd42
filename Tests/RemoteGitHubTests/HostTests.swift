import Model
import Outbound
import Testing

@testable import RemoteGitHub

@Suite("github_hostname leads to the right addresses")
struct HostTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var hostname: String?
        var api: String
        var graphQL: String
        var web: String
        var testDescription: String { hostname ?? "nothing" }
    }

    static let rows: [Row] = [
        Row(
            hostname: nil, api: "https://api.github.com", graphQL: "https://api.github.com/graphql",
            web: "https://github.com"),
        Row(
            hostname: "", api: "https://api.github.com", graphQL: "https://api.github.com/graphql",
            web: "https://github.com"),
        Row(
            hostname: "https://github.com", api: "https://api.github.com", graphQL: "https://api.github.com/graphql",
            web: "https://github.com"),
        Row(
            hostname: "https://api.github.com/", api: "https://api.github.com",
            graphQL: "https://api.github.com/graphql", web: "https://github.com"),
        Row(
            hostname: "https://GHE.x/", api: "https://ghe.x/api/v3", graphQL: "https://ghe.x/api/graphql",
            web: "https://ghe.x"),
        Row(
            hostname: "https://ghe.x/foo", api: "https://ghe.x/api/v3", graphQL: "https://ghe.x/api/graphql",
            web: "https://ghe.x"),
        Row(
            hostname: "https://ghe.x/api/v3/", api: "https://ghe.x/api/v3", graphQL: "https://ghe.x/api/graphql",
            web: "https://ghe.x"),
        Row(
            hostname: "http://127.0.0.1:8080", api: "http://127.0.0.1:8080/api/v3",
            graphQL: "http://127.0.0.1:8080/api/graphql", web: "http://127.0.0.1:8080"),
        Row(
            hostname: "https://octo.ghe.com", api: "https://api.octo.ghe.com",
            graphQL: "https://api.octo.ghe.com/graphql", web: "https://octo.ghe.com"),
        Row(
            hostname: "https://api.octo.ghe.com", api: "https://api.octo.ghe.com",
            graphQL: "https://api.octo.ghe.com/graphql", web: "https://octo.ghe.com"),
        Row(
            hostname: "https://notgithub.com", api: "https://notgithub.com/api/v3",
            graphQL: "https://notgithub.com/api/graphql", web: "https://notgithub.com"),
    ]

    @Test("each hostname", arguments: rows)
    func addresses(_ row: Row) throws {
        let host = try GitHubHost(hostname: row.hostname)
        #expect(host.apiBase == row.api)
        #expect(host.graphQL.text == row.graphQL)
        #expect(host.webOrigin == row.web)
        #expect(host.cloneURL(of: "a/b") == row.web + "/a/b.git")
    }

    @Test("a kept source leads back to the same addresses", arguments: rows)
    func kept(_ row: Row) throws {
        let host = try GitHubHost(hostname: row.hostname)
        let source = ImportSource(
            kind: .github, webOrigin: host.webOrigin, apiBase: host.apiBase, repositoryID: 1, fullName: "a/b",
            cloneURL: "")
        let again = try GitHubHost(source: source)
        #expect(again.apiBase == row.api)
        #expect(again.graphQL.text == row.graphQL)
    }

    @Test(
        "what is no web address is refused", arguments: ["ghe.example.com", "ftp://h", "https://", "https://u:p@ghe.x"])
    func refused(_ hostname: String) {
        #expect(throws: OutboundURL.Fault.self) { try GitHubHost(hostname: hostname) }
    }

    @Test("an import is refused where the quota is used up")
    func quota() throws {
        let cloud = try GitHubHost(hostname: nil)
        let server = try GitHubHost(hostname: "https://ghe.x")
        #expect(GitHubProbe.isExhausted(limit: 5000, left: 50, at: cloud))
        #expect(!GitHubProbe.isExhausted(limit: 5000, left: 51, at: cloud))
        #expect(GitHubProbe.isExhausted(limit: 30, left: 3, at: cloud))
        #expect(!GitHubProbe.isExhausted(limit: 30, left: 4, at: cloud))
        #expect(!GitHubProbe.isExhausted(limit: 50, left: 49, at: server))
        #expect(GitHubProbe.isExhausted(limit: 5000, left: 50, at: server))
        #expect(!GitHubProbe.isExhausted(limit: 0, left: 0, at: server))
    }
}
