import Model
import Remote
import Testing

@testable import RemoteBitbucketServer

@Suite("Where comments of Bitbucket Server stand")
struct AnchorMappingTests {
    private static let diff = """
        ,"diff":{"source":null,"destination":{"toString":"src/x.md"},"truncated":false,"hunks":[{"sourceLine":10,
        "sourceSpan":3,"destinationLine":20,"destinationSpan":4,"segments":[
        {"type":"CONTEXT","lines":[{"source":10,"destination":20,"line":"a"},{"source":11,"destination":21,"line":"b"}]},
        {"type":"REMOVED","lines":[{"source":12,"destination":22,"line":"c"}]},
        {"type":"ADDED","lines":[{"source":13,"destination":22,"line":"d"},{"source":13,"destination":23,"line":"e"}]},
        {"type":"CONTEXT","lines":[{"source":13,"destination":24,"line":"f"}]}]}]}
        """

    private func note(_ anchor: String, text: String = "text", diff: String = Self.diff) throws -> (
        DiffNoteDraft, MappedPage
    ) {
        let rows = [Payloads.commented(90, Payloads.comment(1, text: text), Payloads.anchor(anchor) + diff)]
        let page = try Samples.remote().map(Payloads.activities(rows), of: .timelines)
        return (try #require(page.diffNotes.first), page)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var anchor: String
        var line: [Int?]
        var first: [Int?]?
        var testDescription: String { anchor }
    }

    @Test(
        "lines are told for the sides that have them",
        arguments: [
            Row(anchor: #","line":22,"lineType":"ADDED","fileType":"TO""#, line: [nil, 22]),
            Row(anchor: #","line":12,"lineType":"REMOVED","fileType":"FROM""#, line: [12, nil]),
            Row(anchor: #","line":11,"lineType":"CONTEXT","fileType":"FROM""#, line: [11, 21]),
            Row(anchor: #","line":24,"lineType":"CONTEXT","fileType":"TO""#, line: [13, 24]),
            Row(
                anchor:
                    #","line":23,"lineType":"ADDED","fileType":"TO","multilineMarker":{"startLine":22,"startLineType":"ADDED"}"#,
                line: [nil, 23], first: [nil, 22]),
            Row(
                anchor:
                    #","line":24,"lineType":"CONTEXT","fileType":"TO","multilineMarker":{"startLine":21,"startLineType":"CONTEXT"}"#,
                line: [13, 24], first: [11, 21]),
        ])
    func lines(_ row: Row) throws {
        let (note, page) = try note(row.anchor)
        #expect([note.position.line?.old, note.position.line?.new] == row.line)
        #expect(note.position.firstLine.map { [$0.old, $0.new] } == row.first)
        #expect(
            note.position.kind == .text && note.position.newPath == "src/x.md" && note.position.oldPath == "src/x.md")
        #expect(note.position.base?.hex == Payloads.hash("c") && note.position.head?.hex == Payloads.hash("d"))
        #expect(!note.isOutdated && note.threadKey == "1" && note.mergeRequestNumber == 12 && page.exceptions.isEmpty)
    }

    @Test("of an unchanged line of which the source shows no surroundings one side is told; git tells the other")
    func noHunk() throws {
        let (note, page) = try note(#","line":24,"lineType":"CONTEXT","fileType":"TO""#, diff: "")
        #expect(note.position.line?.new == 24 && note.position.line?.old == nil)
        let remote = try Samples.remote()
        #expect(page.exceptions.isEmpty && remote.tellsOneSideOfLines)
    }

    @Test("a comment without a line is on the file, and one whose lines are gone is outdated")
    func fileAndOrphan() throws {
        #expect(try note("").0.position.kind == .file)
        let text = Payloads.anchor(#","line":5,"lineType":"ADDED""#).replacing("false", with: "true")
        let rows = [Payloads.commented(90, Payloads.comment(1), text)]
        let page = try Samples.remote().map(Payloads.activities(rows), of: .timelines)
        #expect(page.diffNotes.map(\.isOutdated) == [true])
    }

    @Test(
        "paths are told as text or as an object, with the path before a renaming",
        arguments: [
            #"{"components":["src","y.md"],"parent":"src","name":"y.md","toString":"src/y.md"}"#,
            #"{"components":["src","y.md"]}"#, #"{"parent":"src","name":"y.md"}"#, #""src/y.md""#,
        ])
    func paths(_ path: String) throws {
        let (note, _) = try note(#","line":22,"lineType":"ADDED","srcPath":\#(path)"#)
        #expect(note.position.oldPath == "src/y.md" && note.position.newPath == "src/x.md")
    }

    @Test(
        "a comment on a diff of which the source does not show where is kept in the conversation, and listed",
        arguments: [#","commentAnchor":{"orphaned":true}"#, #","commentAnchor":7"#])
    func lostPlace(_ anchor: String) throws {
        let rows = [Payloads.commented(90, Payloads.comment(1), anchor + #","diff":"none""#)]
        let page = try Samples.remote().map(Payloads.activities(rows), of: .timelines)
        #expect(page.notes.map(\.sourceKey) == ["1"] && page.diffNotes.isEmpty)
        #expect(page.exceptions.map(\.sourceKey) == ["1"] && page.exceptions.map(\.outcome) == [.degraded])
    }

    @Test("replies stand where their thread stands, and a suggestion replaces all lines of its comment")
    func suggestions() throws {
        let reply = Payloads.comment(2, text: #"```suggestion\nx\n```"#, at: 2100)
        let anchor = Payloads.anchor(
            #","line":23,"lineType":"ADDED","fileType":"TO","multilineMarker":{"startLine":22,"startLineType":"ADDED"}"#
        )
        let rows = [Payloads.commented(90, Payloads.comment(1, replies: [reply]), anchor + Self.diff)]
        let page = try Samples.remote().map(Payloads.activities(rows), of: .timelines)
        #expect(page.diffNotes.map(\.threadKey) == ["1", "1"] && page.notes.isEmpty)
        #expect(page.diffNotes[0].position == page.diffNotes[1].position)
        #expect(page.diffNotes[1].body == "```suggestion:-1+0\nx\n```")
    }
}
