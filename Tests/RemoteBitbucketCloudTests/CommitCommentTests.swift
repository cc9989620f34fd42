import Model
import Outbound
import Remote
import RemoteREST
import Testing

@testable import RemoteBitbucketCloud

@Suite("Comments on commits of Bitbucket Cloud, a commit at a time")
struct CommitCommentTests {
    private static let commit = String(repeating: "ab", count: 20)

    private static func comment(_ id: Int, _ more: String = "") -> String {
        """
        {"id":\(id),"created_on":"2021-05-01T12:00:0\(id)Z","content":{"raw":"text \(id)"},
        "user":\(Cloud.user("ada"))\(more)}
        """
    }

    private func read(_ comments: String...) async throws -> (MappedPage, OutboundURL) {
        let body = #"{"values":[\#(comments.joined(separator: ","))]}"#
        let (remote, transport) = try Cloud.remote { url in .json(body, at: url) }
        var known = KnownObjects.nothing
        known.commits = [KnownCommit(hash: try #require(ObjectHash(Self.commit)))]
        let cursors = remote.beginnings(of: .commitComments, knowing: known)
        try #require(cursors.count == 1)
        let page = try await remote.page(of: .commitComments, at: cursors[0])
        return (try remote.map(page.payload, of: .commitComments), try #require(transport.requests.first))
    }

    private func drafts(_ page: MappedPage) -> [CommitCommentDraft] {
        page.drafts.compactMap { if case .commitComment(let draft) = $0 { draft } else { nil } }
    }

    @Test("replies stand in the thread and at the place of what they answer, the oldest first")
    func threads() async throws {
        let (page, url) = try await read(
            Self.comment(3, #","parent":{"id":2}"#), Self.comment(2, #","parent":{"id":1}"#),
            Self.comment(1, #","inline":{"path":"a/b.txt","from":null,"to":7}"#))
        #expect(url.path.hasSuffix("/team/lamp/commit/\(Self.commit)/comments") && url.values("pagelen") == ["100"])
        let drafts = drafts(page)
        #expect(drafts.map(\.sourceKey) == ["1", "2", "3"])
        #expect(drafts.allSatisfy { $0.placeKey == "commit comment 1" && $0.commit.hex == Self.commit })
        #expect(drafts.allSatisfy { $0.position?.line == Position.Line(old: nil, new: 7) })
        #expect(drafts.allSatisfy { $0.position?.head?.hex == Self.commit && $0.position?.newPath == "a/b.txt" })
        #expect(drafts[0].sourceURL == "\(Cloud.page)/commits/\(Self.commit)#comment-1")
    }

    @Test("one on the whole commit is by itself until somebody answers it")
    func whole() async throws {
        let (page, _) = try await read(
            Self.comment(1), Self.comment(2), Self.comment(3, #","parent":{"id":2}"#))
        #expect(drafts(page).map(\.placeKey) == [nil, "commit comment 2", "commit comment 2"])
        #expect(drafts(page).allSatisfy { $0.position == nil })
    }

    @Test("deleted ones are listed, and one that cannot be read costs no other")
    func faults() async throws {
        let (page, _) = try await read(Self.comment(1, #","deleted":true"#), #"{"id":2}"#, Self.comment(3))
        #expect(drafts(page).map(\.sourceKey) == ["3"])
        #expect(page.exceptions.allSatisfy { $0.kind == .commitComment })
        #expect(Set(page.exceptions.map(\.sourceKey)) == ["1", "2"])
    }
}
