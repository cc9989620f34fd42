import Model
import Remote
import Testing

@testable import RemoteBitbucketCloud

@Suite("Comments on pull requests")
struct CommentTests {
    private static func comment(_ id: Int, parent: Int? = nil, _ more: String = "") -> String {
        let answered = parent.map { #","parent":{"id":\#($0)}"# } ?? ""
        return """
            {"id":\(id),"created_on":"2021-05-01T12:00:00Z","updated_on":"2021-05-01T13:00:00Z",
            "content":{"raw":"text \(id)"},"user":\(Cloud.user("ada")),"deleted":false,
            "pending":false\(answered)\(more)}
            """
    }

    private static func inline(_ lines: String, outdated: Bool = false) -> String {
        #","inline":{"path":"a/b.txt",\#(lines),"outdated":\#(outdated)}"#
    }

    private func feed(_ comments: String...) throws -> MappedPage {
        let rows = comments.map { #"{"pull_request":{"id":7},"comment":\#($0)}"# }
        return try Cloud.map(payload: "{\"values\":[\(rows.joined(separator: ","))]}", of: .timelines)
    }

    @Test("the activity, newest first, and the list of one pull request make the same drafts, beginnings first")
    func sameInBoth() throws {
        let root = Self.comment(1)
        let reply = Self.comment(2, parent: 1)
        let one = try feed(reply, root)
        let other = try Cloud.map(.comments(on: 7), of: 7, root, reply, in: .comments)
        #expect(one.drafts == other.drafts)
        #expect(one.notes.map(\.sourceKey) == ["1", "2"] && one.notes.map(\.threadKey) == ["1", "1"])
        #expect(one.notes.allSatisfy { $0.item == .mergeRequest && $0.number == 7 && !$0.isResolvable })
        #expect(one.notes.first?.sourceURL == "\(Cloud.page)/pull-requests/7/_/diff#comment-1")
        #expect(one.notes.first?.updatedAt == Cloud.time("2021-05-01T13:00:00Z"))
    }

    @Test("a reply to a reply is in the thread of the first; where that is on another page, in its parent's")
    func nested() throws {
        let whole = try feed(Self.comment(3, parent: 2), Self.comment(2, parent: 1), Self.comment(1))
        #expect(whole.notes.map(\.threadKey) == ["1", "1", "1"])
        let cut = try feed(Self.comment(3, parent: 2), Self.comment(2, parent: 1))
        #expect(cut.notes.map(\.threadKey) == ["1", "1"])
        #expect(try feed(Self.comment(3, parent: 2)).notes.map(\.threadKey) == ["2"])
    }

    @Test("comments that answer each other in a circle stay what they are")
    func circle() throws {
        let page = try feed(Self.comment(2, parent: 1), Self.comment(1, parent: 2), Self.comment(3, parent: 3))
        #expect(page.notes.map(\.threadKey) == ["3", "1", "2"])
    }

    struct PlaceCase: Sendable, CustomTestStringConvertible {
        var lines: String
        var kind: Position.Kind
        var line: Position.Line?
        var first: Position.Line?
        var testDescription: String { lines }
    }

    @Test(
        "one side of a line is told, and both ends of several",
        arguments: [
            PlaceCase(lines: #""from":null,"to":5"#, kind: .text, line: .init(old: nil, new: 5), first: nil),
            PlaceCase(lines: #""from":4,"to":null"#, kind: .text, line: .init(old: 4, new: nil), first: nil),
            PlaceCase(lines: #""from":4,"to":5"#, kind: .text, line: .init(old: 4, new: 5), first: nil),
            PlaceCase(lines: #""to":5"#, kind: .text, line: .init(old: nil, new: 5), first: nil),
            PlaceCase(
                lines: #""from":null,"to":5,"start_from":null,"start_to":3"#, kind: .text,
                line: .init(old: nil, new: 5), first: .init(old: nil, new: 3)),
            PlaceCase(
                lines: #""to":5,"start_to":5"#, kind: .text, line: .init(old: nil, new: 5), first: nil),
            PlaceCase(lines: #""from":null,"to":null"#, kind: .file, line: nil, first: nil),
            PlaceCase(lines: #""from":-1,"to":0"#, kind: .file, line: nil, first: nil),
        ])
    func places(_ row: PlaceCase) throws {
        let note = try #require(try feed(Self.comment(1, Self.inline(row.lines))).diffNotes.first)
        #expect(note.position.kind == row.kind && note.position.line == row.line)
        #expect(note.position.firstLine == row.first)
        #expect(note.position.oldPath == "a/b.txt" && note.position.newPath == "a/b.txt" && note.position.head == nil)
    }

    @Test("replies on a diff stand where their thread does, whether they say so or not")
    func replies() throws {
        let root = Self.comment(1, Self.inline(#""to":5"#, outdated: true))
        let page = try feed(Self.comment(2, parent: 1), root)
        #expect(page.diffNotes.map(\.threadKey) == ["1", "1"] && page.notes.isEmpty)
        #expect(page.diffNotes[1].position == page.diffNotes[0].position && page.diffNotes[1].isOutdated)
    }

    private static func code(_ commits: String) -> String {
        #","links":{"code":{"href":"https://api.bitbucket.org/2.0/repositories/t/l/diff/t/l:\#(commits)?path=a%2Fb.txt"}}"#
    }

    @Test("lines are those of the diff that the comment's address names, also where replies do not say so")
    func diff() throws {
        let (head, base) = (String(repeating: "a", count: 12), String(repeating: "b", count: 12))
        let root = Self.comment(1, Self.inline(#""to":5"#, outdated: true) + Self.code("\(head)..\(base)"))
        let payload = """
            {"values":[{"pull_request":{"id":7},"comment":\(Self.comment(2, parent: 1))},
            {"pull_request":{"id":7},"comment":\(root)}]}
            """
        let (remote, _) = try Cloud.remote { .json("{}", at: $0) }
        let short = try [head, base].map { try #require(AbbreviatedHash($0)) }
        #expect(remote.abbreviatedCommits(in: Array(payload.utf8), of: .timelines) == Set(short))
        let whole = try ["a", "b"].map { try #require(ObjectHash(String(repeating: $0, count: 40))) }
        let names = CommitNames([short[0]: whole[0], short[1]: whole[1]])
        let page = try Cloud.map(payload: payload, of: .timelines, commits: names)
        #expect(page.diffNotes.map(\.position.head) == [whole[0], whole[0]])
        #expect(page.diffNotes.map(\.position.base) == [whole[1], whole[1]])
        #expect(page.diffNotes.map(\.originalCommit) == [whole[0], whole[0]] && page.exceptions.isEmpty)
    }

    @Test("an outdated comment whose commit is not to be had is listed, once for its thread")
    func lostDiff() throws {
        let root = Self.comment(1, Self.inline(#""to":5"#, outdated: true) + Self.code("aaaaaaaaaaaa..bbbbbbbbbbbb"))
        let page = try feed(Self.comment(2, parent: 1), root)
        #expect(page.diffNotes.allSatisfy { $0.position.head == nil && $0.originalCommit == nil && $0.isOutdated })
        #expect(page.exceptions.map(\.sourceKey) == ["1"] && page.exceptions.map(\.outcome) == [.degraded])
        #expect(page.exceptions.allSatisfy { $0.reason.contains("aaaaaaaaaaaa") })
    }

    @Test(
        "an address that names no diff names no commits",
        arguments: ["", "https://h/2.0/x", "https://h/diff/t/l:aaaaaaaaaaaa", "https://h/diff/t/l:a..b", "t:..", "%zz"])
    func noDiff(_ address: String) { #expect(CloudDiff(address: address) == nil) }

    @Test("a comment whose file is not named stays a comment and is listed")
    func noPath() throws {
        let page = try feed(Self.comment(1, #","inline":{"path":null,"to":4}"#))
        #expect(page.notes.count == 1 && page.exceptions.map(\.outcome) == [.degraded])
    }

    @Test("threads on a diff say whether they are resolved, others only when they are")
    func resolution() throws {
        let resolved = #","resolution":{"user":\#(Cloud.user("bo")),"created_on":"2021-05-01T12:00:00Z"}"#
        let page = try feed(
            Self.comment(4, resolved), Self.comment(3), Self.comment(2, Self.inline(#""to":5"#)),
            Self.comment(1, Self.inline(#""to":5"#) + resolved))
        #expect(page.resolutions.map(\.threadKey) == ["1", "2", "4"])
        #expect(page.resolutions.map(\.isResolved) == [true, false, true])
        #expect(page.resolutions.map(\.resolvedBy) == [Cloud.person("bo"), nil, Cloud.person("bo")])
        #expect(page.resolutions.map(\.resolvedAt) == [Cloud.noon, nil, Cloud.noon])
        #expect(page.notes.map(\.isResolvable) == [false, true])
    }

    @Test("a deleted comment is listed, what answers it stays in its thread; one that was not sent is none")
    func deleted() throws {
        let gone = Self.comment(1).replacing(#""deleted":false"#, with: #""deleted":true"#)
        let pending = Self.comment(9).replacing(#""pending":false"#, with: #""pending":true"#)
        let page = try feed(pending, Self.comment(2, parent: 1), gone)
        #expect(page.notes.map(\.sourceKey) == ["2"] && page.notes.map(\.threadKey) == ["1"])
        #expect(page.exceptions.map(\.sourceKey) == ["1"] && page.exceptions.map(\.outcome) == [.skipped])
    }

    @Test("suggested changes of several lines say how many")
    func suggestions() throws {
        let text = #"{"raw":"text 1"}"#
        let block = #"{"raw":"```suggestion\nb\n```"}"#
        let comment = Self.comment(1, Self.inline(#""to":5,"start_to":3"#)).replacing(text, with: block)
        #expect(try feed(comment).diffNotes.first?.body == "```suggestion:-2+0\nb\n```")
    }

    @Test("a comment of an account that is gone has no author")
    func nobody() throws {
        let comment = Self.comment(1).replacing(Cloud.user("ada"), with: "null")
        #expect(try feed(comment).notes.first.map { $0.author == nil } == true)
    }

    @Test("tasks are threads that can be resolved, and say what they were made of")
    func tasks() throws {
        func task(_ id: Int, _ state: String, _ more: String) -> String {
            """
            {"id":\(id),"state":"\(state)","content":{"raw":"do \(id)"},"creator":\(Cloud.user("ada")),
            "created_on":"2021-05-01T12:00:00Z","updated_on":"2021-05-01T12:00:00Z"\(more)}
            """
        }
        let resolved = #","resolved_by":\#(Cloud.user("bo")),"resolved_on":"2021-05-01T12:00:00Z","comment":{"id":4}"#
        let page = try Cloud.map(
            .tasks(of: 7), of: 7, task(1, "UNRESOLVED", ""), task(2, "RESOLVED", resolved), in: .tasks)
        #expect(page.notes.map(\.sourceKey) == ["task_1", "task_2"])
        #expect(page.notes.allSatisfy { $0.threadKey == $0.sourceKey && $0.isResolvable && $0.number == 7 })
        #expect(
            page.notes.map(\.body) == [
                "do 1", "do 2\n\n[Task on a comment](\(Cloud.page)/pull-requests/7/_/diff#comment-4)",
            ])
        #expect(page.resolutions.map(\.isResolved) == [false, true])
        #expect(page.resolutions.map(\.resolvedBy) == [nil, Cloud.person("bo")])
        #expect(page.resolutions.map(\.resolvedAt) == [nil, Cloud.noon])
    }
}
