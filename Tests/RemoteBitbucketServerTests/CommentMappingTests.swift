import Model
import Remote
import Testing

@testable import RemoteBitbucketServer

@Suite("Comments of Bitbucket Server become threads of notes")
struct CommentMappingTests {
    private func map(_ rows: String...) throws -> MappedPage {
        try Samples.remote().map(Payloads.activities(rows), of: .timelines)
    }

    @Test("a comment with replies of replies is one thread, in the order of writing, with edited times")
    func conversation() throws {
        let deep = Payloads.comment(4, at: 2500, by: "cy")
        let replies = [
            Payloads.comment(3, at: 3000, by: "ada"), Payloads.comment(2, at: 2300, by: "ada", replies: [deep]),
        ]
        let page = try map(Payloads.commented(90, Payloads.comment(1, replies: replies)))
        #expect(page.notes.map(\.sourceKey) == ["1", "2", "4", "3"])
        #expect(page.notes.allSatisfy { $0.threadKey == "1" && $0.item == .mergeRequest && $0.number == 12 })
        #expect(page.notes.map(\.author?.identifier) == ["bo", "ada", "cy", "ada"])
        #expect(page.notes[0].createdAt.millisecondsSinceEpoch == 2000)
        #expect(page.notes[0].updatedAt.millisecondsSinceEpoch == 2007)
        #expect(page.notes[0].sourceURL.hasSuffix("/pull-requests/12/overview?commentId=1"))
        // Servers that resolve no threads say nothing of it.
        #expect(page.notes.allSatisfy { !$0.isResolvable } && page.resolutions.isEmpty && page.exceptions.isEmpty)
    }

    @Test("a comment that nobody answered or resolved is no thread; once it is answered, it can be resolved")
    func alone() throws {
        let state = #","threadResolved":false"#
        let page = try map(Payloads.commented(90, Payloads.comment(1, state)))
        #expect(page.notes.map(\.isResolvable) == [false] && page.resolutions.map(\.isResolved) == [false])
        let reply = Payloads.comment(2, at: 2100, state)
        let answered = try map(Payloads.commented(90, Payloads.comment(1, replies: [reply], state)))
        #expect(answered.notes.map(\.isResolvable) == [true, true])
    }

    @Test("a thread that is repeated for each of its replies is one thread")
    func repeats() throws {
        let old = Payloads.comment(1)
        let whole = Payloads.comment(1, replies: [Payloads.comment(2, at: 2100)])
        let page = try map(
            Payloads.commented(92, Payloads.comment(2, at: 2100), action: "REPLIED"),
            Payloads.commented(91, whole, action: "REPLIED"), Payloads.commented(90, old),
            Payloads.commented(90, old))
        #expect(page.notes.map(\.sourceKey) == ["1", "2"] && page.notes.allSatisfy { $0.threadKey == "1" })
    }

    @Test("replies may answer each other for as long as they like")
    func deep() throws {
        let deep = (1...100).reversed().reduce(Payloads.comment(101, at: 9000)) { reply, id in
            Payloads.comment(id, at: 2000 + id, replies: [reply])
        }
        let page = try map(Payloads.commented(90, deep))
        #expect(page.notes.map(\.sourceKey) == (1...101).map { SourceKey($0) })
        #expect(page.notes.allSatisfy { $0.threadKey == "1" })
    }

    @Test("comments that are not published are no part of the project; deleted ones are told of")
    func hidden() throws {
        let page = try map(
            Payloads.commented(90, Payloads.comment(1, #","state":"PENDING""#)),
            Payloads.commented(91, Payloads.comment(2, replies: [Payloads.comment(3, #","pending":true"#)])),
            Payloads.commented(92, Payloads.comment(4), action: "DELETED"))
        #expect(page.notes.map(\.sourceKey) == ["2"])
        #expect(
            page.events.map(\.event) == [
                .commentDeleted(author: PersonDraft(identifier: "bo", login: "bo", name: "Bo"))
            ])
    }

    @Test("a reply that cannot be read is listed and costs no other")
    func badReply() throws {
        let replies = [#"{"id":2,"text":"no time"}"#, Payloads.comment(3)]
        let page = try map(Payloads.commented(90, Payloads.comment(1, replies: replies)))
        #expect(page.notes.map(\.sourceKey) == ["1", "3"])
        #expect(page.exceptions.map(\.sourceKey) == ["2"] && page.exceptions.map(\.kind) == [.note])
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var root: String
        var reply: String?
        var isResolved: Bool
        var by: String?
        var at: Int64?
        /// Comments that are listed because not all of their state has a place.
        var listed: [SourceKey] = []
    }

    private static let open = #","severity":"BLOCKER","state":"OPEN","threadResolved":false"#
    private static let done =
        #","severity":"BLOCKER","state":"RESOLVED","resolvedDate":7000,"resolver":\#(Payloads.user("cy"))"#
    private static let resolved =
        #","threadResolved":true,"threadResolvedDate":8000,"threadResolver":\#(Payloads.user("di"))"#

    @Test(
        "tasks and resolved threads say whether a thread is resolved",
        arguments: [
            Row(testDescription: "a resolved thread", root: resolved, isResolved: true, by: "di", at: 8000),
            Row(testDescription: "an open task", root: open, isResolved: false),
            Row(testDescription: "a task that is done", root: done, isResolved: true, by: "cy", at: 7000),
            Row(
                testDescription: "an open task in a thread that is resolved",
                root: resolved + #","severity":"BLOCKER","state":"OPEN""#, isResolved: false, listed: ["1"]),
            Row(
                testDescription: "a reply that is an open task", root: #","threadResolved":false"#, reply: open,
                isResolved: false, listed: ["2"]),
            Row(
                testDescription: "a reply that is a task and done", root: "", reply: done, isResolved: true, by: "cy",
                at: 7000, listed: ["2"]),
            Row(
                testDescription: "a reply that is a task and done, in an open thread",
                root: #","threadResolved":false"#, reply: done, isResolved: true, by: "cy", at: 7000, listed: ["2"]),
            Row(
                testDescription: "a reply that is a task and done, in a resolved thread", root: resolved, reply: done,
                isResolved: true, by: "di", at: 8000, listed: ["2"]),
            Row(
                testDescription: "two tasks, one of them open", root: done, reply: open, isResolved: false,
                listed: ["1", "2"]),
        ])
    func resolution(_ row: Row) throws {
        let replies = row.reply.map { [Payloads.comment(2, at: 2100, $0)] } ?? []
        let page = try map(Payloads.commented(90, Payloads.comment(1, replies: replies, row.root)))
        let resolution = try #require(page.resolutions.first)
        #expect(resolution.threadKey == "1" && resolution.isResolved == row.isResolved)
        #expect(resolution.resolvedBy?.identifier == row.by)
        #expect(resolution.resolvedAt?.millisecondsSinceEpoch == row.at)
        #expect(page.notes.allSatisfy { $0.isResolvable })
        #expect(page.exceptions.map(\.sourceKey) == row.listed)
        #expect(page.exceptions.allSatisfy { $0.outcome == .degraded })
    }

    @Test("tasks of servers before 7.2 are threads of their own")
    func oldTasks() throws {
        let tasks = """
            ,"tasks":[{"id":5,"text":"do it","state":"RESOLVED","author":\(Payloads.user("ada")),"createdDate":4000,
            "anchor":{"id":1,"type":"COMMENT"}}]
            """
        let page = try map(Payloads.commented(90, Payloads.comment(1, tasks)))
        let task = try #require(page.notes.last)
        #expect(task.sourceKey == "task_5" && task.threadKey == "task_5" && task.isResolvable && task.body == "do it")
        #expect(page.resolutions.map(\.threadKey) == ["task_5"] && page.resolutions.allSatisfy { $0.isResolved })
    }

    @Test("reactions are told with their people; likes where there are none")
    func reactions() throws {
        let reactions = """
            ,"properties":{"reactions":[{"emoticon":{"shortcut":"thinking_face","value":"x"},"users":[\(Payloads.user("ada")),
            \(Payloads.user("cy"))]},{"emoticon":{"shortcut":"<b>"},"users":[]}],
            "likedBy":{"total":1,"likers":[\(Payloads.user("ada"))]}}
            """
        let likes = #","properties":{"likedBy":{"total":1,"likers":[\#(Payloads.user("ada"))]}}"#
        let page = try map(
            Payloads.commented(90, Payloads.comment(1, reactions)), Payloads.commented(91, Payloads.comment(2, likes)))
        #expect(page.reactions.map(\.name) == ["thinking", "thinking", "thumbsup"])
        #expect(page.reactions.map(\.author?.identifier) == ["ada", "cy", "ada"])
        #expect(Set(page.reactions.map(\.sourceKey)).count == 3)
        #expect(page.reactions.map(\.target.key) == ["1", "1", "2"])
        #expect(page.reactions.allSatisfy { $0.target.kind == .comment && $0.createdAt.millisecondsSinceEpoch == 2007 })
        #expect(page.exceptions.map(\.kind) == [.reaction])
    }
}
