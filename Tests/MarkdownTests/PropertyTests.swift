import Testing

@testable import Markdown

/// What holds for any text of any dialect, tried on texts put together at random from what makes Markdown hard.
@Suite struct PropertyTests {
    /// A dialect, with and without anything that GitLab writes otherwise.
    enum Dialect: CaseIterable {
        case gitHub, server, cloud

        var pass: TextPass {
            switch self {
            case .gitHub: Sample.pass
            case .server: ServerSample.pass
            case .cloud: CloudSample.pass
            }
        }

        var plainPass: TextPass {
            switch self {
            case .gitHub: Sample.plainPass
            case .server: ServerSample.plainPass
            case .cloud: CloudSample.plainPass
            }
        }

        func texts(_ seed: UInt64) -> TextGenerator {
            TextGenerator(seed: seed, morePieces: self == .gitHub ? [] : TextGenerator.bitbucketPieces)
        }
    }

    static let seeds: [UInt64] = Array(0..<20)

    @Test(
        "The blocks, code, HTML and other links of a text are the same afterwards", arguments: Dialect.allCases, seeds)
    func keepsStructure(dialect: Dialect, seed: UInt64) throws {
        var texts = dialect.texts(seed)
        for _ in 0..<100 {
            let text = texts.next()
            let result = dialect.pass.rewriteTellingOutcome(text)
            let before = try #require(Structure(of: text, tagsAreText: dialect == .server))
            let after = try #require(Structure(of: result.text, tagsAreText: dialect == .server))
            #expect(before == after, "\(text.debugDescription) became \(result.text.debugDescription)")
        }
    }

    @Test(
        "Where nothing is said otherwise in GitLab's words, a second pass changes nothing",
        arguments: Dialect.allCases, seeds)
    func isIdempotent(dialect: Dialect, seed: UInt64) {
        var texts = dialect.texts(seed)
        for _ in 0..<100 {
            let text = texts.next()
            let once = dialect.plainPass.rewrite(text)
            let twice = dialect.plainPass.rewrite(once)
            #expect(once == twice, "\(text.debugDescription)")
        }
    }

    @Test("Nearly every text can be read", arguments: Dialect.allCases, seeds)
    func readsNearlyEverything(dialect: Dialect, seed: UInt64) {
        var texts = dialect.texts(seed)
        var unread: [String] = []
        for _ in 0..<100 {
            let text = texts.next()
            if dialect.pass.rewriteTellingOutcome(text).outcome == .unchanged { unread.append(text) }
        }
        #expect(unread.count <= 1, "\(unread.map(\.debugDescription).joined(separator: "\n"))")
    }
}

/// What a text shows apart from its words: blocks, code, HTML, and links that don't point into the source.
struct Structure: Equatable {
    private(set) var lines: [String] = []

    /// - Parameter tagsAreText: whether the dialect shows tags within lines as text.
    init?(of text: String, tagsAreText: Bool = false) {
        let bytes = Array(text.utf8).filter { $0 != 0 }
        guard let tree = Tree(bytes) else { return nil }
        var lines: [String] = []
        tree.walk { node, kind, entering in
            switch kind {
            case .text, .softBreak: break
            case .code:
                let code = String(decoding: Tree.literal(node), as: UTF8.self)
                if !code.hasPrefix("@") { lines.append("code \(code)") }
            case .html where tagsAreText && !String(decoding: Tree.literal(node), as: UTF8.self).hasPrefix("<!"): break
            case .html, .codeBlock, .htmlBlock:
                lines.append("\(kind) \(String(decoding: Tree.literal(node), as: UTF8.self))")
            case .link, .image:
                let url = String(decoding: Tree.url(node), as: UTF8.self)
                let isRewritten = ["github.com/octo", "lab.example.org", "/LAMP/", "bitbucket.org/lamp"].contains {
                    url.contains($0)
                }
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

    private let pieces: [String]

    init(seed: UInt64, morePieces: [String] = []) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        pieces = Self.commonPieces + morePieces
    }

    private mutating func number(below limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int((state >> 11) % UInt64(limit))
    }

    private mutating func pick(_ choices: [String]) -> String { choices[number(below: choices.count)] }

    mutating func next() -> String {
        (0...number(below: 14)).map { _ in pick(pieces) + pick(Self.joints) }.joined()
    }

    private static let joints = [
        "", "", "", " ", " ", "\n", "\n", "\n\n", "\r\n", "\t", "  \n", "\\\n", "\n> ", "\n  ",
    ]

    static let bitbucketPieces = [
        "@\"Max Power\"", "@\"Jo Doe\"", "@\"", "@{712020:abc}", "@{\(CloudSample.alice)}", "@{\(CloudSample.bob)}",
        "@{", "@zoë", "pull request #12", "PR #34", "issue #12", "pull\nrequest #7", "LAMP/tool#5", "lamp/tool#5",
        "{: data-inline-card='' }", "[a](b){: data-inline-card='' }", "![](a.png){: data-layout='center' }", "{:",
        "![a](attachment:2/f51)", "<attachment:2/7>", "List<String>", "<br>", "<a href=\"x_y\">", "<t x='*'>",
        "https://git.example.org/bitbucket/projects/LAMP/repos/spec/pull-requests/12/overview?commentId=301",
        "[l](https://git.example.org/bitbucket/projects/LAMP/repos/spec/browse/a?at=main#1-2)",
        "https://bitbucket.org/lamp/spec/issues/7/x#comment-501",
        "[l](https://bitbucket.org/lamp/spec/src/main/a#lines-1:2)",
    ]

    private static let commonPieces = [
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
