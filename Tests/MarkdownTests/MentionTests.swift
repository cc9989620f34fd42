import Testing

@testable import Markdown

@Suite struct MentionTests {
    @Test("Mentions", arguments: examples)
    func mentions(example: Example) { #expect(Sample.pass.rewrite(example.source) == example.expected) }

    static let examples: [Example] = [
        Example("somebody", "thanks @bob!", becomes: "thanks `@bob`!"),
        Example("somebody known here", "thanks @alice!", becomes: "thanks @alice.local!"),
        Example("at the beginning", "@bob please", becomes: "`@bob` please"),
        Example("on the next line", "hi\n@bob", becomes: "hi\n`@bob`"),
        Example("everybody", "@all @here", becomes: "`@all` `@here`"),
        Example("a team", "cc @octo/spec-editors.", becomes: "cc `@octo/spec-editors`."),
        Example("a path that is no team", "@a/b/c", becomes: "\\@a/b/c"),
        Example("two in a row", "@bob,@carol", becomes: "`@bob`,`@carol`"),
        Example("possessive", "@bob's", becomes: "`@bob`'s"),
        Example("in parentheses", "(@bob)", becomes: "(`@bob`)"),
        Example("in brackets", "[@bob]", becomes: "[`@bob`]"),
        Example("a full stop behind", "by @bob.", becomes: "by `@bob`."),
        Example("a hyphen behind", "@bob- and", becomes: "`@bob`- and"),
        Example("a hyphen inside", "@bob-the-builder", becomes: "`@bob-the-builder`"),
        Example("two hyphens inside", "@bob--x", becomes: "\\@bob--x"),
        Example("a managed user", "@bob_corp", becomes: "`@bob_corp`"),
        Example("a longer name than GitHub has", "@" + long, becomes: "\\@" + long),
        Example("the longest name", "@" + long.dropLast(), becomes: "`@" + long.dropLast() + "`"),
        Example("a dot inside", "@bob.x", becomes: "\\@bob.x"),
        Example("a file name", "icon@2x.png and @2x.png", becomes: "icon@2x.png and \\@2x.png"),
        Example("a version", stays: "package@1.2.3"),
        Example("a scoped package", "npm i @babel/core", becomes: "npm i `@babel/core`"),
        Example("a path before", "modules/@babel", becomes: "modules/\\@babel"),
        Example("an e-mail address", stays: "write to bob@example.org"),
        Example("an e-mail address in angles", stays: "<bob@example.org>"),
        Example("half an address", stays: "foo@bar"),
        Example("a federated name", "@bob@example", becomes: "\\@bob@example"),
        Example("escaped", stays: "\\@bob"),
        Example("doubled", "@@bob", becomes: "@\\@bob"),
        Example("alone", stays: "@ @- @, meet @ 5"),
        Example("a character reference", "&#64;bob", becomes: "\\@bob"),
        Example("a space of no width", stays: "@\u{200B}bob"),
        Example("strong", "**@bob**", becomes: "**`@bob`**"),
        Example("strong before a letter", "**@bob**s", becomes: "**\\@bob**s"),
        Example("emphasised with underscores", "_@bob_", becomes: "_`@bob`_"),
        Example("beside code", "@bob`x`", becomes: "\\@bob`x`"),
        Example("behind a backtick that opens nothing", "it`s @bob", becomes: "it`s \\@bob"),
        Example("behind two that open nothing", "it``s @bob", becomes: "it``s `@bob`"),
        Example("before a backtick that opens nothing", "@bob it`s", becomes: "`@bob` it`s"),
        Example("in a link's text", stays: "[@bob](https://example.org)"),
        Example("in a link's address", stays: "[x](https://example.org/@bob)"),
        Example("in an image's description", stays: "![@bob](a.png)"),
        Example("in an address", stays: "https://example.org/@bob"),
        Example("in code", stays: "`@bob`"),
        Example("Chinese behind", "@bob你好", becomes: "`@bob`你好"),
        Example("Hebrew around", "שלום @bob שלום", becomes: "שלום `@bob` שלום"),
        Example("quoted", "> @bob wrote\n> @carol", becomes: "> `@bob` wrote\n> `@carol`"),
        Example("known, in a list", "* @alice\n* @bob", becomes: "* @alice.local\n* `@bob`"),
        Example("a team of somebody known", "@alice/x", becomes: "`@alice/x`"),
    ]

    private static let long = String(repeating: "x", count: 40)
}
