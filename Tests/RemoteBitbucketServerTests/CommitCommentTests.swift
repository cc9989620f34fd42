import Model
import Remote
import RemoteREST
import Testing

@testable import RemoteBitbucketServer

@Suite("Comments on commits of Bitbucket Server, a file of a commit at a time")
struct CommitCommentTests {
    private static let commit = Payloads.hash("d")

    private static func anchor(_ more: String = "") -> String {
        #","anchor":{"fromHash":"\#(Payloads.hash("c"))","toHash":"\#(commit)","path":"src/x.md"\#(more)}"#
    }

    private func drafts(_ page: MappedPage) -> [CommitCommentDraft] {
        page.drafts.compactMap { if case .commitComment(let draft) = $0 { draft } else { nil } }
    }

    /// Asks for the comments on a file as an import does, and maps the answer.
    private func read(_ comments: String..., path: String = "src/x.md") async throws -> (MappedPage, String) {
        let transport = ScriptedTransport { _ in (200, Payloads.page(comments)) }
        let remote = try Samples.remote(transport)
        var known = KnownObjects.nothing
        known.commits = [
            KnownCommit(hash: try #require(ObjectHash(Self.commit)), changedPaths: [path]),
            KnownCommit(hash: try #require(ObjectHash(Payloads.hash("e")))),
        ]
        let cursors = remote.beginnings(of: .commitComments, knowing: known)
        try #require(cursors.count == 1)
        let page = try await remote.page(of: .commitComments, at: cursors[0])
        #expect(page.following.isEmpty)
        return (try remote.map(page.payload, of: .commitComments), try #require(transport.requests.first))
    }

    @Test("a comment and its replies are one thread at the place of the comment")
    func thread() async throws {
        let reply = Payloads.comment(3, at: 3000, by: "ada")
        let (page, address) = try await read(
            Payloads.comment(1, replies: [reply], Self.anchor(#","line":4,"lineType":"ADDED","fileType":"TO""#)))
        #expect(address.contains("/repos/lamp/commits/\(Self.commit)/comments?path=src/x.md&start=0&limit="))
        let drafts = drafts(page)
        #expect(drafts.map(\.sourceKey) == ["1", "3"] && drafts.map(\.author?.identifier) == ["bo", "ada"])
        #expect(drafts.allSatisfy { $0.commit.hex == Self.commit && $0.placeKey == "commit comment 1" })
        let line = try #require(drafts[0].position)
        #expect(line.kind == .text && line.line == Position.Line(old: nil, new: 4) && line.newPath == "src/x.md")
        #expect(line.base?.hex == Payloads.hash("c") && line.head?.hex == Self.commit)
        #expect(drafts[1].position == line && page.exceptions.isEmpty)
        #expect(drafts[0].sourceURL.hasSuffix("/commits/\(Self.commit)?commentId=1"))
    }

    @Test("one without a line stands on the file, one without a place on the file that was asked for")
    func files() async throws {
        let (page, _) = try await read(Payloads.comment(1, Self.anchor()), Payloads.comment(2))
        #expect(drafts(page).map(\.position?.kind) == [.file, .file])
        #expect(drafts(page).map(\.position?.newPath) == ["src/x.md", "src/x.md"])
    }

    @Test("an unchanged line, of which one side is told, is listed; what is not published is left out")
    func doubts() async throws {
        let (page, _) = try await read(
            Payloads.comment(1, Self.anchor(#","line":4,"lineType":"CONTEXT","fileType":"TO""#)),
            Payloads.comment(2, #","state":"PENDING""#), #"{"id":3,"text":"no time"}"#)
        #expect(drafts(page).map(\.sourceKey) == ["1"])
        #expect(page.exceptions.map(\.kind) == [.commitComment, .commitComment])
        #expect(Set(page.exceptions.map(\.sourceKey)) == ["1", "3"])
    }

    @Test("a path may hold anything", arguments: ["a b/c  d", " x", "q?a=1&b#c%2F+", "ü\n\"y\""])
    func paths(path: String) async throws {
        let (page, address) = try await read(Payloads.comment(1), path: path)
        #expect(drafts(page).first?.position?.newPath == path)
        #expect(!address.contains("#") && address.count { $0 == "&" } == 2 && address.count { $0 == "?" } < 3)
    }
}
