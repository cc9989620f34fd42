import Foundation
import Markdown
import TestSupport
import Testing

@testable import Markdown

/// Texts of strangers, changed at random, and such as are made to keep a reader busy.
@Suite("Texts nobody thought of", .serialized)
struct TextFuzzTests {
    enum Dialect: CaseIterable {
        case gitHub, server, cloud

        var dialect: TextPass.Dialect {
            switch self {
            case .gitHub: .github(webOrigin: "https://github.com", repository: "octo/spec")
            case .server: .bitbucketServer(webOrigin: "https://git.example.org/bb", repository: "LAMP/spec")
            case .cloud: .bitbucketCloud(webOrigin: "https://bitbucket.org", repository: "lamp/spec")
            }
        }

        var pass: TextPass {
            let target = TargetProject(
                path: "group/spec", webURL: "https://lab.example.org/group/spec",
                has: { kind, number in (kind == .issue ? [7, 11] : [12, 34]).contains(number) },
                note: { $0 == "issuecomment-501" ? 9501 : nil })
            return TextPass(
                dialect: dialect, target: target,
                importedRepository: { _, name in name.lowercased() == "tool" ? target : nil },
                person: { $0.lowercased() == "alice" ? "alice.local" : nil },
                account: { _ in TextPass.Account(username: nil, nickname: "Bo`b") })
        }

        /// With nothing that GitLab writes otherwise.
        var plainPass: TextPass {
            TextPass(
                dialect: dialect,
                target: TargetProject(
                    path: "group/spec", webURL: "https://lab.example.org/group/spec",
                    has: { kind, number in self != .server && kind == .issue && number < 50 }))
        }
    }

    @Test("Any text is read, its code is left alone, and nothing that runs gets into it", arguments: Dialect.allCases)
    func rewrites(dialect: Dialect) throws {
        let (pass, plain) = (dialect.pass, dialect.plainPass)
        try Fuzz("text \(dialect)", texts: Self.texts, words: Self.words, maximumBytes: 6_000).run { input in
            let text = String(decoding: input, as: UTF8.self)
            let result = pass.rewriteTellingOutcome(text)
            try hold(result.text == pass.rewrite(text), "it becomes something else the second time")
            try hold(
                result.text.utf8.count <= text.utf8.count * 80 + 200, "it grows to \(result.text.utf8.count) bytes")
            let given = text.replacing("\0", with: "").lowercased()
            for scheme in ["javascript:", "vbscript:", "data:text"] where !given.contains(scheme) {
                try hold(!result.text.lowercased().contains(scheme), "there is \(scheme) in it")
            }
            try hold(Code(text) == Code(result.text), "code is changed: \(result.text.debugDescription)")
            // A tag that is shown as text is one with what stands around it, which the first pass has not seen so: of
            // `[[<s>]]` becomes what GitLab takes for a link to a page of its wiki.
            let once = plain.rewrite(text)
            let isSame = dialect == .server || once == plain.rewrite(once)
            try hold(isSame, "a second pass changes it: \(once.debugDescription)")
            _ = pass.fileAddresses(in: text)
        }
    }

    @Test("No text keeps the pass busy for longer than its length explains", arguments: Dialect.allCases)
    func takesTimeAsItsLength(dialect: Dialect) {
        let pass = dialect.pass
        // Some of them; all in a thorough run.
        var random = SeededGenerator(seed: 3)
        for piece in Self.busyPieces.shuffled(using: &random).prefix(Fuzz.inputs(share: 0.02)) {
            let (short, long) = (Self.repeated(piece, 10_000), Self.repeated(piece, 40_000))
            let clock = ProcessorClock()
            let first = clock.seconds { _ = pass.rewrite(short) }
            let second = clock.seconds { _ = pass.rewrite(long) }
            // Four times as long; sixteen times the time would be its square.
            #expect(second < first * 11 + 0.15, "\(piece.debugDescription): \(first) s, then \(second) s")
        }
    }

    private static func repeated(_ piece: String, _ bytes: Int) -> String {
        String(repeating: piece, count: bytes / piece.utf8.count) + "\n\n#12 @bob"
    }

    static let texts = [
        "Thanks @bob and @alice, see #12, octo/tool#5 and GH-7.\n\n```swift\nlet x = \"@bob #12\"\n```\n",
        "> quoted @bob\n> > deeper #7\n\n1. one `#12`\n2. two\n   - three ![x](https://github.com/octo/spec/files/1/a.png)\n",
        "| a | b |\n|---|---|\n| #12 | @bob \\| `x\\|y` |\n\n- [ ] task #7\n- [x] done\n\n<details>\n@bob\n</details>\n",
        "[l](https://github.com/octo/spec/pull/12#issuecomment-501) <https://e.org/@bob> www.e.org/#12\n[x]: /y '#12'\n",
        "@\"Max Power\" pull request #12 @{712020:abc} https://bitbucket.org/lamp/spec/issues/7/x {: data-inline-card='' }",
        "~~~\n@bob\n~~~\n\n    indented #12\n\n$x_1$ [[Page]] :smile: &amp; <b>x</b> [a](javascript:alert\\(1\\))\n",
    ]

    static let words = [
        "#12", "@bob", "@alice", "octo/tool#5", "GH-12", "![", "[", "](", "]", "`", "```\n", "~~~\n", "> ", "- ", "1. ",
        "\n", "\n\n", "    ", "\t", "|", "|-|\n", "<!--", "-->", "<a href=\"", "</details>",
        "https://github.com/octo/spec/",
        "https://bitbucket.org/lamp/spec/", "javascript:", "@\"", "@{", "{:", "&#64;", "\\", "*", "**", "_", "~~", "$$",
        "[x]: ", "[^1]", "attachment:2/f51", "issues/7", "www.", "x@y.zz",
    ]

    static let busyPieces = [
        "[", "![", "`", "*", "**a", "_a ", "$a ", "~", "@", "#", "<", "<!--", "&", "\\", "|", "[^1]", "!1 ", "@a/",
        "a/",
        "[[", "&amp;", "%\"", "$", "www.", "http://", "a@b.", "~~a", "[a](b", "\n#1 @b", "[a](", "<a ", "<?",
        "<![CDATA[",
        "]", "](", "[x]: /y\n", "|a", "|-", "a|b\n-|-\n", "`a``", "*a_", "@\"a", "@{a", "{: a", "#12 ", "@bob ",
        "\n> a",
        "\n- a", "\n\n\n", "&#64;", "a#1", "a/b#1", "https://github.com/octo/spec/pull/12 ", "<https://", "\u{301}",
        "🙂",
        "\n```\n", "\n~~~x", "    a\n", "\t", "\\`", "[a]", "x@", ":a", "\n|a|", "--", "\n===\n", "GH-1", "$`a`$",
    ]
}

/// What stands in the code of a text, which is nobody's mention and no reference.
private struct Code: Equatable {
    private var blocks: [String] = []

    init(_ text: String) {
        guard let tree = Tree(Array(text.utf8).filter { $0 != 0 }) else { return }
        var blocks: [String] = []
        tree.walk { node, kind, entering in
            guard entering else { return }
            let literal = { String(decoding: Tree.literal(node), as: UTF8.self) }
            switch kind {
            case .codeBlock: blocks.append(literal())
            // Mentions that reach nobody are shown as code.
            case .code where !literal().hasPrefix("@"): blocks.append(literal())
            default: break
            }
        }
        self.blocks = blocks
    }
}

/// Measures the processor's time of this thread.
struct ProcessorClock {
    func seconds(_ body: () -> Void) -> Double {
        let start = now
        body()
        return now - start
    }

    private var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
