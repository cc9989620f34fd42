import Foundation
import Model
import Testing

@Suite struct PrintableTextTests {
    /// What terminals obey, and what turns the direction of writing.
    static let hostile = [
        "\u{1b}[2J\u{1b}[H", "\u{1b}]0;title\u{7}", "\u{1b}]8;;http://evil.example\u{1b}\\link", "\u{1b}P$q\u{1b}\\",
        "\u{1b}[6n", "\u{1b}c", "\u{9b}31m", "\u{9d}0;x\u{9c}", "\u{90}x\u{9c}", "a\rb", "a\u{8}b", "a\u{7f}b",
        "a\u{0}b",
        "a\u{b}b", "a\u{c}b", "a\u{e}b\u{f}", "\u{85}", "\u{202e}gpj.exe", "\u{202a}a\u{202c}", "\u{2066}a\u{2069}",
        "\u{200f}a", "\u{200e}a", "\u{61c}a", "\u{2028}a", "\u{2029}a", "\u{fff9}a\u{fffb}", "a\r\nb",
        "e\u{301}\u{1b}\u{301}",
    ]

    @Test(arguments: hostile)
    func nothingThatDrivesATerminalIsLeft(text: String) throws {
        for printed in [PrintableText.of(text), PrintableText.of("x\n\(text)\ty", keepingLines: true)] {
            let left = printed.unicodeScalars.filter { $0 != "\n" && $0 != "\t" }
            #expect(!left.contains { PrintableText.isUnprintable($0) }, "\(printed.debugDescription)")
        }
        #expect(PrintableText.of(text).unicodeScalars.count == text.unicodeScalars.count)
    }

    @Test(arguments: hostile)
    func jsonSaysTheSameWithoutIt(text: String) throws {
        let json = String(decoding: try JSONEncoder().encode(["name": text]), as: UTF8.self)
        let printed = PrintableText.json(json)
        #expect(!printed.unicodeScalars.contains { PrintableText.isUnprintable($0) })
        #expect(try JSONDecoder().decode([String: String].self, from: Data(printed.utf8)) == ["name": text])
    }

    @Test func whatPeopleWriteStays() {
        let texts = ["grüße, 日本語, שלום, 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👩‍👧", "a – b “c”", "e\u{301}", "x"]
        for text in texts { #expect(PrintableText.of(text) == text && PrintableText.json(text) == text) }
        #expect(PrintableText.of("a\n\tb", keepingLines: true) == "a\n\tb")
    }
}
