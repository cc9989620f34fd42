import Model
import TestSupport
import Testing

@testable import Importer

/// Values that strangers write: names, times, lines of diffs, tables.
@Suite("Values nobody thought of", .serialized)
struct ModelFuzzTests {
    @Test("Times of any millisecond can be written, and come back where a calendar has them")
    func times() throws {
        let real = ["0", "-1", "1700000000000", "253402300799999", "9223372036854775807", "-9223372036854775808"]
        try Fuzz("milliseconds", texts: real, words: ["-", "9", "0"], maximumBytes: 30).run { input in
            guard let number = Int64(String(decoding: input, as: UTF8.self)) else { return }
            let time = Timestamp(millisecondsSinceEpoch: number)
            let text = time.iso8601
            if (0...253_402_300_799_999).contains(number) { try hold(Timestamp(iso8601: text) == time, text) }
            _ = (time.calendarDate.description, time.calendarDate.daysSinceEpoch)
            for seconds in [Double(number), .infinity, -.infinity, .nan, 1e300] { _ = time.adding(seconds: seconds) }
            _ = time.seconds(since: Timestamp(millisecondsSinceEpoch: 0 &- number))
        }
    }

    @Test("Lines are counted in any diff")
    func lines() throws {
        let real = [
            "@@ -1,2 +1,3 @@\n a\n-b\n+c\n+d\n", "@@ -0,0 +1 @@\n+a\r\n+b\n\\ No newline at end of file",
            "@@ -9223372036854775807 +9223372036854775807 @@\n a\n+b\n-c\n d",
        ]
        try Fuzz(
            "hunks", texts: real, words: ["@@ -", " +", " @@", "\n+", "\n-", "\n ", "\n\\", "0,0"], maximumBytes: 4_000
        ).run { input in
            let diff = String(decoding: input, as: UTF8.self)
            for number in [1, 5, Int.max, Int.min] {
                _ = DiffPlace.line(at: number, in: diff)
                for line in [Position.Line(old: number, new: nil), Position.Line(old: nil, new: number)].compactMap({
                    $0
                }) {
                    _ = LineCode.code(for: line, path: "a", hunk: diff)
                    _ = UnchangedLines(diff: diff)?.completing(line)
                }
            }
        }
    }

    @Test("Names are judged, and patterns matched, in time that grows with their length")
    func names() throws {
        let real = ["a-b_c.d", "Project +1 🙂", "feature/*", "*a*b*c*", ":+1:", "refs/heads/*/x"]
        let words = ["*", "**", "a*", ".git", ".atom", "-", "_", ".", "🙂", "\u{200D}"]
        try Fuzz("names", texts: real, words: words, maximumBytes: 3_000, longest: 2).run { input in
            let text = String(decoding: input, as: UTF8.self)
            _ = (ProjectNaming.problems(name: text, path: text), GroupNaming.nameProblems(text))
            _ = (GroupNaming.pathProblems(text, isTopLevel: true), ProjectNaming.descriptionProblems(text))
            let isMatch = RefWildcard.matches(text, pattern: text)
            try hold(isMatch, "a name is not like itself")
            _ = RefWildcard.matches(String(repeating: "a", count: 500), pattern: text)
            _ = (ObjectHash(text), AbbreviatedHash(text), Upload.path(secret: "s", fileName: text))
            _ = (InlineDiff.marked(text, String(text.reversed())), SHA1.hexDigest(of: input))
        }
    }

    @Test("A table of reassignments is read, or refused with a reason, and written so that it comes back")
    func tables() throws {
        let header =
            "Source host,Import type,Source user identifier,Source user name,Source username,GitLab username,GitLab public email\n"
        let real = [
            header
                + "https://github.com,github,7,Ada,ada,ada,\nhttps://github.com,github,8,\"Bo, B\",bo,,bo@example.org\r\n",
            header.replacing(",", with: ";") + "a;b;c;d;e;f;g\n", "\u{FEFF}" + header,
        ]
        let words = [",", ";", "\"", "\"\"", "\n", "\r\n", "@", "=", "\u{FF1D}"]
        try Fuzz("CSV", texts: real, words: words, maximumBytes: 16_000).run { input in
            let text = String(decoding: input, as: UTF8.self)
            if let problem = Self.problem(text) { try hold(!"\(problem)".isEmpty, "no reason") }
            guard let table = CSVTable(text), let row = table.rows.first, row.count > 1 else { return }
            let written = CSVTable.line(row)
            // What is meant is taken from how often the signs stand in the first line: one with more of others is another.
            guard let again = CSVTable(written), again.rows.first?.count == row.count else { return }
            try hold(again.rows == [row], "\(row) comes back as \(again.rows)")
        }
    }

    private static func problem(_ text: String) -> PlaceholderCSV.Problem? {
        do throws(PlaceholderCSV.Problem) {
            _ = try PlaceholderCSV.check(text)
            return nil
        } catch {
            return error
        }
    }
}
