import Model
import Remote

/// Which threads of review comments are resolved: only GraphQL knows. The comments themselves come by REST; the first
/// one's id joins the two.
struct GitHubReviewThread: Decodable, Sendable {
    var isResolved: Bool
    var resolvedBy: GitHubActor?
    var comments: Comments

    struct Comments: Decodable, Sendable {
        var totalCount: Int64?
        var nodes: [Comment?]?

        enum CodingKeys: String, CodingKey {
            case totalCount
            case nodes
        }
    }

    struct Comment: Decodable, Sendable {
        var id: DatabaseID
        var url: String?
        var isMinimized: Bool?
        var minimizedReason: String?

        enum CodingKeys: String, CodingKey {
            case id = "fullDatabaseId"
            case url
            case isMinimized
            case minimizedReason
        }
    }

    enum CodingKeys: String, CodingKey {
        case isResolved
        case resolvedBy
        case comments
    }

    static let fragment = """
        fragment thread on PullRequestReviewThread {
          isResolved
          resolvedBy { ...person }
          comments(first: 100) { totalCount nodes { fullDatabaseId url isMinimized minimizedReason } }
        }
        """

    /// Threads of several pull requests, as many of each as the review comments have shown. The first level costs a
    /// call for each pull request, the second one for each thread.
    static func query(_ name: RepositoryName, _ counts: [GitHubCursor.ThreadCount]) -> GitHubQuery {
        let fields = counts.map { count in
            """
            p\(count.number): pullRequest(number: \(count.number)) {
              number
              reviewThreads(first: \(clamped(count.threads))) { totalCount \(GraphQLPageInfo.selection) nodes { ...thread } }
            }
            """
        }
        return GitHubQuery(
            text: """
                query($owner: String!, $name: String!) {
                  \(GitHubQuery.rateLimit)
                  repository(owner: $owner, name: $name) {
                \(fields.joined(separator: "\n"))
                  }
                }
                \(fragment)
                \(GitHubActor.fragment)
                """,
            variables: name.variables, calls: counts.reduce(0) { $0 + calls($1) },
            what: "the review threads of \(name)")
    }

    /// Further threads of one pull request.
    static func more(_ name: RepositoryName, number: Int64, first: Int, after: String) -> GitHubQuery {
        GitHubQuery(
            text: """
                query($owner: String!, $name: String!, $number: Int!, $first: Int!, $after: String) {
                  \(GitHubQuery.rateLimit)
                  repository(owner: $owner, name: $name) {
                    further: pullRequest(number: $number) {
                      number
                      reviewThreads(first: $first, after: $after) { \(GraphQLPageInfo.selection) nodes { ...thread } }
                    }
                  }
                }
                \(fragment)
                \(GitHubActor.fragment)
                """,
            variables: name.variables(first: first, after: after)
                .merging(["number": .number(Int(clamping: number))]) { _, new in new },
            calls: 1 + first, what: "the review threads of pull request \(number) of \(name)")
    }

    /// Groups that cost one point each: GitHub rounds 149 calls down to one.
    /// - Parameter pageSize: pull requests in a group at most.
    static func batches(
        _ pulls: [KnownObjects.ThreadedPullRequest], pageSize: Int = 100
    ) -> [[GitHubCursor.ThreadCount]] {
        var batches: [[GitHubCursor.ThreadCount]] = []
        var room = 0
        for pull in pulls.sorted(by: { $0.number < $1.number }) {
            let count = GitHubCursor.ThreadCount(number: pull.number, threads: clamped(pull.threads))
            if room < calls(count) || batches.last.map({ $0.count >= pageSize }) ?? true {
                batches.append([])
                room = 149
            }
            batches[batches.count - 1].append(count)
            room -= calls(count)
        }
        return batches
    }

    private static func calls(_ count: GitHubCursor.ThreadCount) -> Int { 1 + clamped(count.threads) }

    private static func clamped(_ threads: Int) -> Int { min(max(threads, 1), 100) }
}

/// Answers to these queries: pull requests by alias.
struct GitHubThreadsAnswer: Decodable, Sendable {
    var repository: [String: Lenient<PullRequest>?]?

    enum CodingKeys: String, CodingKey {
        case repository
    }

    struct PullRequest: Decodable, Sendable {
        var number: Int64
        var reviewThreads: GitHubReviewsAnswer.Connection<GitHubReviewThread>?
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
        guard let reviewThreads else { return }
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
