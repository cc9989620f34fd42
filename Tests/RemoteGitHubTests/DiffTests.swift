import Model
import RemoteREST
import Testing

@testable import RemoteGitHub

@Suite("Where review comments stand")
struct DiffTests {
    struct HunkRow: Sendable, CustomTestStringConvertible {
        var text: String
        var lines: [[Int?]]?
        var testDescription: String { text }
    }

    static let hunks: [HunkRow] = [
        HunkRow(
            text: "@@ -10,3 +20,4 @@ heading\n a\n-b\n+c\n+d", lines: [[10, 20], [11, nil], [nil, 21], [nil, 22]]),
        HunkRow(text: "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b", lines: [[1, nil], [nil, 1]]),
        HunkRow(text: "@@ -0,0 +1,2 @@\n+a\r\n+b\r", lines: [[nil, 1], [nil, 2]]),
        HunkRow(text: "@@ -5,3 +5,3 @@\n a\n\n b\n", lines: [[5, 5], [6, 6], [7, 7]]),
        HunkRow(text: "@@ -1,2 +1,2 @@\n a\n@@ -9,1 +12,1 @@\n+x", lines: [[1, 1], [nil, 12]]),
        HunkRow(text: "@@ -1 +1 @@\n 👩‍👩‍👧\n+é", lines: [[1, 1], [nil, 2]]),
        HunkRow(text: "", lines: nil), HunkRow(text: "@@ -1 +1 @@", lines: nil),
        HunkRow(text: "context not found", lines: nil),
        HunkRow(text: "@@ -x +1 @@\n a", lines: nil), HunkRow(text: "@@ -99999999999999999999 +1 @@\n a", lines: nil),
        HunkRow(text: "@@@ -1 -1 +1 @@@\n  a", lines: nil),
    ]

    @Test("lines are numbered as in the diff", arguments: hunks)
    func numbering(_ row: HunkRow) {
        let lines = DiffHunk(row.text)?.lines.map { [$0.old, $0.new] }
        #expect(lines == row.lines)
    }

    struct PlaceRow: Sendable, CustomTestStringConvertible {
        var name: String
        var place: GitHubDiffPlace
        var line: [Int?]?
        var first: [Int?]?
        var head: Character = "a"
        var isOutdated = false
        var isDoubtful = false
        var testDescription: String { name }
    }

    private static let hunk = "@@ -10,6 +20,6 @@\n a\n-b\n+c\n d\n-e\n+f"

    private static func place(
        side: String? = "RIGHT", line: Int?, original: Int?, start: Int? = nil, originalStart: Int? = nil,
        startSide: String? = nil, hunk: String? = hunk, subject: String? = "line", position: Int? = nil
    ) -> GitHubDiffPlace {
        GitHubDiffPlace(
            path: "x.md", subject: subject, side: side, startSide: startSide, line: line, startLine: start,
            position: position ?? line, originalLine: original, originalStartLine: originalStart,
            commit: String(repeating: "a", count: 40), originalCommit: String(repeating: "b", count: 40), diffHunk: hunk
        )
    }

    static let places: [PlaceRow] = [
        PlaceRow(name: "added line", place: place(line: 23, original: 23), line: [nil, 23]),
        PlaceRow(name: "added line that moved", place: place(line: 33, original: 23), line: [nil, 33]),
        PlaceRow(name: "context on the right", place: place(line: 22, original: 22), line: [12, 22]),
        PlaceRow(name: "context on the right that moved", place: place(line: 30, original: 22), line: [12, 30]),
        PlaceRow(name: "removed line", place: place(side: "LEFT", line: 13, original: 13), line: [13, nil]),
        PlaceRow(name: "context on the left", place: place(side: "LEFT", line: 12, original: 12), line: [12, 22]),
        PlaceRow(
            name: "outdated", place: place(line: nil, original: 21), line: [nil, 21], head: "b", isOutdated: true),
        PlaceRow(
            name: "several lines",
            place: place(line: 23, original: 23, start: 20, originalStart: 20, startSide: "RIGHT"),
            line: [nil, 23], first: [10, 20]),
        PlaceRow(
            name: "several lines from left to right",
            place: place(line: 23, original: 23, start: 11, originalStart: 11, startSide: "LEFT"), line: [nil, 23],
            first: [11, nil]),
        PlaceRow(
            name: "several outdated lines",
            place: place(line: nil, original: 22, originalStart: 21, startSide: "RIGHT"), line: [12, 22],
            first: [nil, 21],
            head: "b", isOutdated: true),
        PlaceRow(
            name: "the first line is above the hunk",
            place: place(line: 23, original: 23, start: 15, originalStart: 15, startSide: "RIGHT"), line: [nil, 23],
            first: [nil, 15], isDoubtful: true),
        PlaceRow(
            name: "no hunk, right", place: place(line: 7, original: 7, hunk: nil), line: [nil, 7], isDoubtful: true),
        PlaceRow(
            name: "no hunk, left", place: place(side: "LEFT", line: 7, original: 7, hunk: ""), line: [7, nil],
            isDoubtful: true),
        PlaceRow(
            name: "the hunk does not have the line", place: place(line: 99, original: 99), line: [nil, 99],
            isDoubtful: true),
        PlaceRow(name: "no side said", place: place(side: nil, line: 99, original: 99), line: [nil, 23]),
        PlaceRow(
            name: "only the hunk is left", place: place(line: nil, original: nil), line: [nil, 23], head: "b",
            isOutdated: true),
        PlaceRow(
            name: "nothing is left", place: place(line: nil, original: nil, hunk: "@@ -1 +1 @@"), line: nil, head: "b",
            isOutdated: true, isDoubtful: true),
        PlaceRow(
            name: "whole file", place: place(line: nil, original: nil, hunk: nil, subject: "file", position: 1),
            line: nil),
    ]

    @Test("each kind of place", arguments: places)
    func place(_ row: PlaceRow) {
        let located = row.place.located()
        #expect(located.position.line.map { [$0.old, $0.new] } == row.line)
        #expect(located.position.firstLine.map { [$0.old, $0.new] } == row.first)
        #expect(located.position.kind == (row.line == nil ? .file : .text))
        #expect(located.position.head?.rawValue.first == row.head)
        #expect(row.place.isOutdated == row.isOutdated)
        #expect((located.doubt != nil) == row.isDoubtful)
    }

    @Test(
        "suggestions say how many lines they replace",
        arguments: [
            ("```suggestion\nx\n```", 2, "```suggestion:-2+0\nx\n```"),
            ("text\r\n  ```suggestion \r\nx\r\n  ```", 0, "text\r\n  ```suggestion:-0+0\r\nx\r\n  ```"),
            ("````suggestion\n```\nx\n```\n````", 1, "````suggestion:-1+0\n```\nx\n```\n````"),
            ("    ```suggestion\nx", 1, "    ```suggestion\nx"),
            ("see ```suggestion", 1, "see ```suggestion"),
            ("```suggestions\nx\n```", 1, "```suggestions\nx\n```"),
            ("````md\n```suggestion\nx\n```\n````", 1, "````md\n```suggestion\nx\n```\n````"),
            ("```js\nx\n```\n```suggestion\ny\n```", 3, "```js\nx\n```\n```suggestion:-3+0\ny\n```"),
            ("a suggestion", 1, "a suggestion"),
        ])
    func suggestion(_ body: String, _ above: Int, _ expected: String) {
        #expect(SuggestionBlock.rewritten(body, linesAbove: above) == expected)
    }
}
