import Model
import Outbound
import Remote
import RemoteREST
import Testing

@testable import RemoteGitHub

@Suite("Link fields and cursors")
struct PagingTests {
    private func url() throws -> OutboundURL {
        try OutboundURL("https://api.github.com/repositories/1/issues?per_page=100")
    }

    @Test("the parameters of next and the number of the last page are taken")
    func links() throws {
        let field = """
            <https://api.github.com/repositories/1/x?state=all&page=2>; rel="next", \
            <https://api.github.com/repositories/1/x?state=all&page=16>; rel="last"
            """
        let links = try GitHubLinks(field, from: url())
        #expect(links.next?["page"] == "2")
        #expect(links.lastPage == 16)
    }

    @Test("a cursor is decoded, commas and equal signs in it included")
    func afterCursor() throws {
        let field = #"<https://api.github.com/repositories/1/issues?after=Y3Vy,c29y%3D%3D&page=2>; rel="next""#
        #expect(try GitHubLinks(field, from: url()).next?["after"] == "Y3Vy,c29y==")
    }

    @Test(
        "a link to another origin is refused",
        arguments: [
            "https://evil.example/repositories/1/issues?page=2", "http://api.github.com/repositories/1/issues?page=2",
            "https://api.github.com:8443/x?page=2", "https://api.github.com@evil.example/x?page=2",
            "//evil.example/x?page=2",
            "https://api.github.com.evil.example/?page=2", "https:\\\\evil.example/?page=2",
        ])
    func hostile(_ target: String) throws {
        let url = try url()
        #expect(throws: RemoteError.self) { try GitHubLinks("<\(target)>; rel=\"next\"", from: url) }
    }

    @Test(
        "no field, or a damaged one, is a last page",
        arguments: ["", "garbage", "<https://api.github.com/x?page=2", "<>; rel=prev"])
    func noLink(_ field: String) throws {
        #expect(try GitHubLinks(field, from: url()).next == nil)
    }

    @Test("the first page names all others at once")
    func parallel() {
        let links = GitHubLinks(next: ["page": "2"], last: 4)
        let following = ListCursor.beginning.following(links, lastChange: nil, deepest: 300)
        #expect(following == (2...4).map { .page(number: $0, of: 4) })
    }

    @Test("of pages read at the same time only the last one looks for more")
    func growth() {
        let more = GitHubLinks(next: ["page": "5"], last: 5)
        #expect(ListCursor.page(number: 3, of: 4).following(more, lastChange: nil, deepest: nil).isEmpty)
        #expect(
            ListCursor.page(number: 4, of: 4).following(more, lastChange: nil, deepest: nil) == [
                .page(number: 5, of: 5)
            ])
        #expect(ListCursor.page(number: 4, of: 4).following(GitHubLinks(), lastChange: nil, deepest: nil).isEmpty)
    }

    @Test("a list that is longer than GitHub pages is walked by change")
    func deepList() {
        let links = GitHubLinks(next: ["page": "2"], last: 301)
        let cut = GitHubLinks(next: ["page": "2"], last: 300)
        #expect(ListCursor.beginning.following(cut, lastChange: nil, deepest: 300) == [.since(moment: nil, page: 1)])
        #expect(ListCursor.beginning.following(links, lastChange: nil, deepest: 300) == [.since(moment: nil, page: 1)])
        #expect(ListCursor.beginning.following(links, lastChange: nil, deepest: nil).count == 300)
    }

    @Test("the walk goes on from the last change, and by page inside one second")
    func walk() {
        let next = GitHubLinks(next: ["page": "2"], last: 9)
        let start = ListCursor.since(moment: nil, page: 1)
        #expect(start.following(next, lastChange: "t1", deepest: 300) == [.since(moment: "t1", page: 1)])
        let same = ListCursor.since(moment: "t1", page: 1)
        #expect(same.following(next, lastChange: "t1", deepest: 300) == [.since(moment: "t1", page: 2)])
        #expect(same.following(GitHubLinks(), lastChange: "t1", deepest: 300).isEmpty)
    }

    @Test("GitHub's own cursors are followed one after the other")
    func ownCursors() {
        let links = GitHubLinks(next: ["after": "abc", "page": "2"], last: nil)
        #expect(ListCursor.beginning.following(links, lastChange: nil, deepest: 100) == [.after("abc")])
        #expect(ListCursor.after("abc").following(GitHubLinks(), lastChange: nil, deepest: 100).isEmpty)
    }

    static let cursors: [GitHubCursor] = [
        .list(.beginning), .list(.page(number: 3, of: 16)), .list(.after("Y3Vyc29y==")),
        .list(.since(moment: nil, page: 1)),
        .list(.since(moment: "2020-01-01T00:00:00Z", page: 7)), .reviews(after: nil), .reviews(after: "Y3=="),
        .reviewsOf(node: "PR_1", number: 4, after: nil), .reviewsOf(node: "PR_1", number: 4, after: "x"),
        .timelines(.issue, after: nil), .timelines(.mergeRequest, after: "c"),
        .timelineOf(.issue, node: "I_1", number: 4, after: nil),
        .timelineOf(.mergeRequest, node: "PR_1", number: 4, after: "x"),
        .threads([.init(number: 1, threads: 3), .init(number: 12, threads: 1)]), .threadsOf(number: 9, after: "c"),
        .people(nodes: ["MDQ6", "U_k"], logins: ["somebody"]),
    ]

    @Test("a kept cursor is read as it was written", arguments: cursors)
    func roundTrip(_ cursor: GitHubCursor) throws {
        #expect(try GitHubCursor(cursor.cursor) == cursor)
    }

    @Test(
        "a cursor nobody wrote is refused",
        arguments: ["", "page", "page x 1", "page 0 1", "threads 1", "threads", "people x", "timelines x", "?"])
    func strange(_ text: String) {
        #expect(throws: RemoteError.self) { try GitHubCursor(Cursor(rawValue: text)) }
    }

    @Test("page sizes shrink, are remembered, and grow again slowly")
    func pageSize() {
        var size = PageSize(largest: 100)
        let shrunk = (1...4).map { _ in (mayShrink: size.failed(), size: size.size) }
        #expect(shrunk.map(\.mayShrink) == [true, true, true, false])
        #expect(shrunk.map(\.size) == [25, 6, 1, 1])
        size.isolated()
        #expect(size.size == 100)
        size.worked()
        _ = size.failed()
        let grown = (1...5).map { _ in
            size.worked()
            return size.size
        }
        #expect(grown == [25, 25, 25, 25, 50])
    }

    @Test("a source that fails again after a single object was set aside is not asked for all sizes once more")
    func twoInARow() {
        var size = PageSize(largest: 500)
        while size.failed() {}
        size.isolated()
        let hasSmaller = size.failed()
        #expect(hasSmaller && size.size == 1)
    }
}

extension GitHubLinks {
    init(next: [String: String], last: Int?) {
        self.init(next: next)
        lastPage = last
    }
}
