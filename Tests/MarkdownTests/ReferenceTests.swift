import Testing

@testable import Markdown

@Suite struct ReferenceTests {
    @Test("Numbers of the same repository", arguments: local)
    func localReferences(example: Example) { #expect(Sample.pass.rewrite(example.source) == example.expected) }

    static let local: [Example] = [
        Example("a pull request", "see #12", becomes: "see !12"),
        Example("an issue", stays: "see #7"),
        Example("a number nothing was imported for", "see #99", becomes: "see \\#99"),
        Example("a number too large for anything", "#99999999999999999999", becomes: "\\#99999999999999999999"),
        Example("several on a line", "#12, #7; #34", becomes: "!12, #7; !34"),
        Example("closing words", "Fixes #7, closes #12", becomes: "Fixes #7, closes !12"),
        Example("at the very beginning", "#12", becomes: "!12"),
        Example("in parentheses", "(#12)", becomes: "(!12)"),
        Example("in brackets", "[#12]", becomes: "[!12]"),
        Example("in quotes", "\"#12\" '#12'", becomes: "\"!12\" '!12'"),
        Example("before a full stop", "It was #12.", becomes: "It was !12."),
        Example("with a possessive", "#12's diff", becomes: "!12's diff"),
        Example("behind a colon", "cf:#12", becomes: "cf:!12"),
        Example("behind an ellipsis", "...#12", becomes: "...!12"),
        Example("letters behind", stays: "#12abc"),
        Example("a colour", stays: "#12ab34 #fff #123456abc"),
        Example("an underscore behind", stays: "#12_3"),
        Example("a word before", "PR#12", becomes: "PR\\#12"),
        Example("a word and a hyphen before", "see-#12", becomes: "see-\\#12"),
        Example("doubled", "##12", becomes: "#\\#12"),
        Example("an ampersand before", "&#12", becomes: "&\\#12"),
        Example("a slash before", "a /#12", becomes: "a /\\#12"),
        Example("a character reference", stays: "&#33; &#x21;"),
        Example("escaped", stays: "\\#12"),
        Example("only a sign", stays: "# of things, C#, F#"),
        Example("the short form", "GH-12 and GH-7", becomes: "!12 and #7"),
        Example("the short form in lower case", "gh-12", becomes: "!12"),
        Example("the short form of nothing", stays: "GH-99"),
        Example("the short form inside words", stays: "xGH-12, GH-12b, a/GH-12"),
        Example("the short form, emphasised", "a *GH-12* b", becomes: "a *GH-12* b"),
        Example("strong", "**#12**", becomes: "**!12**"),
        Example("strong inside a word", "a**#12**b", becomes: "a**!12**b"),
        Example("struck through", "~~#12~~", becomes: "~~!12~~"),
        Example("Chinese around", "修复#12号", becomes: "修复!12号"),
        Example("right to left", "ראה #12 בבקשה", becomes: "ראה !12 בבקשה"),
        Example("emoji around", "🎉#12🎉", becomes: "🎉!12🎉"),
        Example("a hard break", "#12  \n#34\\\n#12", becomes: "!12  \n!34\\\n!12"),
        Example("in a footnote", "a[^1]\n\n[^1]: by #12", becomes: "a[^1]\n\n[^1]: by !12"),
    ]

    @Test("Numbers of named repositories", arguments: named)
    func namedReferences(example: Example) { #expect(Sample.pass.rewrite(example.source) == example.expected) }

    static let named: [Example] = [
        Example("the same, a pull request", "octo/spec#12", becomes: "!12"),
        Example("the same, an issue", "octo/spec#7", becomes: "#7"),
        Example("the same in other letters", "Octo/SPEC#12", becomes: "!12"),
        Example("the same, nothing imported", "octo/spec#99", becomes: "octo/spec\\#99"),
        Example("another that was imported", "octo/tool#5, octo/tool#6", becomes: "group/sub/tool!5, group/sub/tool#6"),
        Example(
            "another that was imported, but not this", "octo/tool#9",
            becomes: "[octo/tool#9](https://github.com/octo/tool/issues/9)"),
        Example(
            "another that was not", "else/where#3.",
            becomes: "[else/where#3](https://github.com/else/where/issues/3)."),
        Example(
            "a name that only begins alike", "octo/spec-other#12",
            becomes: "[octo/spec-other#12](https://github.com/octo/spec-other/issues/12)"),
        Example(
            "in parentheses", "(else/where#3)", becomes: "([else/where#3](https://github.com/else/where/issues/3))"),
        Example("behind an exclamation mark", "!else/where#3", becomes: "!else/where\\#3"),
        Example("dots in the name", "a/b.c#1", becomes: "[a/b.c#1](https://github.com/a/b.c/issues/1)"),
        Example("three parts", "a/b/c#1", becomes: "a/b/c\\#1"),
        Example("a domain", "example.com/x#1", becomes: "example.com/x\\#1"),
        Example("a person's number", "octo#12", becomes: "octo\\#12"),
        Example("letters behind", stays: "octo/spec#12b"),
        Example("a hash of a commit", stays: "octo/spec@0123abcd and 0123abcd4567"),
        Example("emphasised", "a *octo/spec#12*", becomes: "a *octo/spec\\#12*"),
    ]
}
