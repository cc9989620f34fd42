import Model
import Remote
import RemoteREST

extension CloudReader {
    /// One page of a list, as the journal keeps it: with what it says of other collections.
    func remotePage(
        of list: CloudList, depth: Int, place: String, mark: String
    ) async throws(SourceFault) -> RemotePage {
        let page: ListPage?
        do throws(SourceFault) {
            page = try await self.page(of: list, at: place, depth: depth)
        } catch .remote(let error) where list.isAllActivity && error.isRefusal {
            return Self.instead(of: list)
        } catch .remote(.notFound(let what)) where list.isOfAllPullRequests {
            // Every repository has this list: it is hidden, unless the repository itself has gone.
            let isThere = try await get(address.api, what: what).status == 200
            throw .remote(isThere ? .forbidden(what: what) : .notFound(what: what))
        }
        guard let page else { return RemotePage(payload: CloudAbsence.tracker, following: []) }
        var following: [Cursor] = []
        if let next = page.next, try goesOn(list, after: page.body) {
            following.append(CloudCursor.list(list, depth: depth + 1, place: next, mark: mark).cursor)
        }
        var kept = page.body
        var beginnings: [Collection: [Cursor]] = [:]
        switch list {
        case .pullRequests, .changedPullRequests: beginnings[.tasks] = try CloudBeginnings.tasks(page.body)
        case .issues, .changedIssues: beginnings = try CloudBeginnings.ofIssues(page.body)
        case .pullRequestNumbers:
            following = try CloudBeginnings.activities(page.body) + following
            // What it says of pull requests their own list says too.
            kept = CloudPayload.emptyPage
        case .tasks(let number), .comments(let number), .issueComments(let number), .issueChanges(let number):
            kept = CloudPayload.item(list, number, page: page.body)
        case .issueAttachments(let number):
            kept = CloudPayload.item(
                list, number, createdAt: CloudBeginnings.creation(in: mark), page: page.body)
        case .activity, .activityOf: break
        }
        return RemotePage(payload: kept, following: following, beginnings: beginnings)
    }

    /// The list of all activity is asked for no further than down to what is known.
    private func goesOn(_ list: CloudList, after body: [UInt8]) throws(SourceFault) -> Bool {
        guard case .activity(let until?) = list else { return true }
        let page: CloudPage<CloudActivity> = try Self.decoded(body, "the activity")
        let times = page.read(.event).values.compactMap(\.date)
        return times.min().map { $0 >= until } ?? true
    }

    /// Where the activity on all pull requests is refused, each of them is asked for its own.
    private static func instead(of list: CloudList) -> RemotePage {
        // What has changed lately is asked of those that the list of pull requests shows as changed.
        guard case .activity(until: nil) = list else {
            return RemotePage(payload: CloudPayload.emptyPage, following: [])
        }
        return RemotePage(
            payload: CloudPayload.emptyPage, following: [CloudCursor.first(.pullRequestNumbers).cursor])
    }
}

extension CloudList {
    fileprivate var isAllActivity: Bool {
        if case .activity = self { true } else { false }
    }

    fileprivate var isOfAllPullRequests: Bool {
        switch self {
        case .pullRequests, .changedPullRequests, .pullRequestNumbers: true
        default: false
        }
    }
}

extension RemoteError {
    /// The source does not show it, whatever else it shows.
    var isRefusal: Bool {
        switch self {
        case .forbidden, .notFound: true
        default: false
        }
    }
}

/// What a page of a list says of where other collections begin. An object that cannot be read says nothing; it is
/// listed when the page is mapped.
enum CloudBeginnings {
    /// Pull requests with tasks; asked anew once the pull request has changed.
    static func tasks(_ body: [UInt8]) throws(SourceFault) -> [Cursor] {
        try rows(body).compactMap { row in
            guard let count = row.taskCount, count > 0 else { return nil }
            return CloudCursor.first(.tasks(of: row.id), mark: "\(count.asCount)/\(row.updatedAt?.iso8601 ?? "")")
                .cursor
        }
    }

    /// The list of issues says nothing of comments, changes and attachments, but an issue that is as it was made has no
    /// comments and no changes.
    static func ofIssues(_ body: [UInt8]) throws(SourceFault) -> [Collection: [Cursor]] {
        var beginnings: [Collection: [Cursor]] = [.comments: [], .timelines: []]
        for row in try rows(body) {
            let mark = "\(row.createdAt?.iso8601 ?? "")/\(row.updatedAt?.iso8601 ?? "")"
            if row.updatedAt != row.createdAt || row.updatedAt == nil || row.editedAt != nil {
                beginnings[.comments]?.append(CloudCursor.first(.issueComments(row.id), mark: mark).cursor)
                beginnings[.timelines]?.append(CloudCursor.first(.issueChanges(row.id), mark: mark).cursor)
            }
            beginnings[.comments]?.append(CloudCursor.first(.issueAttachments(row.id), mark: mark).cursor)
        }
        return beginnings
    }

    static func activities(_ body: [UInt8]) throws(SourceFault) -> [Cursor] {
        try rows(body).map { CloudCursor.first(.activityOf($0.id)).cursor }
    }

    /// When the issue was made, which its list of attachments does not say.
    static func creation(in mark: String) -> Timestamp? { Timestamp(iso8601: mark.prefix { $0 != "/" }) }

    private struct Row: Decodable, Sendable {
        var id: Int64
        var taskCount: Int64?
        var createdAt: Timestamp?
        var updatedAt: Timestamp?
        /// Of issues; `nil` until the text is edited, which need not count as an update.
        var editedAt: Timestamp?

        enum CodingKeys: String, CodingKey {
            case id
            case taskCount = "task_count"
            case createdAt = "created_on"
            case updatedAt = "updated_on"
            case editedAt = "edited_on"
        }
    }

    private static func rows(_ body: [UInt8]) throws(SourceFault) -> [Row] {
        let page: CloudPage<Row> = try CloudReader.decoded(body, "a page of a list")
        return page.read(.issue).values
    }
}
