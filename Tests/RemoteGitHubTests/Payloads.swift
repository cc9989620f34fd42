import Foundation
import Model

/// Payloads in the shapes of GitHub's REST and GraphQL documentation.
enum Payloads {
    static func list(_ rows: String...) -> [UInt8] { Array("[\(rows.joined(separator: ","))]".utf8) }

    static func data(_ text: String) -> [UInt8] {
        Array(#"{"data":{"rateLimit":{"cost":1,"remaining":4999,"resetAt":"2026-11-22T16:00:00Z"},\#(text)}}"#.utf8)
    }

    static func user(_ login: String, _ id: Int, type: String = "User") -> String {
        #"{"login":"\#(login)","id":\#(id),"node_id":"N\#(id)","type":"\#(type)","site_admin":false}"#
    }

    static func actor(_ login: String, _ id: Int, name: String?, type: String = "User") -> String {
        let shown = name.map { "\"\($0)\"" } ?? "null"
        return #"{"__typename":"\#(type)","login":"\#(login)","id":"N\#(id)","databaseId":\#(id),"name":\#(shown)}"#
    }

    static let times = #""created_at":"2020-07-07T14:23:51Z","updated_at":"2021-07-19T13:13:37Z""#

    static func issue(_ id: Int, _ extra: String = "", user: String = Payloads.user("ada", 7)) -> String {
        """
        {"id":\(id),"number":\(id % 1000),"title":"A title","body":null,"state":"closed","state_reason":"completed",
        "user":\(user),"assignees":[\(Payloads.user("bo", 8)),\(Payloads.user("bo", 8))],"labels":[{"id":1,"name":"bug"},"old"],
        "milestone":{"number":3},"locked":true,"comments":5,"closed_at":"2021-01-01T00:00:00Z",\(times),
        "html_url":"https://github.com/a/b/issues/\(id % 1000)"\(extra)}
        """
    }

    static func pull(_ id: Int, head: String, state: String = "closed", _ extra: String = #","merged_at":null"#)
        -> String
    {
        """
        {"id":\(id),"number":\(id % 1000),"title":"A change","body":"text","state":"\(state)","draft":true,"locked":false,
        "user":\(user("ada", 7)),"assignees":[],"requested_reviewers":[\(user("bo", 8)),null],"requested_teams":[],"labels":[],
        "milestone":null,"head":\(head),
        "base":{"ref":"main","sha":"\(String(repeating: "b", count: 40))","user":\(user("a", 1)),"repo":{"id":1,"full_name":"a/b"}},
        "merge_commit_sha":"\(String(repeating: "c", count: 40))","closed_at":null,\(times),
        "html_url":"https://github.com/a/b/pull/\(id % 1000)"\(extra)}
        """
    }

    static func head(owner: String?, repository: String?) -> String {
        """
        {"ref":"topic","sha":"\(String(repeating: "a", count: 40))","user":\(owner ?? "null"),"repo":\(repository ?? "null")}
        """
    }

    static func reviewComment(_ id: Int, replyTo: Int? = nil, body: String = "text", user: String = "null") -> String {
        """
        {"id":\(id),"pull_request_url":"https://api.github.com/repos/a/b/pulls/12","pull_request_review_id":55,
        "in_reply_to_id":\(replyTo.map { String($0) } ?? "null"),"body":"\(body)","user":\(user),"path":"x.md",
        "diff_hunk":"@@ -1,2 +1,2 @@\\n a\\n+b","side":"RIGHT","line":2,"start_line":1,"start_side":"RIGHT","original_line":2,
        "original_start_line":1,"position":2,"original_position":2,"subject_type":"line",
        "commit_id":"\(String(repeating: "a", count: 40))","original_commit_id":"\(String(repeating: "b", count: 40))",
        \(times),"html_url":"https://github.com/a/b/pull/12#discussion_r\(id)"}
        """
    }

    static func review(_ id: String, state: String, author: String?) -> String {
        """
        {"fullDatabaseId":"\(id)","state":"\(state)","body":"","submittedAt":\(state == "PENDING" ? "null" : #""2021-01-01T00:00:00Z""#),
        "updatedAt":"2021-01-02T00:00:00Z","url":"https://github.com/a/b/pull/12#pullrequestreview-\(id)","author":\(author ?? "null")}
        """
    }

    static func pulls(_ nodes: String..., next: String? = nil) -> [UInt8] {
        data(
            #""repository":{"pullRequests":{"pageInfo":\#(pageInfo(next)),"nodes":[\#(nodes.joined(separator: ","))]}}"#
        )
    }

    static func pullNode(_ number: Int, reviews: String..., total: Int? = nil, next: String? = nil) -> String {
        """
        {"id":"PR_\(number)","number":\(number),"author":null,
        "reviews":{"totalCount":\(total ?? reviews.count),"pageInfo":\(pageInfo(next)),"nodes":[\(reviews.joined(separator: ","))]}}
        """
    }

    static func pageInfo(_ next: String?) -> String {
        #"{"hasNextPage":\#(next != nil),"endCursor":\#(next.map { "\"\($0)\"" } ?? "null")}"#
    }
}

extension MappedPage {
    /// How many of other kinds the page says there are, by whatever object says it.
    var said: [ObjectKind: Int64] {
        announcements.reduce(into: announced) { $0[$1.kind, default: 0] += $1.count }
    }
}
