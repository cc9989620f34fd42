import Model
import Remote
import RemoteREST

/// A GitHub repository, read page by page: REST in bulk, GraphQL for what only it knows.
struct GitHubRemote: Remote {
    let reader: GitHubReader
    let formerNames: GitHubFormerNames
    /// `nil` where nothing but the API is read.
    var files: FileDownloads?
    let git: GitAccess

    init(reader: GitHubReader, files: FileDownloads? = nil, git: GitAccess) {
        self.reader = reader
        self.files = files
        self.git = git
        formerNames = GitHubFormerNames(reader: reader)
    }

    func repository() async throws(RemoteError) -> RepositoryFacts {
        let request = GitHubRequest(
            url: GitHubRepository.url(reader.repositoryID, at: reader.host), what: "the repository \(reader.name)")
        do throws(SourceFault) {
            let body = try await reader.send(request).successful(request.what)
            return try Self.facts(body, request, at: reader.host)
        } catch {
            throw error.error(what: request.what)
        }
    }

    private static func facts(
        _ body: [UInt8], _ request: GitHubRequest, at host: GitHubHost
    ) throws(SourceFault) -> RepositoryFacts {
        do {
            let repository: GitHubRepository = try GitHubRows.decode(body, what: request.what)
            return repository.facts(at: host)
        } catch {
            throw .remote(error)
        }
    }

    func supports(_ collection: Collection) -> Bool {
        switch collection {
        case .labels, .milestones, .releases, .issues, .pullRequests, .comments, .reviewComments, .reviews,
            .reviewThreads, .timelines, .people, .reactions, .commitComments, .collaborators, .protection, .discussions:
            true
        // Task lists stand in texts.
        case .tasks: false
        }
    }

    func beginnings(of collection: Collection, knowing known: KnownObjects) -> [Cursor] {
        let beginnings: [GitHubCursor] =
            switch collection {
            case .labels, .milestones, .releases, .issues, .pullRequests, .comments, .reviewComments, .commitComments:
                [.list(.beginning)]
            case .reviews: [.reviews(after: nil)]
            case .timelines: [.timelines(.issue, after: nil), .timelines(.mergeRequest, after: nil)]
            case .reviewThreads: threadBatches(known)
            case .reactions: GitHubReactionQueries.batches(known.reacted)
            case .collaborators: [.collaborators]
            case .protection: [.protection]
            case .discussions: [.discussions(after: nil)]
            case .tasks: []
            case .people: GitHubPeople.batches(known.namelessPeople, pageSize: reader.pageSize)
            }
        return beginnings.map(\.cursor)
    }

    private func threadBatches(_ known: KnownObjects) -> [GitHubCursor] {
        GitHubReviewThread.batches(known.threadedPullRequests, pageSize: reader.pageSize).map { .threads($0) }
    }

    /// Labels, milestones, releases and commit comments have no list by change: they are few, and their counts tell.
    func changes(of collection: Collection, since moment: Timestamp, knowing known: KnownObjects) -> [Cursor] {
        let since = GitHubDate.text(moment)
        let isQuiet = known.changedPullRequests.isEmpty
        let beginnings: [GitHubCursor] =
            switch collection {
            case .issues, .comments, .reviewComments: [.list(.since(moment: since, page: 1))]
            case .pullRequests: isQuiet ? [] : [.list(.changed(since: since, page: 1))]
            case .reviews:
                isQuiet
                    ? []
                    : [.changedReviews(since: since, first: min(100, known.changedPullRequests.count + 5), after: nil)]
            case .reviewThreads: threadBatches(known)
            case .timelines: changedTimelines(since, known)
            case .labels, .milestones, .releases, .reactions, .commitComments, .collaborators, .protection,
                .discussions, .people, .tasks:
                []
            }
        return beginnings.map(\.cursor)
    }

    /// A few more than have changed: others may have changed since.
    private func changedTimelines(_ since: String, _ known: KnownObjects) -> [GitHubCursor] {
        [(ItemKind.issue, known.changedIssues.count), (.mergeRequest, known.changedPullRequests.count)]
            .filter { $0.1 > 0 }
            .map { .changedTimelines($0, since: since, first: min(100, $1 + 5), after: nil) }
    }

    func sourceClock() async -> Timestamp? { reader.clock }

    func pageSizes() async -> [String: Int] { reader.smallerSizes }

    func recall(pageSizes: [String: Int]) async { reader.begin(withSizes: pageSizes) }

    func page(of collection: Collection, at cursor: Cursor) async throws(RemoteError) -> RemotePage {
        let place = try GitHubCursor(cursor)
        do throws(SourceFault) {
            return try await page(of: collection, at: place)
        } catch  where error.isAboutTheQuery {
            return GitHubGapLines.page(without: collection)
        } catch {
            throw error.error(what: "a page of \(collection.rawValue) of \(reader.name)")
        }
    }

    private func page(of collection: Collection, at place: GitHubCursor) async throws(SourceFault) -> RemotePage {
        switch place {
        case .list(let cursor):
            guard let list = GitHubList(collection) else { throw .remote(.malformed(what: "a kept cursor")) }
            return try await reader.page(of: list, at: cursor)
        case .reviews(let after): return try await reader.reviews(after: after)
        case .changedReviews(let since, let first, let after):
            return try await reader.changedReviews(since: since, first: first, after: after)
        case .reviewsOf(let node, let number, let after):
            return try await reader.reviewsOf(node: node, number: number, after: after)
        case .timelines(let item, let after): return try await reader.timelines(of: item, after: after)
        case .changedTimelines(let item, let since, let first, let after):
            return try await reader.changedTimelines(of: item, since: since, first: first, after: after)
        case .timelineOf(let item, let node, let number, let after):
            return try await reader.timelineOf(item, node: node, number: number, after: after)
        case .threads(let counts): return try await reader.threads(of: counts)
        case .threadsOf(let number, let after): return try await reader.threadsOf(number: number, after: after)
        case .collaborators: return try await reader.collaborators()
        case .protection: return try await reader.protection()
        case .discussions(let after): return try await reader.discussions(after: after)
        case .discussionComments(let node, let after):
            return try await reader.discussionComments(node: node, after: after)
        case .people(let nodes, let logins): return try await reader.people(nodes: nodes, logins: logins)
        case .reactions(let asked, let first): return try await reader.reactions(on: asked, first: first)
        case .reactionsOf(let asked, let after): return try await reader.reactionsOf(asked, after: after)
        }
    }

    func map(
        _ payload: [UInt8], of collection: Collection, naming commits: CommitNames
    ) throws(RemoteError) -> MappedPage {
        try Self.map(payload, of: collection)
    }

    static func map(_ payload: [UInt8], of collection: Collection) throws(RemoteError) -> MappedPage {
        var page = try mapRows(payload, of: collection)
        page.exceptions += GitHubGapLines.exceptions(in: payload, of: collection)
        return page
    }

    private static func mapRows(_ payload: [UInt8], of collection: Collection) throws(RemoteError) -> MappedPage {
        switch collection {
        case .labels: try GitHubRows.map(payload, as: GitHubLabel.self)
        case .milestones: try GitHubRows.map(payload, as: GitHubMilestone.self)
        case .releases: try GitHubRows.map(payload, as: GitHubRelease.self)
        case .issues: try GitHubRows.map(payload, as: GitHubIssue.self)
        case .pullRequests: try GitHubRows.map(payload, as: GitHubPullRequest.self)
        case .comments: try GitHubRows.map(payload, as: GitHubComment.self)
        case .reviewComments: try GitHubReviewComment.map(payload)
        case .reviews: try GitHubReviewsAnswer.map(payload)
        case .reviewThreads: try GitHubThreadsAnswer.map(payload)
        case .commitComments: try GitHubRows.map(payload, as: GitHubCommitComment.self)
        case .reactions: try GitHubReactionsAnswer.map(payload)
        case .collaborators: try GitHubCollaborators.map(payload)
        case .protection: try GitHubProtection.map(payload)
        case .timelines: try GitHubTimelinesAnswer.map(payload)
        case .discussions, .tasks: MappedPage()
        case .people: try GitHubPeople.map(payload)
        }
    }

    func counts() async throws(RemoteError) -> [ObjectKind: Int64] {
        let query = GitHubCounts.query(reader.name)
        do throws(SourceFault) {
            var counts = try Self.read(try await reader.ask(query))
            counts[.note] = try await countOfComments()
            return counts
        } catch {
            throw error.error(what: query.what)
        }
    }

    /// GraphQL has no count of all comments. Beyond as many rows as GitHub pages through its word is not trusted, and
    /// without an answer the issues still tell how many each of them has.
    private func countOfComments() async throws(SourceFault) -> Int64? {
        do throws(SourceFault) {
            let count = try await reader.count(of: .comments)
            guard let count, let deepest = GitHubList(.comments)?.deepestRow, count < deepest else { return nil }
            return count
        } catch .tooHeavy {
            return nil
        } catch .remote(let error) {
            switch error {
            case .malformed, .unavailable, .notFound, .forbidden: return nil
            case .unauthorized, .rateLimited, .refusedAddress, .cancelled: throw .remote(error)
            }
        }
    }

    private static func read(_ body: [UInt8]) throws(SourceFault) -> [ObjectKind: Int64] {
        do {
            return try GitHubCounts.read(body)
        } catch {
            throw .remote(error)
        }
    }

    func leftBehind(_ facts: RepositoryFacts) async throws(RemoteError) -> [LeftBehind] {
        do throws(SourceFault) {
            return try await reader.leftBehind(facts)
        } catch {
            throw error.error(what: "what else \(reader.name) has")
        }
    }

    func spending() async -> RemoteSpending { reader.transport.spending() }
}
