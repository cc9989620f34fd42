import Model
import Remote
import RemoteREST

/// `GET R/pullrequests/activity`: what happened on pull requests, the newest first: a comment, a verdict or a change.
struct CloudActivity: Decodable, Sendable {
    var pullRequest: Reference
    var comment: CloudComment?
    var update: CloudUpdate?
    var approval: CloudVerdict?
    var changesRequest: CloudVerdict?

    struct Reference: Decodable, Sendable {
        var id: Int64

        enum CodingKeys: String, CodingKey {
            case id
        }
    }

    enum CodingKeys: String, CodingKey {
        case pullRequest = "pull_request"
        case comment
        case update
        case approval
        case changesRequest = "changes_requested"
    }

    static func fields(_ path: String) -> [String] {
        ["\(path).pull_request.id"] + CloudComment.fields("\(path).comment") + CloudUpdate.fields("\(path).update")
            + CloudVerdict.fields("\(path).approval") + CloudVerdict.fields("\(path).changes_requested")
    }

    /// When it happened.
    var date: Timestamp? { comment?.createdAt ?? update?.date ?? approval?.date ?? changesRequest?.date }

    /// The oldest first, so that most threads begin before they are answered.
    static func map(_ payload: [UInt8], _ mapping: CloudMapping) throws(RemoteError) -> MappedPage {
        let list: CloudPage<Self> = try JSONText.decode(payload, what: "a page of activity")
        let (rows, exceptions) = list.read(.event)
        var page = MappedPage(exceptions: exceptions)
        let threads = CloudThreads(rows.compactMap(\.comment))
        for row in rows.reversed() { page.append(row.mapped(threads, mapping)) }
        return page
    }

    private func mapped(_ threads: CloudThreads, _ mapping: CloudMapping) -> MappedPage {
        let number = pullRequest.id
        if let comment { return comment.mapped(on: number, in: threads, mapping) }
        if let update { return update.mapped(on: number, mapping) }
        if let approval { return approval.mapped(.approved, on: number, mapping) }
        if let changesRequest { return changesRequest.mapped(.changesRequested, on: number, mapping) }
        return MappedPage(exceptions: [
            ImportException(
                kind: .event, sourceKey: SourceKey("unknown activity on \(number)"),
                sourceURL: mapping.address.pullRequest(number), outcome: .failed,
                reason: "something happened of a kind that is not known: Bitbucket may have new ones",
                cure: "look at the pull request at the source, and report this")
        ])
    }
}

/// An approval, or a request for changes, that still stands.
struct CloudVerdict: Decodable, Sendable {
    var date: Timestamp
    var user: CloudUser?

    enum CodingKeys: String, CodingKey {
        case date
        case user
    }

    static func fields(_ path: String) -> [String] { ["\(path).date"] + CloudUser.fields("\(path).user") }

    func mapped(_ verdict: ReviewDraft.Verdict, on number: Int64, _ mapping: CloudMapping) -> MappedPage {
        let person = user?.person
        let key = SourceKey("\(number):\(date.iso8601):\(verdict.rawValue):\(person?.identifier ?? "")")
        return MappedPage(drafts: [
            .review(
                ReviewDraft(
                    sourceKey: key, mergeRequestNumber: number, verdict: verdict, body: "", author: person,
                    submittedAt: date, updatedAt: date, sourceURL: mapping.address.pullRequest(number)))
        ])
    }
}
