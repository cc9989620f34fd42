import Foundation
import Model
import NIOCore
import Remote
import TestSupport
import Testing

@testable import Outbound
@testable import RemoteBitbucketCloud
@testable import RemoteBitbucketServer
@testable import RemoteGitHub
@testable import RemoteREST

/// What stands in the heads of answers, and where they say that lists go on.
@Suite("Heads of answers nobody thought of", .serialized)
struct HeaderFuzzTests {
    @Test("A Link field never leads to another origin")
    func links() throws {
        let url = try OutboundURL("https://api.github.com/repositories/1/issues?per_page=100")
        let real =
            "<https://api.github.com/repositories/1/issues?per_page=100&page=2>; rel=\"next\", "
            + "<https://api.github.com/repositories/1/issues?page=30>; rel=\"last\""
        let words = ["<", ">", ";", "rel=\"next\"", "rel=next", ",", "page=", "after=", "https://", "//evil.org/", "@"]
        try Fuzz("Link", texts: [real, real.replacing("page=2", with: "after=Y3Vy")], words: words).run { input in
            let field = String(decoding: input, as: UTF8.self)
            guard let links = try? GitHubLinks(field, from: url) else { return }
            for cursor in [ListCursor.beginning, .page(number: 3, of: 3), .after("x"), .since(moment: nil, page: 1)] {
                for next in cursor.following(links, lastChange: "2020-01-01T00:00:00Z", deepest: 100) {
                    let following = url.with(query: next.parameters(pageSize: 100))
                    try hold(following.origin == url.origin, "it leads to \(following.origin)")
                    try hold(next != cursor, "it leads where it is")
                    let kept = GitHubCursor.list(next).cursor
                    // One that cannot be kept is a page that is listed as not read.
                    guard let read = try? GitHubCursor(kept) else { continue }
                    try hold(read == .list(next), "\(kept) is another cursor")
                }
            }
        }
    }

    @Test("Where a page of Cloud says that it goes on is on the same list, or refused")
    func cloudNext() throws {
        let asked = try OutboundURL("https://api.bitbucket.org/2.0/repositories/team/lamp/pullrequests?pagelen=50")
        let real = "https://api.bitbucket.org/2.0/repositories/team/lamp/pullrequests?pagelen=50&page=2"
        try Fuzz("Cloud next", texts: [real, real + "&ctx=a%20b"], words: ["/../", "?", "&", "#", "@", "page="]).run {
            let next = String(decoding: $0, as: UTF8.self)
            guard let place = try? CloudNext.place(next, asked: asked, own: ["pagelen"], at: "page=1", depth: 1) else {
                return
            }
            try hold(place != "page=1" && !place.isEmpty && !place.contains(" "), "\(place)")
            let cursor = CloudCursor.list(.pullRequests, depth: 2, place: place, mark: "")
            try hold(try CloudCursor(cursor.cursor) == cursor, "\(place) is another cursor")
        }
    }

    @Test("Cursors that were kept are read or refused")
    func keptCursors() throws {
        let real = [
            "list page 2 30", "reviews", "pull-requests 0 1", "activities 7 4,1", "list pull-requests 1 page=2 -",
            "commit-comments \(String(repeating: "a", count: 40)) a b.txt",
            "list changed-issues 2020-01-01T00:00:00Z 1 - -",
            GitHubCursor.list(.since(moment: "2020-01-01T00:00:00Z", page: 3)).cursor.rawValue,
            GitHubCursor.reviews(after: "Y3Vy").cursor.rawValue,
        ]
        try Fuzz("cursors", texts: real, words: ["-", " ", "list", "page"], maximumBytes: 500).run { input in
            let cursor = Cursor(rawValue: String(decoding: input, as: UTF8.self))
            if let read = try? GitHubCursor(cursor) { try hold(try GitHubCursor(read.cursor) == read, "\(read)") }
            if let read = try? CloudCursor(cursor) { try hold(try CloudCursor(read.cursor) == read, "\(read)") }
            if let read = try? BitbucketServerCursor(cursor) {
                try hold(try BitbucketServerCursor(read.cursor) == read, "\(read)")
            }
        }
    }

    @Test("What a source says of its limits never stops the reckoning")
    func limits() throws {
        let words = [
            "60, 60;w=3600", "0", "1e300", "inf", "-inf", "Wed, 21 Oct 2099 07:28:00 GMT", "0.0000001", "1e-308",
        ]
        let real = "limit: 5000\nremaining: 1\nreset: 1700000100\nretry-after: 60\nfillrate: 5\ninterval-seconds: 1"
        let numbers = "5000\n4999\n1700003600\n60\n10\n1"
        try Fuzz("limits", texts: [real, numbers], words: words, maximumBytes: 600).run { input in
            let lines = String(decoding: input, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            let values = lines.map { String($0.split(separator: ":").last ?? "").trimmingCharacters(in: .whitespaces) }
            for rules in [BudgetRules.gitHub, .bitbucketServer, .bitbucketCloud] {
                try Self.reckon(values, rules, status: [200, 403, 429, 401][input.count % 4])
            }
        }
    }

    private static func reckon(_ values: [String], _ rules: BudgetRules, status: Int) throws {
        let names = ["limit", "remaining", "reset", "used", "fillrate", "interval-seconds"]
        var fields: [String: String] = [:]
        for (name, value) in zip(names, values) { fields["x-ratelimit-\(name)"] = value }
        if let wish = values.last { fields["retry-after"] = wish }
        let now = Date(timeIntervalSince1970: 1_700_000_000)
        var budget = RateBudget(rules: rules)
        for step in 0..<4 {
            let time = now.addingTimeInterval(Double(step) * 30)
            _ = budget.ask(.rest, cost: 1, weight: 1, now: time)
            let answer = RateBudget.Answer(bucket: .rest, status: status, fields: fields, took: 0.1)
            _ = budget.answered(answer, now: time, jitter: 0.5)
            if case .wait(let until, _) = budget.ask(.rest, cost: 1, weight: 1, now: time) {
                try hold(until >= time && until.timeIntervalSince(time).isFinite, "it waits until \(until)")
            }
            _ = (budget.primaryLimits(at: time), budget.requestsAMinute)
        }
        let kept = try JSONEncoder().encode(budget)
        _ = try JSONDecoder().decode(RateBudget.self, from: kept)
        for wish in values {
            let outcome = RetryPolicy.Outcome.answered(status: 503, retryAfter: wish)
            guard case .retry(let pause) = RetryPolicy().action(attempt: 1, outcome: outcome, now: now, random: 0.5)
            else { throw Broken("a server error is not tried again") }
            try hold(pause <= .seconds(300) && pause > .zero, "\(wish) is a pause of \(pause)")
        }
    }

    @Test("Dates and names of files are read or refused")
    func datesAndNames() throws {
        let real = [
            "Wed, 21 Oct 2015 07:28:00 GMT", "2020-04-03T12:48:12Z",
            "attachment; filename=\"a.txt\"; filename*=UTF-8''%e2",
            "9999-12-31T24:59:60.999999999999-23:59", "2020-02-30",
        ]
        let words = ["filename*=", "UTF-8''", "%", ";", "\"", "T", ":", "Z", "+0000", "GMT", "Feb", "-"]
        try Fuzz("dates", texts: real, words: words, maximumBytes: 2_000).run { input in
            let text = String(decoding: input, as: UTF8.self)
            _ = (HTTPDate.read(text), DispositionName.read(text), RetryAfter.seconds(text, now: Date()))
            _ = CalendarDate(iso8601: text)
            guard let time = Timestamp(iso8601: text) else { return }
            try hold(Timestamp(iso8601: time.iso8601) == time, "\(time.iso8601) is another time")
            _ = time.calendarDate
        }
    }

    @Test("Deep JSON is found out before it is read")
    func depth() throws {
        try Fuzz(
            "JSON depth", texts: ["[[{\"a\":[1,\"]]\"]}]]", "{\"a\":\"\\\"[\"}"], words: ["[", "{", "]", "\\\"", "\""]
        ).run {
            guard (try? JSONDepth.check(.init(bytes: $0))) != nil else { return }
            _ = JSONText.isWhole($0)
        }
    }
}
