import Testing

@testable import Markdown

@Suite struct SourceURLTests {
    /// A page of octo/spec, and where it is now; `nil` where the address stays.
    struct Page: CustomTestStringConvertible {
        let source: String
        let expected: String?
        var testDescription: String { source }

        init(_ source: String, _ expected: String?) {
            self.source = source
            self.expected = expected
        }
    }

    static let pages: [Page] = [
        Page("/issues/7", "/-/issues/7"),
        Page("/issues/12", "/-/merge_requests/12"),
        Page("/pull/12", "/-/merge_requests/12"),
        Page("/pull/7", "/-/issues/7"),
        Page("/pull/12/", "/-/merge_requests/12"),
        Page("/issues/99", nil),
        Page("/issues/7#issuecomment-501", "/-/issues/7#note_9501"),
        Page("/issues/7#issuecomment-1", "/-/issues/7"),
        Page("/pull/12#discussion_r77", "/-/merge_requests/12#note_9077"),
        Page("/pull/12/files", "/-/merge_requests/12/diffs"),
        Page("/pull/12/files#diff-abc", "/-/merge_requests/12/diffs"),
        Page("/pull/12/files#discussion_r77", "/-/merge_requests/12#note_9077"),
        Page("/pull/12/commits", "/-/merge_requests/12/commits"),
        Page("/pull/12/commits/0123abcd", "/-/commit/0123abcd"),
        Page("/pull/12/checks", "/-/merge_requests/12/pipelines"),
        Page("/pull/12/unknown", nil),
        Page("/pull/12x", nil),
        Page("/issues", "/-/issues"),
        Page("/pulls", "/-/merge_requests"),
        Page("/issues?q=is%3Aopen", nil),
        Page("/issues-archive/7", nil),
        Page("/issues/new", nil),
        Page("/commit/0123abcd", "/-/commit/0123abcd"),
        Page("/commit/0123abcd#diff-1R2", "/-/commit/0123abcd"),
        Page("/commit/main", nil),
        Page("/commits/main/a.md", "/-/commits/main/a.md"),
        Page("/blob/main/docs/a_b.md", "/-/blob/main/docs/a_b.md"),
        Page("/blob/main/a.md#L10", "/-/blob/main/a.md#L10"),
        Page("/blob/main/a.md#L10-L20", "/-/blob/main/a.md#L10-20"),
        Page("/blob/main/a.md#L10C1-L20C5", "/-/blob/main/a.md#L10-20"),
        Page("/blob/main/a.md?plain=1#L3", "/-/blob/main/a.md?plain=1#L3"),
        Page("/blob/main/a.png?raw=true", "/-/raw/main/a.png"),
        Page("/blob/main/a.md#heading", "/-/blob/main/a.md#heading"),
        Page("/blob/main/../x", nil),
        Page("/tree/v1/docs", "/-/tree/v1/docs"),
        Page("/blame/main/a.md", "/-/blame/main/a.md"),
        Page("/raw/main/a.md", "/-/raw/main/a.md"),
        Page("/compare/a...b", "/-/compare/a...b"),
        Page("/releases", "/-/releases"),
        Page("/releases/tag/v1.0", "/-/releases/v1.0"),
        Page("/releases/tag/a/b", "/-/releases/a%2Fb"),
        Page("/releases/latest", "/-/releases/permalink/latest"),
        Page("/releases/download/v1/a.zip", "/-/releases/v1/downloads/a.zip"),
        Page("/milestone/3", "/-/milestones/3"),
        Page("/wiki", "/-/wikis"),
        Page("/wiki/Home-Page#part", "/-/wikis/Home-Page#part"),
        Page("/wiki/_history", nil),
        Page("/actions/runs/1", nil),
        Page("/discussions/5", nil),
        Page("", ""),
        Page("-other/issues/7", nil),
        Page(".wiki/issues/7", nil),
    ]

    @Test("Pages of the repository are found in the project, as a bare address", arguments: pages)
    func bareAddresses(page: Page) {
        let text = "See https://github.com/octo/spec\(page.source), please"
        let address = page.expected.map { Sample.webURL + $0 } ?? "https://github.com/octo/spec\(page.source)"
        // A slash at the end is dropped, and an address that leads nowhere else stays as it is.
        #expect(Sample.pass.rewrite(text) == "See \(address), please")
    }

    @Test("The same, as a link's destination", arguments: pages)
    func destinations(page: Page) {
        let text = "[#12](https://github.com/octo/spec\(page.source) \"t\")"
        let address = page.expected.map { Sample.webURL + $0 } ?? "https://github.com/octo/spec\(page.source)"
        #expect(Sample.pass.rewrite(text) == "[#12](\(address) \"t\")")
    }

    @Test("Links however they are written", arguments: forms)
    func rewritesForms(example: Example) { #expect(Sample.pass.rewrite(example.source) == example.expected) }

    private static let mergeRequest = "\(Sample.webURL)/-/merge_requests/12"
    private static let pull = "https://github.com/octo/spec/pull/12"

    static let forms: [Example] = [
        Example("in angles", "<\(pull)>", becomes: "<\(mergeRequest)>"),
        Example("a destination in angles", "[a](<\(pull)>)", becomes: "[a](<\(mergeRequest)>)"),
        Example("a destination on its own line", "[a](\n\(pull)\n'b')", becomes: "[a](\n\(mergeRequest)\n'b')"),
        Example("a definition", "[a]\n\n[a]: \(pull) 't'", becomes: "[a]\n\n[a]: \(mergeRequest) 't'"),
        Example("a quoted definition", "> [a][]\n>\n> [a]: <\(pull)>", becomes: "> [a][]\n>\n> [a]: <\(mergeRequest)>"),
        Example("a definition over two lines", "[a]\n\n[a]:\n  \(pull)", becomes: "[a]\n\n[a]:\n  \(mergeRequest)"),
        Example("definitions before text", "[a]: \(pull)\n[a] #12", becomes: "[a]: \(mergeRequest)\n[a] !12"),
        Example("a definition without a link", "[a]: \(pull)", becomes: "[a]: \(mergeRequest)"),
        Example(
            "an image", "![x](https://github.com/octo/spec/blob/main/a.png?raw=true)",
            becomes: "![x](\(Sample.webURL)/-/raw/main/a.png)"),
        Example("an image in a link", "[![x](a.png)](\(pull))", becomes: "[![x](a.png)](\(mergeRequest))"),
        Example("before a full stop", "\(pull).", becomes: "\(mergeRequest)."),
        Example("in parentheses", "(\(pull))", becomes: "(\(mergeRequest))"),
        Example("in a table", "|a|\n|-|\n|\(pull)|", becomes: "|a|\n|-|\n|\(mergeRequest)|"),
        Example("in other letters", "https://GitHub.com/Octo/Spec/pull/12", becomes: mergeRequest),
        Example("without TLS", "http://github.com/octo/spec/pull/12", becomes: mergeRequest),
        Example("the address as its own text", "[\(pull)](\(pull))", becomes: "[\(pull)](\(mergeRequest))"),
        Example("another repository", stays: "https://github.com/else/where/issues/12"),
        Example(
            "another that was imported", "https://github.com/octo/tool/pull/5",
            becomes: "https://lab.example.org/group/sub/tool/-/merge_requests/5"),
        Example("another host", stays: "https://github.com.example.org/octo/spec/pull/12"),
        Example("another part of the host", stays: "https://gist.github.com/octo/spec/pull/12"),
        Example("a host without a path", stays: "https://github.com https://github.com/octo"),
        Example("in code", stays: "`\(pull)`"),
        Example("in HTML", stays: "<a href=\"\(pull)\">x</a>"),
        Example("a relative link", stays: "[a](../pull/12) [b](/octo/spec/pull/12)"),
        Example("a number inside another address", stays: "https://example.org/#12?x=@bob&y=~z"),
        Example("www", stays: "www.github.com/octo/spec/pull/12"),
        Example(
            "an escape in the destination", "[a](https://github.com/octo/spec/blob/main/a\\_b)",
            becomes: "[a](\(Sample.webURL)/-/blob/main/a_b)"),
    ]

    @Test("An Enterprise host with a port is its own origin")
    func enterpriseHost() {
        let pass = TextPass(
            dialect: .github(webOrigin: "http://ghe.example.org:8443/", repository: "octo/spec"), target: Sample.target)
        #expect(pass.rewrite("http://ghe.example.org:8443/octo/spec/pull/12") == Self.mergeRequest)
        #expect(pass.rewrite("else/where#3") == "[else/where#3](http://ghe.example.org:8443/else/where/issues/3)")
        #expect(pass.rewrite(Self.pull) == Self.pull)
    }
}
