import Testing

@testable import Markdown

@Suite struct BitbucketURLTests {
    typealias Page = SourceURLTests.Page

    static let serverPages: [Page] = [
        Page("", ""),
        Page("/browse", ""),
        Page("/browse?at=refs%2Fheads%2Ffix%2Fa", "/-/tree/fix/a"),
        Page("/browse/docs/a_b.md", "/-/blob/HEAD/docs/a_b.md"),
        Page("/browse/a.md?at=main#12-14", "/-/blob/main/a.md#L12-14"),
        Page("/browse/a.md?at=refs/tags/v1#12", "/-/blob/v1/a.md#L12"),
        Page("/browse/a.md?at=refs%2Fheads%2Fmain#3,7-9", "/-/blob/main/a.md#L3"),
        Page("/browse/a.md?until=0123abcd&untilPath=a.md", "/-/blob/0123abcd/a.md"),
        Page("/browse/a.md?at=main#heading", "/-/blob/main/a.md#heading"),
        Page("/browse/../x?at=main", nil),
        Page("/raw/a.png?at=main", "/-/raw/main/a.png"),
        Page("/pull-requests/12", "/-/merge_requests/12"),
        Page("/pull-requests/12/", "/-/merge_requests/12"),
        Page("/pull-requests/12/overview?commentId=301", "/-/merge_requests/12#note_9301"),
        Page("/pull-requests/12/overview?commentId=1", "/-/merge_requests/12"),
        Page("/pull-requests/12/diff", "/-/merge_requests/12/diffs"),
        Page("/pull-requests/12/diff#a.md?t=3", "/-/merge_requests/12/diffs"),
        Page("/pull-requests/12/commits", "/-/merge_requests/12/commits"),
        Page("/pull-requests/12/commits/0123abcd#a.md", "/-/commit/0123abcd"),
        Page("/pull-requests/12/builds", "/-/merge_requests/12/pipelines"),
        Page("/pull-requests/7", nil),
        Page("/pull-requests/12x", nil),
        Page("/pull-requests/12/unknown", nil),
        Page("/pull-requests", "/-/merge_requests"),
        Page("/pull-requests?state=MERGED", nil),
        Page("/commits/0123abcd", "/-/commit/0123abcd"),
        Page("/commits/0123abcd#a.md", "/-/commit/0123abcd"),
        Page("/commits", nil),
        Page("/branches", "/-/branches"),
        Page("/settings", nil),
        Page("-other/pull-requests/12", nil),
    ]

    @Test("Pages of a repository of Bitbucket Server", arguments: serverPages)
    func serverPage(page: Page) {
        let source = "\(ServerSample.origin)/projects/LAMP/repos/spec\(page.source)"
        expect(ServerSample.pass, source, page.expected.map { Sample.webURL + $0 } ?? source)
    }

    static let cloudPages: [Page] = [
        Page("", ""),
        Page("/issues/7", "/-/issues/7"),
        Page("/issues/7/a-title", "/-/issues/7"),
        Page("/issues/7/a-title#comment-501", "/-/issues/7#note_9501"),
        Page("/issues/7#comment-100030302", "/-/issues/7"),
        Page("/issues/34", nil),
        Page("/issues", "/-/issues"),
        Page("/issues?status=new", nil),
        Page("/pull-requests/12", "/-/merge_requests/12"),
        Page("/pull-requests/12/a-title", "/-/merge_requests/12"),
        Page("/pull-requests/12/a-title/diff", "/-/merge_requests/12/diffs"),
        Page("/pull-requests/12/a-title/diff#comment-100030302", "/-/merge_requests/12#note_9302"),
        Page("/pull-requests/12#comment-100030302", "/-/merge_requests/12#note_9302"),
        Page("/pull-requests/12#comment-501", "/-/merge_requests/12"),
        Page("/pull-requests/12/commits", "/-/merge_requests/12/commits"),
        Page("/pull-requests/7", nil),
        Page("/pull-requests/", "/-/merge_requests"),
        Page("/src/main/docs/a_b.md#lines-12:14", "/-/blob/main/docs/a_b.md#L12-14"),
        Page("/src/main/a.md#lines-12", "/-/blob/main/a.md#L12"),
        Page("/src/main/a.md#a.md-12", "/-/blob/main/a.md#L12"),
        Page("/src/main/a.md#markdown-header-x-2", "/-/blob/main/a.md#markdown-header-x-2"),
        Page("/src/0123abcd/a.md?at=main", "/-/blob/0123abcd/a.md"),
        Page("/src/fix%2Fa/b.md", "/-/blob/fix/a/b.md"),
        Page("/src/main/", "/-/tree/main"),
        Page("/src", "/-/tree/HEAD"),
        Page("/raw/main/a.png", "/-/raw/main/a.png"),
        Page("/annotate/main/a.md", "/-/blame/main/a.md"),
        Page("/commits/0123abcd", "/-/commit/0123abcd"),
        Page("/commits/branch/fix%2Fa", "/-/commits/fix/a"),
        Page("/commits/", nil),
        Page("/branch/fix/a", "/-/tree/fix/a"),
        Page("/wiki", "/-/wikis"),
        Page("/wiki/Home#part", "/-/wikis/Home#part"),
        Page("/wiki/history/Home", nil),
        Page("/downloads/a.zip", nil),
        Page("/pipelines/results/1", nil),
        Page("-other/issues/7", nil),
    ]

    @Test("Pages of a repository of Bitbucket Cloud", arguments: cloudPages)
    func cloudPage(page: Page) {
        let source = "https://bitbucket.org/lamp/spec\(page.source)"
        expect(CloudSample.pass, source, page.expected.map { Sample.webURL + $0 } ?? source)
    }

    /// As a bare address, and as a link's destination.
    private func expect(_ pass: TextPass, _ source: String, _ address: String) {
        #expect(pass.rewrite("See \(source), please") == "See \(address), please")
        #expect(pass.rewrite("[#12](\(source) \"t\")") == "[#12](\(address) \"t\")")
    }

    @Test("Other repositories and places of Bitbucket Server", arguments: serverForms)
    func serverForm(example: Example) { #expect(ServerSample.pass.rewrite(example.source) == example.expected) }

    private static let server = ServerSample.origin
    private static let tool = "https://lab.example.org/group/sub/tool"

    static let serverForms: [Example] = [
        Example(
            "another that was imported", "\(server)/projects/lamp/repos/tool/pull-requests/5/overview?commentId=77",
            becomes: "\(tool)/-/merge_requests/5#note_9077"),
        Example(
            "a person's", "\(server)/users/carol/repos/notes/pull-requests/5", becomes: "\(tool)/-/merge_requests/5"),
        Example(
            "a person's by key", "\(server)/projects/~carol/repos/notes/commits/0123abcd",
            becomes: "\(tool)/-/commit/0123abcd"),
        Example("another that was not", stays: "\(server)/projects/ELSE/repos/where/pull-requests/12"),
        Example("without the context path", stays: "https://git.example.org/projects/LAMP/repos/spec/pull-requests/12"),
        Example(
            "a longer context path",
            stays: "https://git.example.org/bitbucket2/projects/LAMP/repos/spec/pull-requests/12"),
        Example("an API's address", stays: "\(server)/rest/api/latest/projects/LAMP/repos/spec/pull-requests/12"),
        Example("a profile", stays: "\(server)/users/carol"),
        Example("another host", stays: "https://example.org/bitbucket/projects/LAMP/repos/spec/pull-requests/12"),
        Example(
            "without TLS, in other letters",
            "http://GIT.example.org/bitbucket/projects/lamp/repos/SPEC/pull-requests/12",
            becomes: "\(Sample.webURL)/-/merge_requests/12"),
        Example(
            "words in other addresses",
            stays: "https://example.org/src/pull-requests/issues/browse#lines-1 src issues pull-requests"),
        Example("in code", stays: "`\(server)/projects/LAMP/repos/spec/pull-requests/12`"),
    ]

    @Test("Other repositories and places of Bitbucket Cloud", arguments: cloudForms)
    func cloudForm(example: Example) { #expect(CloudSample.pass.rewrite(example.source) == example.expected) }

    static let cloudForms: [Example] = [
        Example(
            "another that was imported", "https://bitbucket.org/lamp/tool/pull-requests/5/x",
            becomes: "\(tool)/-/merge_requests/5"),
        Example("another that was not", stays: "https://bitbucket.org/else/where/issues/12"),
        Example("an API's address", stays: "https://api.bitbucket.org/2.0/repositories/lamp/spec/pullrequests/12"),
        Example("an image", stays: "![](https://bitbucket.org/repo/2a3ea9/images/1423323365-figure.png)"),
        Example("a snippet", stays: "https://bitbucket.org/snippets/lamp/x"),
        Example("words in other addresses", stays: "https://example.org/src/issues/7#lines-1 src issues"),
    ]
}
