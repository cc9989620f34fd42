import Model
import Remote
import RemoteREST

/// A page of the list of pull requests.
enum BitbucketServerPullRequests {
    typealias Page = BitbucketServerPage<BitbucketServerPullRequest>

    static func map(_ payload: [UInt8], at place: BitbucketServerPlace) throws(RemoteError) -> MappedPage {
        let answer: Page = try JSONText.decode(payload, what: "a page of pull requests")
        let (rows, exceptions) = Lenient.read(answer.values, kind: .pullRequest)
        var page = MappedPage(exceptions: exceptions)
        for row in rows { page.append(row.mapped(at: place)) }
        announce(rows, exceptions, in: &page)
        if answer.end.isBroken { page.exceptions.append(brokenList(answer.end, place)) }
        return page
    }

    /// Each says by its number that it is there: a list that moves while it is read shows one on two pages. Only what has
    /// no number is counted with its page.
    private static func announce(
        _ rows: [BitbucketServerPullRequest], _ unreadable: [ImportException], in page: inout MappedPage
    ) {
        let numbers = rows.map(\.id) + unreadable.compactMap { Int64($0.sourceKey.rawValue) }
        page.announcements += Set(numbers).sorted().map {
            Announcement(kind: .pullRequest, of: .mergeRequest, number: $0, count: 1)
        }
        page.announced[.pullRequest] = Int64(unreadable.count { Int64($0.sourceKey.rawValue) == nil })
    }

    /// Where the timelines begin that this page speaks of.
    static func beginnings(in payload: [UInt8]) -> [Cursor] {
        guard let answer: Page = try? JSONText.decode(payload, what: "a page of pull requests") else { return [] }
        return Lenient.read(answer.values, kind: .pullRequest).values.compactMap { $0.activities?.cursor }
    }

    private static func brokenList(_ end: BitbucketServerPageEnd, _ place: BitbucketServerPlace) -> ImportException {
        ImportException(
            kind: .pullRequest, sourceKey: SourceKey("the list from \(end.start ?? 0)"),
            sourceURL: "\(place.host.page(of: place.repository))/pull-requests?state=ALL", outcome: .failed,
            reason: "the server says that the list of pull requests goes on, and not where",
            cure: "Import the repository again once the server is in order")
    }
}
