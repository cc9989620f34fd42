import Model
import Remote
import RemoteREST
import Testing

@testable import RemoteGitHub

@Suite("Reactions, hidden comments and comments on commits")
struct ReactionTests {
    private static let reactions = #","node_id":"X_1-=","reactions":{"url":"u","total_count":2,"+1":2}"#
    private static let none = #","node_id":"X_1","reactions":{"total_count":0}"#

    private func reacted(_ page: MappedPage) -> [ReactedDraft] {
        page.drafts.compactMap { if case .reacted(let draft) = $0 { draft } else { nil } }
    }

    @Test("what a list shows reactions on is asked, everything else is not")
    func lists() throws {
        let issues = try GitHubRemote.map(
            Payloads.list(Payloads.issue(1001, Self.reactions), Payloads.issue(1002, Self.none)), of: .issues)
        #expect(
            reacted(issues) == [ReactedDraft(target: ReactionTarget(.item, "1"), nodeID: "X_1-=", total: 2)])
        let comment = Payloads.reviewComment(10).replacing(
            "\"html_url\"", with: Self.reactions.dropFirst() + ",\"html_url\"")
        let comments = try GitHubRemote.map(Payloads.list(comment, Payloads.reviewComment(11)), of: .reviewComments)
        #expect(
            reacted(comments) == [
                ReactedDraft(target: ReactionTarget(.reviewComment, "10"), nodeID: "X_1-=", total: 2)
            ])
    }

    @Test("an id that could not stand in a cursor is not asked by", arguments: ["a b", "a:b", "", "a\\n"])
    func oddIDs(_ id: String) throws {
        let odd = Self.reactions.replacing("X_1-=", with: id)
        let page = try GitHubRemote.map(Payloads.list(Payloads.issue(1001, odd)), of: .issues)
        #expect(reacted(page).isEmpty && page.drafts.count == 1)
    }

    @Test("a hundred objects cost a point, and many of them need few cursors")
    func batches() throws {
        let objects = (1...250).map {
            ReactedDraft(target: ReactionTarget(.comment, SourceKey(Int64($0))), nodeID: "IC_\($0)", total: 3)
        }
        let cursors = GitHubReactionQueries.batches(objects)
        #expect(cursors.count == 3)
        for cursor in cursors {
            let read = try GitHubCursor(cursor.cursor)
            #expect(read == cursor)
            guard case .reactions(let asked, let first) = read else { continue }
            #expect(first == 3 && GitHubReactionQueries.page(asked, first: first).cost == 1)
        }
    }

    @Test("a source that answers nothing about reactions is not asked about each of hundreds")
    func outage() async throws {
        let transport = ScriptedTransport { _ throws(SourceFault) in throw .tooHeavy("on purpose") }
        let reader = GitHubReader(
            transport: transport, host: try GitHubHost(hostname: nil), repositoryID: 7, name: RepositoryName("a/b"),
            pageSize: 100)
        let remote = GitHubRemote(reader: reader, git: .unused)
        var known = KnownObjects()
        known.reacted = (1...250).map {
            ReactedDraft(target: ReactionTarget(.comment, SourceKey(Int64($0))), nodeID: "IC_\($0)", total: 3)
        }
        var queue = remote.beginnings(of: .reactions, knowing: known)
        var (unreadable, lost) = (0, 0)
        while let cursor = queue.popLast() {
            do throws(RemoteError) {
                let page = try await remote.page(of: .reactions, at: cursor)
                unreadable += try remote.map(page.payload, of: .reactions).exceptions.count
                queue += page.following
            } catch {
                lost += 1
            }
        }
        #expect(unreadable > 0 && unreadable <= 6 && lost > 0 && transport.requests.count < 50)
    }

    private static let node = """
        {"reactions":{"totalCount":2,"pageInfo":\(Payloads.pageInfo(nil)),"nodes":[
        {"id":"R1","databaseId":5,"content":"HOORAY","createdAt":"2021-01-01T00:00:00Z","user":\(Payloads.actor("ada", 7, name: "Ada"))},
        {"id":"R2","databaseId":null,"content":"THUMBS_UP","createdAt":"2021-01-02T00:00:00Z","user":null}]},
        "isMinimized":true,"minimizedReason":"spam"}
        """

    private func answer(_ asked: [String], _ data: String) throws -> MappedPage {
        let words = asked.compactMap { ReactedDraft(word: $0) }
        return try GitHubRemote.map(
            GitHubReactionsAnswer.payload(Payloads.data(data), asked: words), of: .reactions)
    }

    @Test("reactions arrive with their users, under GitLab's names")
    func answers() throws {
        let page = try answer(["comment:1:2:IC_1"], #""nodes":[\#(Self.node)]"#)
        let target = ReactionTarget(.comment, "1")
        let ada = PersonDraft(identifier: "7", login: "ada", name: "Ada", nodeID: "N7")
        let drafts = page.drafts.compactMap { if case .reaction(let draft) = $0 { draft } else { nil } }
        #expect(drafts.map(\.sourceKey) == ["5", "R2"])
        #expect(drafts.map(\.name) == ["tada", "thumbsup"])
        #expect(drafts.map(\.author) == [ada, nil])
        #expect(drafts.allSatisfy { $0.target == target })
        #expect(page.drafts.contains(.reactionCount(ReactionCountDraft(target: target, total: 2))))
        // The list of comments tells which are hidden.
        #expect(page.exceptions.isEmpty)
    }

    @Test(
        "all eight reactions have a name",
        arguments: [
            ("THUMBS_UP", "thumbsup"), ("THUMBS_DOWN", "thumbsdown"), ("LAUGH", "laughing"), ("HOORAY", "tada"),
            ("CONFUSED", "confused"), ("HEART", "heart"), ("ROCKET", "rocket"), ("EYES", "eyes"),
        ])
    func names(_ content: String, _ name: String) throws {
        let node = Self.node.replacing("HOORAY", with: content)
        let page = try answer(["comment:1:2:IC_1"], #""nodes":[\#(node)]"#)
        guard case .reaction(let first)? = page.drafts.first(where: { if case .reaction = $0 { true } else { false } })
        else {
            Testing.Issue.record("no reaction")
            return
        }
        #expect(first.name == name)
    }

    @Test("what vanished is listed reaction by reaction; a kind nobody knows is listed, the others arrive")
    func losses() throws {
        let page = try answer(
            ["comment:1:3:IC_1", "item:2:2:I_2"],
            #""nodes":[null,\#(Self.node.replacing("HOORAY", with: "SHRUG"))]"#)
        #expect(
            page.exceptions.filter { $0.outcome == .skipped }.map(\.sourceKey.rawValue) == [
                "comment 1 reaction 1", "comment 1 reaction 2", "comment 1 reaction 3",
            ])
        #expect(page.exceptions.filter { $0.outcome == .failed }.map(\.sourceKey) == ["R1"])
        #expect(page.drafts.count { if case .reaction = $0 { true } else { false } } == 1)
    }

    @Test("only the query tells which comments on commits are hidden")
    func hiddenCommitComments() throws {
        let page = try answer(["commit_comment:4:0:CC_4"], #""nodes":[\#(Self.node)]"#)
        let target = ReactionTarget(.commitComment, "4")
        #expect(page.drafts.contains(.minimized(MinimizedDraft(target: target, reason: "spam"))))
        #expect(page.exceptions.map(\.kind) == [.commitComment])
    }

    @Test("a hidden comment keeps the reason and is listed as degraded")
    func hiddenComments() throws {
        let row = """
            {"id":1,"issue_url":"https://api.github.com/repos/a/b/issues/12","body":"x","user":null,\(Payloads.times),
            "html_url":"https://github.com/a/b/issues/12#issuecomment-1","minimized":{"reason":"Off-Topic<b>"}}
            """
        let page = try GitHubRemote.map(Payloads.list(row), of: .comments)
        guard case .note(let draft) = page.drafts.first else {
            Testing.Issue.record("no comment")
            return
        }
        #expect(draft.minimizedReason == "off-topicb")
        #expect(page.exceptions.map(\.outcome) == [.degraded])
    }

    @Test("a thread names all its comments, and those of them that are hidden")
    func threads() throws {
        let thread = """
            {"isResolved":false,"resolvedBy":null,"comments":{"totalCount":2,"nodes":[
            {"fullDatabaseId":"77","url":"u77","isMinimized":false,"minimizedReason":null},
            {"fullDatabaseId":"78","url":"u78","isMinimized":true,"minimizedReason":"outdated"}]}}
            """
        let page = try GitHubRemote.map(
            Payloads.data(
                """
                "repository":{"p12":{"number":12,"reviewThreads":{"totalCount":1,"pageInfo":\(Payloads.pageInfo(nil)),"nodes":[\(thread)]}}}
                """), of: .reviewThreads)
        guard case .threadResolution(let draft) = page.drafts.first else {
            Testing.Issue.record("no thread")
            return
        }
        #expect(draft.comments == ["77", "78"])
        let hidden = MinimizedDraft(target: ReactionTarget(.reviewComment, "78"), reason: "outdated")
        #expect(page.drafts.contains(.minimized(hidden)))
        #expect(page.exceptions.map(\.sourceURL) == ["u78"])
    }

    @Test(
        "comments from before replies are told apart by their place, later ones by what they answer",
        arguments: [("2016-08-01T00:00:00Z", true), ("2017-01-01T00:00:00Z", false)])
    func oldThreads(_ time: String, _ hasPlace: Bool) throws {
        let row = Payloads.reviewComment(10).replacing("2020-07-07T14:23:51Z", with: time)
        let page = try GitHubRemote.map(Payloads.list(row), of: .reviewComments)
        guard case .diffNote(let draft) = page.drafts.first else {
            Testing.Issue.record("no comment")
            return
        }
        #expect((draft.placeKey != nil) == hasPlace)
    }

    @Test("comments on commits keep their place")
    func commitComments() throws {
        func row(_ place: String) -> String {
            """
            {"id":1,"node_id":"CC_1","commit_id":"\(String(repeating: "a", count: 40))","body":"x","user":\(Payloads.user("ada", 7)),
            \(place),\(Payloads.times),"html_url":"https://github.com/a/b/commit/a#commitcomment-1"}
            """
        }
        let page = try GitHubRemote.map(
            Payloads.list(
                row(#""path":null,"position":null,"line":null"#), row(#""path":"x.md","position":3,"line":7"#),
                row(#""path":"x.md","position":3,"line":null"#)), of: .commitComments)
        let drafts = page.drafts.compactMap { if case .commitComment(let draft) = $0 { draft } else { nil } }
        #expect(drafts.map(\.position?.kind) == [nil, .text, .file])
        #expect(drafts.map(\.position?.line?.new) == [nil, 7, nil])
        #expect(drafts.map { $0.placeKey == nil } == [true, false, false])
        // Git will tell the line.
        #expect(drafts.map(\.diffPlace) == [nil, 3, 3])
        #expect(page.exceptions.isEmpty && reacted(page).count == 3)
    }

    @Test("a release with reactions is listed, because releases here have none")
    func releases() throws {
        let row = """
            {"id":5,"tag_name":"v1","name":"","body":"notes","author":null,"draft":false,"prerelease":false,
            "created_at":"2020-01-01T00:00:00Z","published_at":null\(Self.reactions)}
            """
        let page = try GitHubRemote.map(Payloads.list(row), of: .releases)
        #expect(page.exceptions.map(\.kind) == [.release])
        #expect(page.exceptions.map(\.outcome) == [.degraded])
    }
}
