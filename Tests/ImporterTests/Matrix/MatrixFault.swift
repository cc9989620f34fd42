import Foundation
import Importer
import Outbound
import StandIns

/// What goes wrong at a source.
enum MatrixFault: String, CaseIterable, Sendable {
    case status500 = "500"
    case html502 = "502 with HTML"
    case status503 = "503"
    case reset = "reset in mid-body"
    case truncated = "truncated JSON"
    case wrongType = "wrong content type"
    case huge = "20 MB of JSON"
    case many = "20 MB of empty objects"
    case deep = "JSON nested 10,000 deep"
    case drip = "slow drip"
    case hang = "hang"
    case status404 = "404 of one object"
    case status410 = "410 of one object"
    case status401 = "401 in the middle"
    case status403 = "403, no limit"
    case primary403 = "403, primary limit"
    case secondary403 = "403, secondary limit with Retry-After"
    case secondary403Bare = "403, secondary limit without Retry-After"
    case primary429 = "429, primary limit"
    case secondary429 = "429 with Retry-After"
    case secondary429Bare = "429 without Retry-After"
    case resetPast = "limit with a reset in the past"
    case resetFuture = "limit with a reset years away"
    case retryFuture = "Retry-After of years"
    case redirectLoop = "redirect loop"
    case nextElsewhere = "next link to another host"
    case repeated = "an object twice, because the source changed"
    case missing = "an object missing, because the source changed"

    /// Whether anybody could tell.
    func canBeTold(of stage: Stage, at source: MatrixSource, _ duration: MatrixCell.Duration) -> Bool {
        switch (stage, self) {
        // What a source does not count, and gives in one answer, is what the answer says. Bitbucket Cloud counts all but
        // the activity.
        case (.collaborators, .missing), (.protection, .missing), (.leftBehind, .missing): source == .bitbucketCloud
        case (.timelines, .missing): source == .gitHub
        // Nor does Bitbucket Server count these; it is asked twice, and leaves it out each time.
        case (.pullRequests, .missing), (.commitComments, .missing):
            source != .bitbucketServer || duration == .passing
        // The source names neither size nor digest of a text's file: what it answers with 200 is the file.
        case (.attachments, .huge), (.attachments, .deep), (.attachments, .many),
            (.attachments, .truncated):
            false
        // Its way to say that the wiki, which is switched on, has no page.
        case (.wiki, .status404), (.wiki, .status410): false
        default: true
        }
    }

    /// How often it strikes each pattern where it passes. What concerns one object strikes once.
    var passingCount: Int {
        switch self {
        case .status404, .status410, .status401, .repeated, .missing, .hang, .drip: 1
        default: 2
        }
    }

    /// - Parameter clock: the importer's time, which the far and near moments are reckoned from.
    func kind(for stageClass: MatrixClass, at source: MatrixSource, now: Date) -> StandInFault.Kind {
        let html = ["Content-Type": "text/html"]
        let json = ["Content-Type": "application/json"]
        return switch self {
        case .status500: .status(500, body: "oops", headers: html)
        case .html502: .html502
        case .status503: .status(503, body: "")
        case .reset: .resetMidBody
        case .truncated: .truncatedJSON
        case .wrongType: .wrongContentType
        case .huge: .oversized(bytes: 20 << 20)
        case .many: .status(200, body: "[" + String(repeating: "{},", count: 7 << 20) + "{}]", headers: json)
        case .deep: .deepJSON(depth: 10_000)
        // A short answer takes longer than any request may; a file takes as long as its bytes keep coming.
        case .drip:
            stageClass == .pages || stageClass == .questions
                ? .slowDrip(bytes: 1, pause: .milliseconds(90)) : .slowDrip(bytes: 4_000, pause: .milliseconds(20))
        case .hang: .hang
        case .status404: .status(404, body: #"{"message":"Not Found"}"#, headers: json)
        case .status410: .status(410, body: #"{"message":"Gone"}"#, headers: json)
        // Cloud's git and LFS know the account by another name, and most of its files are asked for without one.
        case .status401:
            source == .bitbucketCloud && [.git, .files, .largeFiles].contains(stageClass)
                ? .status(401, body: "", headers: html) : .revokeToken
        case .status403: .status(403, body: #"{"message":"Forbidden"}"#, headers: json)
        case .primary403: limited(403, reset: now.addingTimeInterval(40))
        case .primary429: limited(429, reset: now.addingTimeInterval(40))
        case .secondary403: secondary(403, retryAfter: "30")
        case .secondary403Bare: secondary(403, retryAfter: nil)
        case .secondary429: secondary(429, retryAfter: "30")
        case .secondary429Bare: secondary(429, retryAfter: nil)
        case .resetPast: limited(429, reset: now.addingTimeInterval(-7 * 86_400))
        case .resetFuture: limited(429, reset: now.addingTimeInterval(50 * 365 * 86_400))
        case .retryFuture: secondary(429, retryAfter: "1600000000")
        case .redirectLoop: .redirectLoop
        case .nextElsewhere: .nextLinkToOtherHost(origin: "http://127.0.0.1:9")
        case .repeated: .repeatedItem
        case .missing: .missingItem
        }
    }

    private func limited(_ status: Int, reset: Date) -> StandInFault.Kind {
        .status(
            status, body: #"{"message":"API rate limit exceeded for user ID 1."}"#,
            headers: [
                "Content-Type": "application/json", "X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "0",
                "X-RateLimit-Reset": String(Int(reset.timeIntervalSince1970)),
            ])
    }

    private func secondary(_ status: Int, retryAfter: String?) -> StandInFault.Kind {
        var headers = ["Content-Type": "application/json"]
        headers["Retry-After"] = retryAfter
        return .status(
            status, body: #"{"message":"You have exceeded a secondary rate limit. Please wait."}"#, headers: headers)
    }

    /// Long enough for honest answers on a busy machine, short where nothing comes.
    var timeouts: OutboundTimeouts {
        switch self {
        case .hang:
            OutboundTimeouts(firstByte: .milliseconds(900), idle: .milliseconds(900), total: .seconds(20))
        case .drip: OutboundTimeouts(firstByte: .seconds(10), idle: .seconds(10), total: .milliseconds(1_500))
        default: OutboundTimeouts(firstByte: .seconds(20), idle: .seconds(20), total: .seconds(40))
        }
    }
}
