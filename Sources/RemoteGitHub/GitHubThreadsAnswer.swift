import Model
import Remote
import RemoteREST

/// Answers to the queries of ``GitHubReviewThread``: pull requests by alias.
struct GitHubThreadsAnswer: Decodable, Sendable {
    var repository: [String: Lenient<PullRequest>?]?

    enum CodingKeys: String, CodingKey {
        case repository
    }

    struct PullRequest: Decodable, Sendable {
        var number: Int64
        var reviewThreads: GraphQLConnection<GitHubReviewThread>?
        /// Set by Landfall where they could not be fetched at all.
        var unreadable: String?

        enum CodingKeys: String, CodingKey {
            case number
            case reviewThreads
            case unreadable = "landfall_unreadable"
        }
    }

    /// Cursors behind which further threads are.
    var further: [GitHubCursor] {
        (repository ?? [:]).sorted { $0.key < $1.key }.compactMap { _, pull in
            guard case .success(let pull)? = pull?.result, let next = pull.reviewThreads?.pageInfo?.next else {
                return nil
            }
            return .threadsOf(number: pull.number, after: next)
        }
    }

    static func map(_ payload: [UInt8]) throws(RemoteError) -> MappedPage {
        let answer: GraphQLAnswer<Self> = try GitHubRows.decode(payload, what: "a page of review threads")
        guard let repository = answer.data?.repository else { throw .malformed(what: "a page of review threads") }
        var page = MappedPage()
        var actors: [GitHubActor?] = []
        for (index, entry) in repository.sorted(by: { $0.key < $1.key }).enumerated() {
            switch entry.value?.result {
            case .success(let pull): pull.map(into: &page, &actors)
            case .failure(let fault): page.exceptions.append(fault.exception(kind: .reviewThread, at: index))
            case nil: page.exceptions.append(vanished(alias: entry.key))
            }
        }
        page.drafts += actors.names
        return page
    }

    private static func vanished(alias: String) -> ImportException {
        ImportException(
            kind: .reviewThread, sourceKey: SourceKey("pull request \(alias.drop { !$0.isNumber })"), sourceURL: nil,
            outcome: .skipped,
            reason: "the pull request is no longer at the source, so nothing says which threads are resolved")
    }
}

extension GitHubThreadsAnswer.PullRequest {
    fileprivate func map(into page: inout MappedPage, _ actors: inout [GitHubActor?]) {
        let pull = "pull request \(number)"
        func fail(_ reason: String) {
            page.exceptions.append(
                ImportException(
                    kind: .reviewThread, sourceKey: SourceKey(pull), sourceURL: nil, outcome: .failed, reason: reason))
        }
        if let unreadable { fail("its threads could not be read: \(unreadable)") }
        guard let reviewThreads else {
            if unreadable == nil { fail("its threads could not be read: GitHub does not answer with them") }
            return
        }
        let (threads, exceptions) = reviewThreads.read(kind: .reviewThread)
        page.exceptions += exceptions
        if let total = reviewThreads.totalCount {
            page.announcements.append(
                Announcement(kind: .reviewThread, of: .mergeRequest, number: number, count: total))
        }
        for thread in threads {
            let comments = (thread.comments.nodes ?? []).compactMap(\.self)
            guard let first = comments.first else {
                fail("a thread has no comment left by which it could be found")
                continue
            }
            actors.append(thread.resolvedBy)
            var draft = ThreadResolutionDraft(
                threadKey: SourceKey(first.id.value), mergeRequestNumber: number, isResolved: thread.isResolved,
                resolvedBy: thread.resolvedBy?.person)
            draft.comments = comments.map { SourceKey($0.id.value) }
            page.drafts.append(.threadResolution(draft))
            page.appendMinimized(comments, of: thread)
            if let count = thread.comments.totalCount {
                let key = Announcement.key(of: .mergeRequest, number: number)
                page.announcements.append(
                    Announcement(
                        kind: .diffNote, sourceKey: SourceKey("\(key):thread:\(first.id.value)"), number: number,
                        count: count))
            }
        }
    }
}

extension MappedPage {
    /// What only this query tells of review comments: that they are hidden.
    fileprivate mutating func appendMinimized(
        _ comments: [GitHubReviewThread.Comment], of thread: GitHubReviewThread
    ) {
        for comment in comments {
            guard let hidden = GitHubMinimized(comment.isMinimized, comment.minimizedReason) else { continue }
            let key = SourceKey(comment.id.value)
            drafts.append(
                .minimized(MinimizedDraft(target: ReactionTarget(.reviewComment, key), reason: hidden.reason)))
            exceptions.append(hidden.exception(.diffNote, key, url: comment.url))
        }
        guard let total = thread.comments.totalCount, total > comments.count, let first = comments.first else { return }
        exceptions.append(
            ImportException(
                kind: .diffNote, sourceKey: SourceKey("thread \(first.id.value)"), sourceURL: first.url,
                outcome: .degraded,
                reason:
                    "of the \(total) comments in its thread only the first \(comments.count) were asked whether the "
                    + "source hides them"))
    }
}
