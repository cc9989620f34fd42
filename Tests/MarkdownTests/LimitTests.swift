import Testing

@testable import Markdown

@Suite struct LimitTests {
    private func repeated(_ piece: String, bytes: Int) -> String {
        String(repeating: piece, count: bytes / piece.utf8.count)
    }

    private func repeated(_ piece: String, times: Int) -> String { String(repeating: piece, count: times) }

    @Test("A text of a megabyte is read whole, in time that grows with its length")
    func oneMegabyte() {
        let piece = "Thanks @bob, this is like #12 in `code #12`, see octo/spec#7 and [x](https://example.org).\n\n"
        let small = repeated(piece, bytes: 1 << 17), large = repeated(piece, bytes: 1 << 20)
        let clock = ContinuousClock()
        var result = (text: "", outcome: TextPass.Outcome.unchanged)
        let short = (0..<3).map { _ in clock.measure { result = Sample.pass.rewriteTellingOutcome(small) } }
        let long = (0..<2).map { _ in clock.measure { result = Sample.pass.rewriteTellingOutcome(large) } }
        #expect(result.outcome == .rewritten)
        let expected = "Thanks `@bob`, this is like !12 in `code #12`, see #7 and [x](https://example.org).\n\n"
        #expect(result.text == repeated(expected, times: (1 << 20) / piece.utf8.count))
        // Eight times as long a text; were it a matter of squares, it would take sixty-four times as long.
        let slowest = short.max() ?? .zero, fastest = long.min() ?? .zero
        #expect(fastest < slowest * 24 + .milliseconds(200))
    }

    @Test(
        "What makes parsers slow does not make this one fail",
        arguments: [
            "[", "![", "`", "*", "**a", "_a ", "$a ", "~", "@", "#", "<", "<!--", "&", "\\", "|", "> ", "[^1]", "!1 ",
            "@a/", "a/", "[[", "&amp;", "%\"", "$", "www.", "http://", "a@b.", "~~a", "[a](b", "![[]()", "\n#1 @b",
        ])
    func hardForParsers(piece: String) {
        let text = repeated(piece, bytes: 10_000) + " #12"
        let result = Sample.pass.rewriteTellingOutcome(text)
        #expect(result.text.hasSuffix("12"))
    }

    @Test("Quotes and lists of 10,000 levels are left as they are", arguments: [">", "> ", "- ", "1. "])
    func tooDeep(marker: String) {
        let text = String(repeating: marker, count: 10_000) + "#12 @bob"
        let result = Sample.pass.rewriteTellingOutcome(text)
        #expect(result.text == text)
        #expect(result.outcome == .unchanged)
    }

    @Test("Those that are not too deep are read", arguments: ["> ", "- "])
    func deep(marker: String) {
        let text = String(repeating: marker, count: 900) + "@bob"
        #expect(Sample.pass.rewrite(text) == String(repeating: marker, count: 900) + "`@bob`")
    }

    @Test("A text with more openings of images than any person writes is left as it is")
    func tooManyImages() {
        let text = String(repeating: "![[]()", count: TextPass.Limits.imageOpeners + 1) + "#12"
        #expect(Sample.pass.rewriteTellingOutcome(text).outcome == .unchanged)
    }

    @Test("Long rules and rows of dots are no nesting", arguments: ["-", "*", ".", "+"])
    func longRules(piece: String) {
        let rule = String(repeating: piece, count: 2_000)
        #expect(Sample.pass.rewrite("#12\n\n\(rule)\n\n#12").hasSuffix("!12"))
    }

    @Test("A text over the limit stays, its NUL characters apart")
    func tooLarge() {
        let text = repeated("#12\0 ", bytes: TextPass.Limits.bytes * 3 / 2)
        let result = Sample.pass.rewriteTellingOutcome(text)
        #expect(result.outcome == .unchanged)
        #expect(!result.text.utf8.contains(0))
        #expect(result.text.hasPrefix("#12 #12 "))
    }

    @Test("Texts are read at once from many tasks with the same result")
    func concurrently() async {
        let text = repeated("@bob #12 https://github.com/octo/spec/pull/12 ~~x~~ |a|\n\n", bytes: 4_000)
        let expected = Sample.pass.rewrite(text)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 { group.addTask { Sample.pass.rewrite(text) == expected } }
            for await isSame in group { #expect(isSame) }
        }
    }
}
