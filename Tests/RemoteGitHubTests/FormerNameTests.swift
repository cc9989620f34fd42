import Model
import Outbound
import Remote
import RemoteREST
import Testing

@testable import RemoteGitHub

/// Whose files are asked for with the credential: those of the imported repository, under all the names it has had.
struct FormerNameTests {
    /// GitHub with the repository 7, which is called `a/b` and was called `old/b`, and a private one of somebody else.
    private static func names(
        _ status: Int = 404
    ) throws -> (GitHubFormerNames, ScriptedTransport) {
        let transport = ScriptedTransport { request in
            let (code, id) =
                switch request.url.path {
                case "/repos/old/b": (200, 7)
                case "/repos/other/private": (200, 8)
                default: (status, 0)
                }
            let body = code == 200 ? #"{"id":\#(id)}"# : "{}"
            return SourceAnswer(status: code, body: Array(body.utf8), link: nil, url: request.url)
        }
        let reader = GitHubReader(
            transport: transport, host: try GitHubHost(hostname: nil), repositoryID: 7, name: RepositoryName("a/b"),
            pageSize: 100)
        return (GitHubFormerNames(reader: reader), transport)
    }

    @Test func aFileUnderAFormerNameIsTheRepositorysAndOneOfAnotherIsNot() async throws {
        let (names, transport) = try Self.names()
        #expect(try await names.contains(RepositoryName("old/b")))
        #expect(try await !names.contains(RepositoryName("other/private")))
        #expect(try await !names.contains(RepositoryName("nobody/knows")))
        #expect(transport.requests.count == 3)
    }

    @Test func eachNameIsAskedForOnceAndOnlySoMany() async throws {
        let (names, transport) = try Self.names()
        for number in 0..<200 { _ = try await names.contains(RepositoryName("some/\(number % 100)")) }
        #expect(transport.requests.count == GitHubFormerNames.most)
        #expect(try await !names.contains(RepositoryName("old/b")))
    }

    @Test func anOutageIsNoAnswer() async throws {
        let (names, _) = try Self.names(503)
        await #expect(throws: RemoteFileError.self) { try await names.contains(RepositoryName("nobody/knows")) }
    }
}
