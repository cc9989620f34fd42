import Testing

@testable import Markdown

/// What holds for any text, tried on texts put together at random from what makes Markdown hard.
@Suite struct PropertyTests {
    static let seeds: [UInt64] = Array(0..<20)

    @Test("The blocks, code, HTML and other links of a text are the same afterwards", arguments: seeds)
    func keepsStructure(seed: UInt64) throws {
        var texts = TextGenerator(seed: seed)
        for _ in 0..<100 {
            let text = texts.next()
            let result = Sample.pass.rewriteTellingOutcome(text)
            let before = try #require(Structure(of: text))
            let after = try #require(Structure(of: result.text))
            #expect(before == after, "\(text.debugDescription) became \(result.text.debugDescription)")
        }
    }

    @Test("Where nothing is said otherwise in GitLab's words, a second pass changes nothing", arguments: seeds)
    func isIdempotent(seed: UInt64) {
        var texts = TextGenerator(seed: seed)
        for _ in 0..<100 {
            let text = texts.next()
            let once = Sample.plainPass.rewrite(text)
            let twice = Sample.plainPass.rewrite(once)
            #expect(once == twice, "\(text.debugDescription)")
        }
    }

    @Test("Nearly every text can be read", arguments: seeds)
    func readsNearlyEverything(seed: UInt64) {
        var texts = TextGenerator(seed: seed)
        var unread: [String] = []
        for _ in 0..<100 {
            let text = texts.next()
            if Sample.pass.rewriteTellingOutcome(text).outcome == .unchanged { unread.append(text) }
        }
        #expect(unread.count <= 1, "\(unread.map(\.debugDescription).joined(separator: "\n"))")
    }
}

/// What a text shows apart from its words: blocks, code, HTML, and links that don't point into the source.
struct Structure: Equatable {
    private(set) var lines: [String] = []

    init?(of text: String) {
        let bytes = Array(text.utf8).filter { $0 != 0 }
        guard let tree = Tree(bytes) else { return nil }
        var lines: [String] = []
        tree.walk { node, kind, entering in
            switch kind {
            case .text, .softBreak: break
            case .code:
                let code = String(decoding: Tree.literal(node), as: UTF8.self)
                if !code.hasPrefix("@") { lines.append("code \(code)") }
            case .html, .codeBlock, .htmlBlock:
                lines.append("\(kind) \(String(decoding: Tree.literal(node), as: UTF8.self))")
            case .link, .image:
                let url = String(decoding: Tree.url(node), as: UTF8.self)
                let isRewritten = url.contains("github.com/octo") || url.contains("lab.example.org")
                if entering, !isRewritten, !url.contains("/issues/") { lines.append("\(kind) \(url)") }
            default: lines.append("\(kind) \(entering)")
            }
        }
        self.lines = lines
    }
}

/// Texts at random, the same for the same seed.
struct TextGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    private mutating func number(below limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int((state >> 11) % UInt64(limit))
    }

    private mutating func pick(_ choices: [String]) -> String { choices[number(below: choices.count)] }

    mutating func next() -> String {
        (0...number(below: 14)).map { _ in pick(Self.pieces) + pick(Self.joints) }.joined()
    }

    private static let joints = [
        "", "", "", " ", " ", "\n", "\n", "\n\n", "\r\n", "\t", "  \n", "\\\n", "\n> ", "\n  ",
    ]

    private static let pieces = [
        "#12", "#7", "#99", "GH-12", "gh-7", "octo/spec#12", "octo/tool#5", "else/where#3", "a/b/c#4", "name#12",
        "@bob", "@alice", "@octo/team", "@bob.x", "x@y.zz", "foo@bar", "@all", "\\@bob", "&#64;bob", "@foo_bar",
        "!12", "$12", "%12", "%\"x y\"", "~bug", "~~x~~", "~", "~~", "&12", "&amp;", "&#33;", "&copy;", "&lt;#12",
        "[vulnerability:1]", "^alert#1", "*iteration:3", "[[Page]]", "/close", "/label ~x", "$x_1$", "$$", "\n$$\n",
        "*", "**", "***", "_", "__", "`", "``", "```", "\n```\n", "\n~~~ruby\n", "\n    indented #12\n", "`#12 @bob`",
        "[", "]", "(", ")", "![", "[a](", "[a](b)", "[#12](/x \"t\")", "[@bob]", "[x]: /y",
        "\n\n[x]: https://e.org/#12\n",
        "[x]", "[x][x]", "[x][]", "[^1]", "\n\n[^1]: note @bob\n", "<b>", "</b>", "<!-- @bob -->",
        "<https://e.org/@bob>",
        "\n\n<details>\n@bob\n</details>\n\n", "<a href=\"#12\">", "<x@y.zz>", "https://github.com/octo/spec/pull/12",
        "https://github.com/octo/spec/blob/main/a_b.md#L1-L2", "http://e.org/@bob#12", "www.e.org/#12",
        "https://e.org/(a)",
        "[l](https://github.com/octo/spec/issues/7)", "[l](<https://github.com/octo/spec/pull/34/files> 't')",
        "\n\n[x]: https://github.com/octo/spec/pull/12\n\n", "- ", "\n- ", "\n1. ", "\n  - ", "> ", ">> ", "# ", "## ",
        "\n===\n",
        "\n---\n", "\n\n| a | b |\n|---|---|\n| #12 | @bob \\| `x\\|y` |\n", "\n|-|-|\n", "a|b", "\\|", "\\", "\\\\",
        "\\`", "\\[", "- [ ] ",
        "word", "é", "漢字", "שלום", "🙂", ":smile:", "\u{200B}", "\0", "\u{FEFF}", "\u{2028}", "1", ".", ",", ":", "'",
        "\"", "-",
    ]
}
