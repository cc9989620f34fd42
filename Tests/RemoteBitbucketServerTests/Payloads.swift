import Foundation
import Model
import Outbound
import Remote
import RemoteREST
import Synchronization

@testable import RemoteBitbucketServer

/// Payloads in the shapes of Data Center's REST documentation and of recorded answers.
enum Payloads {
    static func hash(_ digit: Character) -> String { String(repeating: digit, count: 40) }

    static func user(_ slug: String, name: String? = nil, shown: String? = nil) -> String {
        """
        {"name":"\(name ?? slug)","emailAddress":"\(slug)@example.com","active":true,"displayName":"\(shown ?? slug.capitalized)",
        "id":7,"slug":"\(slug)","type":"NORMAL","links":{"self":[{"href":"https://git.example.com/bb/users/\(slug)"}]}}
        """
    }

    static func page(_ values: [String], start: Int = 0, next: Int? = nil) -> String {
        let end =
            next.map { "\"isLastPage\":false,\"nextPageStart\":\($0)" } ?? "\"isLastPage\":true,\"nextPageStart\":null"
        return
            #"{"size":\#(values.count),"limit":500,"start":\#(start),\#(end),"values":[\#(values.joined(separator: ","))]}"#
    }

    static func repository(_ extra: String = "", isPublic: Bool = false, projectIsPublic: Bool = false) -> String {
        """
        {"slug":"lamp","id":2,"name":"Lamp","description":"A lamp","scmId":"git","state":"AVAILABLE","forkable":true,
        "project":{"key":"LAMP","id":3,"name":"Lamps","public":\(projectIsPublic),"type":"NORMAL"},
        "public":\(isPublic)\(extra)}
        """
    }

    static func fork(key: String, id: Int = 9) -> String {
        #"{"slug":"lamp","id":\#(id),"name":"lamp","project":{"key":"\#(key)","id":5,"type":"PERSONAL"}}"#
    }

    static func pull(
        _ id: Int = 12, state: String = "OPEN", version: Int = 0, updated: Int = 1000, from: String = repository(),
        reviewers: [String] = [], properties: String? = #"{"commentCount":0,"openTaskCount":0,"resolvedTaskCount":0}"#,
        _ extra: String = ""
    ) -> String {
        let told = properties.map { ",\"properties\":\($0)" } ?? ""
        return """
            {"id":\(id),"version":\(version),"title":"A change","description":"text","state":"\(state)","open":true,
            "createdDate":1000,"updatedDate":\(updated),
            "fromRef":{"id":"refs/heads/topic/a","displayId":"topic/a","latestCommit":"\(hash("a"))","type":"BRANCH",
            "repository":\(from)},
            "toRef":{"id":"refs/heads/main","displayId":"main","latestCommit":"\(hash("b"))","repository":\(repository())},
            "author":{"user":\(user("ada")),"role":"AUTHOR","approved":false,"status":"UNAPPROVED"},
            "reviewers":[\(reviewers.joined(separator: ","))],"participants":[]\(told)\(extra)}
            """
    }

    static func reviewer(_ slug: String, _ status: String, last: String? = nil) -> String {
        let last = last.map { ",\"lastReviewedCommit\":\"\($0)\"" } ?? ""
        return #"{"user":\#(user(slug)),"role":"REVIEWER","status":"\#(status)"\#(last)}"#
    }

    static func activity(_ id: Int, _ action: String, at: Int = 5000, by slug: String = "ada", _ extra: String = "")
        -> String
    {
        #"{"id":\#(id),"createdDate":\#(at),"user":\#(user(slug)),"action":"\#(action)"\#(extra)}"#
    }

    static func comment(
        _ id: Int, text: String = "text", at: Int = 2000, by slug: String = "bo", replies: [String] = [],
        _ extra: String = ""
    ) -> String {
        """
        {"id":\(id),"version":0,"text":"\(text)","author":\(user(slug)),"createdDate":\(at),"updatedDate":\(at + 7),
        "comments":[\(replies.joined(separator: ","))]\(extra)}
        """
    }

    static func commented(_ id: Int, _ comment: String, _ extra: String = "", action: String = "ADDED") -> String {
        activity(id, "COMMENTED", #","commentAction":"\#(action)","comment":\#(comment)\#(extra)"#)
    }

    static func anchor(_ extra: String) -> String {
        #","commentAnchor":{"fromHash":"\#(hash("c"))","toHash":"\#(hash("d"))","path":"src/x.md","orphaned":false\#(extra)}"#
    }

    static func activities(_ rows: [String], number: Int = 12) -> [UInt8] {
        BitbucketServerActivitiesAnswer.payload(number: Int64(number), [Array(page(rows).utf8)], incomplete: nil)
    }
}

/// Answers requests by a rule, and remembers them.
final class ScriptedTransport: RESTTransport {
    typealias Rule = @Sendable (OutboundURL) throws(SourceFault) -> (status: Int, body: String)

    private let rule: Rule
    private let asked = Mutex<[OutboundURL]>([])

    init(_ rule: @escaping Rule) {
        self.rule = rule
    }

    /// Path and query below the context path.
    var requests: [String] {
        asked.withLock { $0.map { String($0.text.dropFirst("https://git.example.com/bb".count)) } }
    }

    func get(_ url: OutboundURL, what: String) async throws(SourceFault) -> SourceAnswer {
        asked.withLock { $0.append(url) }
        let answer = try rule(url)
        return SourceAnswer(
            status: answer.status, body: Array(answer.body.utf8), url: url,
            date: Timestamp(millisecondsSinceEpoch: 1_600_000_000_000))
    }

    func spending() -> RemoteSpending { RemoteSpending() }
}

enum Samples {
    static func place(_ name: String = "LAMP/lamp") throws -> BitbucketServerPlace {
        guard let repository = BitbucketServerRepositoryName(name) else { throw RemoteError.notFound(what: name) }
        return BitbucketServerPlace(
            host: try BitbucketServerHost(address: "https://git.example.com/bb/"), repository: repository)
    }

    static func remote(
        _ transport: any RESTTransport = ScriptedTransport { _ in (404, "{}") }, name: String = "LAMP/lamp"
    ) throws -> BitbucketServerRemote {
        BitbucketServerRemote(
            reader: BitbucketServerReader(transport: transport, place: try place(name)), repositoryID: 2,
            git: GitAccess(
                credential: .basic(user: "ada", Secret("x")), pullRequestHeads: "refs/pull-requests/*/from",
                wikiURL: nil))
    }

    static func refusal(_ exception: String) -> String {
        #"{"errors":[{"context":null,"message":"no","exceptionName":"com.atlassian.bitbucket.\#(exception)"}]}"#
    }
}

extension MappedPage {
    var notes: [NoteDraft] { drafts.compactMap { if case .note(let draft) = $0 { draft } else { nil } } }
    var diffNotes: [DiffNoteDraft] { drafts.compactMap { if case .diffNote(let draft) = $0 { draft } else { nil } } }
    var resolutions: [ThreadResolutionDraft] {
        drafts.compactMap { if case .threadResolution(let draft) = $0 { draft } else { nil } }
    }
    var events: [TimelineEventDraft] {
        drafts.compactMap { if case .timelineEvent(let draft) = $0 { draft } else { nil } }
    }
    var reviews: [ReviewDraft] { drafts.compactMap { if case .review(let draft) = $0 { draft } else { nil } } }
    var reactions: [ReactionDraft] { drafts.compactMap { if case .reaction(let draft) = $0 { draft } else { nil } } }
    var details: [ItemDetailsDraft] {
        drafts.compactMap { if case .itemDetails(let draft) = $0 { draft } else { nil } }
    }
    var mergeRequests: [MergeRequestDraft] {
        drafts.compactMap { if case .mergeRequest(let draft) = $0 { draft } else { nil } }
    }
    var verdicts: [ReviewerStateDraft] {
        drafts.compactMap { if case .reviewerState(let draft) = $0 { draft } else { nil } }
    }
    var branches: [ProtectedBranchDraft] {
        drafts.compactMap { if case .protectedBranch(let draft) = $0 { draft } else { nil } }
    }
    var collaborators: [CollaboratorDraft] {
        drafts.compactMap { if case .collaborator(let draft) = $0 { draft } else { nil } }
    }
}

extension MappedPage {
    /// How many of other kinds the page says there are, by whatever object says it.
    var said: [ObjectKind: Int64] {
        announcements.reduce(into: announced) { $0[$1.kind, default: 0] += $1.count }
    }
}
