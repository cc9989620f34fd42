import Testing

@testable import Markdown

/// What people wrote on Bitbucket Server and Data Center.
@Suite struct ServerTextTests {
    @Test("Mentions", arguments: mentions)
    func rewritesMentions(example: Example) { #expect(ServerSample.pass.rewrite(example.source) == example.expected) }

    static let mentions: [Example] = [
        Example("somebody", "thanks @bob!", becomes: "thanks `@bob`!"),
        Example("somebody known here", "thanks @alice.", becomes: "thanks @alice.local."),
        Example("in other letters", "@Alice", becomes: "@alice.local"),
        Example("a full stop inside", "@jo.bloggs.", becomes: "`@jo.bloggs`."),
        Example("an underscore at the end", "@bob_ and", becomes: "`@bob_` and"),
        Example("two hyphens inside", "@bob--x", becomes: "`@bob--x`"),
        Example("letters of other scripts", "@zoë and @bob’s", becomes: "`@zoë` and `@bob`’s"),
        Example("a name with a space", "@\"Max Power\" wrote", becomes: "`@\"Max Power\"` wrote"),
        Example("such a name, known here", "@\"Jo Doe\" wrote", becomes: "@jo wrote"),
        Example("an address as a name", "@\"ann@corp.example\": yes", becomes: "@ann: yes"),
        Example(
            "a known name that would grow", "@\"Jo Doe\"s and @\"Jo Doe\".x",
            becomes: "`@\"Jo Doe\"`s and `@\"Jo Doe\"`.x"),
        Example("quotes around nothing", stays: "@\"\" and @\"!\""),
        Example("a quote that nobody closes", stays: "@\"Max Power"),
        Example("a quoted name behind a word", stays: "x@\"Max Power\""),
        Example("a quoted name beside code", "@\"Max @bob\"`x`", becomes: "\\@\"Max `@bob`\"`x`"),
        Example("an e-mail address", stays: "write to bob@example.org"),
        Example("two signs", "@bob@example", becomes: "\\@bob@example"),
        Example("a scoped package", "npm i @babel/core", becomes: "npm i `@babel/core`"),
        Example("everybody", "@all", becomes: "`@all`"),
        Example("escaped", stays: "\\@bob \\@\"Max Power\""),
        Example("in code", stays: "`@bob` ``@\"Max Power\"``"),
        Example("in a table", "|a|\n|-|\n|@\"Max Power\"|", becomes: "|a|\n|-|\n|`@\"Max Power\"`|"),
        Example("Cloud's notation", stays: "@{712020:abc}"),
    ]

    @Test("References", arguments: references)
    func rewritesReferences(example: Example) {
        #expect(ServerSample.pass.rewrite(example.source) == example.expected)
    }

    static let references: [Example] = [
        Example("a pull request", "see #12", becomes: "see !12"),
        Example("in words", "Pull request #12, PR #34", becomes: "Pull request !12, PR !34"),
        Example("a number nothing was imported for", "see #7", becomes: "see \\#7"),
        Example("an issue elsewhere", "issue #12, bug-#12", becomes: "issue \\#12, bug-\\#12"),
        Example("no short form", stays: "GH-12"),
        Example("a key of Jira", stays: "LAMP-12: done"),
        Example("the same repository", "LAMP/spec#12", becomes: "!12"),
        Example("another that was imported", "lamp/TOOL#5, LAMP/tool#6", becomes: "group/sub/tool!5, LAMP/tool\\#6"),
        Example("another that was not", "ELSE/where#12", becomes: "ELSE/where\\#12"),
        Example("a hash of a commit", stays: "in deadbeef12345"),
        Example("a merge request's sign", "see !12", becomes: "see \\!12"),
        Example("a quick action", "/merge", becomes: "\\/merge"),
        Example("line ends", stays: "one\ntwo\r\nthree"),
        Example("emoji, tables, code", stays: ":smile:\n\n|a|b|\n|-|-|\n|`#12`|~~x~~|\n\n~~~\n#12\n~~~"),
    ]

    @Test("Tags are shown, as they were", arguments: tags)
    func showsTags(example: Example) { #expect(ServerSample.pass.rewrite(example.source) == example.expected) }

    static let tags: [Example] = [
        Example("a tag", "a <b>c</b> d", becomes: "a \\<b>c\\</b> d"),
        Example("something generic", "List<String> of @bob", becomes: "List\\<String> of `@bob`"),
        Example("alone in a text", "x<br>y", becomes: "x\\<br>y"),
        Example("with attributes", "a <t anchor=\"x\"/>", becomes: "a \\<t anchor=\"x\"/>"),
        Example("with a reference inside", "a <t x=\"#12 @bob\">", becomes: "a \\<t x=\"!12 `@bob`\">"),
        Example("a tag in a value", "a <t x=\"<b> <!-- y -->\">", becomes: "a \\<t x=\"\\<b> \\<!-- y -->\">"),
        Example("a tag that as text would be emphasis", stays: "a <t x=\"*y*\"> b </t>"),
        Example("an address in angles", stays: "<https://example.org/x> <bob@example.org>"),
        Example("a comment", stays: "a <!-- b --> c"),
        Example("a block", stays: "<details>\n#12 <b>\n</details>"),
        Example("escaped", stays: "\\<b>"),
        Example("no tag", stays: "1 < 2 > 0 <3"),
        Example("code", stays: "`<b>`\n\n    <b>"),
        Example("a table", "|a|\n|-|\n|<b>|", becomes: "|a|\n|-|\n|\\<b>|"),
        Example("a link's text", "[<b>x](/y)", becomes: "[\\<b>x](/y)"),
    ]

    @Test("Files", arguments: files)
    func showsFilesFromHere(example: Example) {
        let pass = ServerSample.pass.with { address in
            switch address {
            case "attachment:2/f51%2Flamp%20%28on%29.png", "attachment:2/200001": "/uploads/0123/lamp.png"
            default: nil
            }
        }
        #expect(pass.rewrite(example.source) == example.expected)
    }

    static let files: [Example] = [
        Example("an image", "![a](attachment:2/f51%2Flamp%20%28on%29.png)", becomes: "![a](/uploads/0123/lamp.png)"),
        Example("a link", "see [a b](attachment:2/200001).", becomes: "see [a b](/uploads/0123/lamp.png)."),
        Example("a definition", "![a]\n\n[a]: attachment:2/200001", becomes: "![a]\n\n[a]: /uploads/0123/lamp.png"),
        Example("an address in angles", "<attachment:2/200001>", becomes: "[lamp\\.png](/uploads/0123/lamp.png)"),
        Example("one that is not here", stays: "![a](attachment:3/f51)"),
        Example("in code", stays: "`![a](attachment:2/200001)`"),
        Example("without brackets", stays: "attachment:2/200001"),
    ]

    @Test("The addresses of files are found, and others as before")
    func findsFiles() {
        let text =
            "![a](attachment:2/f51%2Fa.png) [b](https://example.org/b) [c](attachment:2/7) [d](o:1) `attachment:2/9`"
        #expect(
            ServerSample.pass.fileAddresses(in: text) == [
                "attachment:2/f51%2Fa.png", "https://example.org/b", "attachment:2/7",
            ])
        #expect(Sample.pass.fileAddresses(in: text) == ["https://example.org/b"])
    }
}
