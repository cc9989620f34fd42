import Testing

@testable import Markdown

@Suite struct GitLabSyntaxTests {
    @Test("What only GitLab would make a link of", arguments: references)
    func rewritesReferences(example: Example) { #expect(Sample.pass.rewrite(example.source) == example.expected) }

    static let references: [Example] = [
        Example("a merge request", "see !12", becomes: "see \\!12"),
        Example("a merge request behind a word", "wow!12", becomes: "wow\\!12"),
        Example("a project's merge request", "group/project!12", becomes: "group/project\\!12"),
        Example("an exclamation", stays: "Hi! !important !"),
        Example("a snippet", "pay $12", becomes: "pay \\$12"),
        Example("a price with cents", "pay $12.50", becomes: "pay \\$12.50"),
        Example("a currency", stays: "US$12"),
        Example("two prices", "$5 or $6", becomes: "\\$5 or \\$6"),
        Example("a variable", stays: "$HOME and ${x}"),
        Example("a formula", stays: "$12 + x_1$ and $@bob#12$"),
        Example("a displayed formula", stays: "$$12 ~x$$"),
        Example("a formula on its own lines", stays: "text\n$$\n12 ~x @bob\n$$\nmore"),
        Example("text behind such a formula", "$$\nx\n$$\n@bob", becomes: "$$\nx\n$$\n`@bob`"),
        Example("dollars that open nothing", "$$\n@bob", becomes: "$$\n`@bob`"),
        Example("a milestone by number", "%3", becomes: "\\%3"),
        Example("a milestone by name", "in %v1.0", becomes: "in \\%v1.0"),
        Example("a milestone in quotes", "in %\"next one\"", becomes: "in \\%\"next one\""),
        Example("percentages", stays: "100% sure, 5 % of, 10%, %"),
        Example("a format", "print %s", becomes: "print \\%s"),
        Example("a percent sign inside a word", stays: "100%sure"),
        Example("a label", "~bug", becomes: "\\~bug"),
        Example("a label by number", "about ~5 minutes", becomes: "about \\~5 minutes"),
        Example("a label in quotes", "~\"needs work\"", becomes: "\\~\"needs work\""),
        Example("an opening quote only", stays: "~\"x"),
        Example("a home directory", stays: "~/path and ~ alone"),
        Example("struck through", stays: "~~gone~~ and ~gone~"),
        Example("tildes that strike nothing", "~~bug", becomes: "\\~\\~bug"),
        Example("tildes between words", stays: "a~b"),
        Example("a project's label", "group/project~bug", becomes: "group/project\\~bug"),
        Example("an epic", "see &12", becomes: "see \\&12"),
        Example("ampersands", stays: "a&b, R&D, a & b, &amp; x&1"),
        Example("an epic by reference", "&amp;12", becomes: "\\&12"),
        Example("a vulnerability", "[vulnerability:12]", becomes: "[vulnerability\\:12]"),
        Example("a work item elsewhere", "[work_item:a/b/12]", becomes: "[work_item\\:a/b/12]"),
        Example("a wiki page", "[[Home]]", becomes: "\\[[Home]]"),
        Example("brackets", stays: "[x] [[x] a[1][2] [note: this]"),
        Example("an alert", "^alert#12", becomes: "^alert\\#12"),
        Example("an iteration", "*iteration:12", becomes: "*iteration\\:12"),
        Example("an iteration in quotes", "*iteration:\"a b\"", becomes: "*iteration\\:\"a b\""),
        Example("emoji names", stays: ":smile: :+1:"),
        Example("a hash of a commit", stays: "in deadbeef12345"),
    ]

    @Test("Quick actions", arguments: quickActions)
    func rewritesQuickActions(example: Example) { #expect(Sample.pass.rewrite(example.source) == example.expected) }

    static let quickActions: [Example] = [
        Example("closing", "/close", becomes: "\\/close"),
        Example("in capitals", "/CLOSE", becomes: "\\/CLOSE"),
        Example("with an argument", "/assign @bob", becomes: "\\/assign `@bob`"),
        Example("with a label", "/label ~bug", becomes: "\\/label \\~bug"),
        Example("below text", "text\n/merge\nmore", becomes: "text\n\\/merge\nmore"),
        Example("indented a little", "  /close", becomes: "  \\/close"),
        Example("in a quote's lazy line", "> a\n/close", becomes: "> a\n\\/close"),
        Example("in a quote", stays: "> /close"),
        Example("in a list", stays: "- /close"),
        Example("in a list's second line", "- a\n  /close", becomes: "- a\n  \\/close"),
        Example("in the middle of a line", stays: "do /close it"),
        Example("a path", stays: "/close/it and\n/etc/passwd"),
        Example("a word that is no action", stays: "/approximately"),
        Example("a bot's order", stays: "/lgtm"),
        Example("escaped", stays: "\\/close"),
        Example("in code", stays: "`/close`\n\n```\n/close\n```"),
        Example("in a link's second line", "[a\n/close](b)", becomes: "[a\n\\/close](b)"),
        Example("in a table without pipes at the edge", "a | b\n-|-\n/close | x", becomes: "a | b\n-|-\n\\/close | x"),
    ]
}
