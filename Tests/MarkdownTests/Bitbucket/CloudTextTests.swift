import Testing

@testable import Markdown

/// What people wrote on Bitbucket Cloud.
@Suite struct CloudTextTests {
    @Test("Mentions", arguments: mentions)
    func rewritesMentions(example: Example) { #expect(CloudSample.pass.rewrite(example.source) == example.expected) }

    static let mentions: [Example] = [
        Example("somebody known here", "thanks @{\(CloudSample.alice)}!", becomes: "thanks @alice.local!"),
        Example("a placeholder", "thanks @{\(CloudSample.bob)}.", becomes: "thanks `@Bob B`."),
        Example("somebody unknown", "@{712020:0-1}, hi", becomes: "`@{712020:0-1}`, hi"),
        Example("a nickname that cannot be code", "@{strange}", becomes: "`@{strange}`"),
        Example("two in a row", "@{\(CloudSample.bob)}@{\(CloudSample.alice)}", becomes: "`@Bob B`@alice.local"),
        Example("a known one that would grow", "@{\(CloudSample.alice)}s", becomes: "`@Alice A`s"),
        Example("beside code", "@{\(CloudSample.bob)}`x`", becomes: "\\@{\(CloudSample.bob)}`x`"),
        Example("behind a word", stays: "x@{\(CloudSample.bob)}"),
        Example("empty", stays: "@{} and @{"),
        Example("a stash of git", stays: "stash@{0}, @{a b}"),
        Example("in code", stays: "`@{\(CloudSample.bob)}`"),
        Example("by nickname", "@alice and @bob.x", becomes: "@alice.local and `@bob.x`"),
        Example("a hunk", stays: "@@ -1 +1 @@"),
        Example(
            "in a table", "|a|\n|-|\n|@{\(CloudSample.bob)}|", becomes: "|a|\n|-|\n|`@Bob B`|"),
    ]

    @Test("References", arguments: references)
    func rewritesReferences(example: Example) {
        #expect(CloudSample.pass.rewrite(example.source) == example.expected)
    }

    static let references: [Example] = [
        Example("an issue", stays: "see #7 and #12"),
        Example("an issue in words", stays: "issue #12 is done"),
        Example("a pull request", "see pull request #12", becomes: "see pull request !12"),
        Example("in other words", "Pull Request #34, PR #12, (pr #12)", becomes: "Pull Request !34, PR !12, (pr !12)"),
        Example("over two lines", "a pull\nrequest #12", becomes: "a pull\nrequest !12"),
        Example("with a hyphen", "pull-request #12", becomes: "pull-request !12"),
        Example("a pull request that is not here", "pull request #7", becomes: "pull request \\#7"),
        Example("an issue that is not here", "#34", becomes: "\\#34"),
        Example("a request that nobody pulls", stays: "request #12"),
        Example(
            "the same repository", "lamp/spec#12 and pull request lamp/spec#12", becomes: "#12 and pull request !12"),
        Example("another that was imported", "lamp/tool#5", becomes: "group/sub/tool#5"),
        Example("another that was not", "else/where#3", becomes: "else/where\\#3"),
        Example("no short form", stays: "GH-12"),
        Example("a wiki's link", "[[Home]]", becomes: "\\[[Home]]"),
        Example("tags", stays: "a <b>#7</b> <br>"),
    ]

    private static let issue = "https://bitbucket.org/lamp/spec/issues/7/a-title"
    private static let elsewhere = "https://example.org/x"

    @Test("What the editor adds behind links and images is gone", arguments: markers)
    func dropsMarkers(example: Example) { #expect(CloudSample.pass.rewrite(example.source) == example.expected) }

    static let markers: [Example] = [
        Example(
            "a card", "See [\(elsewhere)](\(elsewhere)){: data-inline-card='' } now",
            becomes: "See [\(elsewhere)](\(elsewhere)) now"),
        Example(
            "a card of an issue", "[\(issue)](\(issue)){: data-inline-card='' }",
            becomes: "[\(issue)](\(Sample.webURL)/-/issues/7)"),
        Example("an image", "![](a.png){: data-layout='center' data-width=\"50\" }", becomes: "![](a.png)"),
        Example("two", "[a](b){: data-inline-card='' }{:data-layout=''} #34", becomes: "[a](b) \\#34"),
        Example("text behind", "[a](b){: data-inline-card='' }#7", becomes: "[a](b)#7"),
        Example("other attributes", stays: "[a](b){: artwork-align=\"center\"}"),
        Example("one that is not closed", stays: "[a](b){: data-inline-card='' "),
        Example("no link before it", stays: "{: data-inline-card='' } a"),
        Example("in code", stays: "`[a](b){: data-inline-card='' }`"),
    ]
}
