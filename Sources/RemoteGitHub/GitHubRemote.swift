import Model
import Remote

/// A GitHub repository, read page by page: REST in bulk, GraphQL for what only it knows.
struct GitHubRemote: Remote {
    let reader: GitHubReader

    func repository() async throws(RemoteError) -> RepositoryFacts {
        let request = GitHubRequest(
            url: GitHubRepository.url(reader.repositoryID, at: reader.host), what: "the repository \(reader.name)")
        do throws(GitHubFault) {
            let body = try await reader.transport.send(request).successful(request)
            return try Self.facts(body, request, at: reader.host)
        } catch {
            throw error.error(what: request.what)
        }
    }

    private static func facts(
        _ body: [UInt8], _ request: GitHubRequest, at host: GitHubHost
    ) throws(GitHubFault) -> RepositoryFacts {
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
            .reviewThreads, .timelines, .people:
            true
        case .reactions, .commitComments, .collaborators, .protection, .discussions: false
        }
    }

    func beginnings(of collection: Collection, knowing known: KnownObjects) -> [Cursor] {
        let beginnings: [GitHubCursor] =
            switch collection {
            case .labels, .milestones, .releases, .issues, .pullRequests, .comments, .reviewComments:
                [.list(.beginning)]
            case .reviews: [.reviews(after: nil)]
            case .timelines: [.timelines(.issue, after: nil), .timelines(.mergeRequest, after: nil)]
            case .reviewThreads: GitHubReviewThread.batches(known.threadedPullRequests).map { .threads($0) }
            case .reactions, .commitComments, .collaborators, .protection, .discussions: []
            case .people: GitHubPeople.batches(known.namelessPeople)
            }
        return beginnings.map(\.cursor)
    }

    func page(of collection: Collection, at cursor: Cursor) async throws(RemoteError) -> RemotePage {
        let place = try GitHubCursor(cursor)
        do throws(GitHubFault) {
            return try await page(of: collection, at: place)
        } catch {
            throw error.error(what: "a page of \(collection.rawValue) of \(reader.name)")
        }
    }

    private func page(of collection: Collection, at place: GitHubCursor) async throws(GitHubFault) -> RemotePage {
        switch place {
        case .list(let cursor):
            guard let list = GitHubList(collection) else { throw .remote(.malformed(what: "a kept cursor")) }
            return try await reader.page(of: list, at: cursor)
        case .reviews(let after): return try await reader.reviews(after: after)
        case .reviewsOf(let node, let number, let after):
            return try await reader.reviewsOf(node: node, number: number, after: after)
        case .timelines(let item, let after): return try await reader.timelines(of: item, after: after)
        case .timelineOf(let item, let node, let number, let after):
            return try await reader.timelineOf(item, node: node, number: number, after: after)
        case .threads(let counts): return try await reader.threads(of: counts)
        case .threadsOf(let number, let after): return try await reader.threadsOf(number: number, after: after)
        case .people(let nodes, let logins): return try await reader.people(nodes: nodes, logins: logins)
        }
    }

    func map(_ payload: [UInt8], of collection: Collection) throws(RemoteError) -> MappedPage {
        try Self.map(payload, of: collection)
    }

    static func map(_ payload: [UInt8], of collection: Collection) throws(RemoteError) -> MappedPage {
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
        case .timelines: try GitHubTimelinesAnswer.map(payload)
        case .reactions, .commitComments, .collaborators, .protection, .discussions: MappedPage()
        case .people: try GitHubPeople.map(payload)
        }
    }

    func counts() async throws(RemoteError) -> [ObjectKind: Int64] {
        let query = GitHubCounts.query(reader.name)
        do throws(GitHubFault) {
            return try Self.read(try await reader.ask(query))
        } catch {
            throw error.error(what: query.what)
        }
    }

    private static func read(_ body: [UInt8]) throws(GitHubFault) -> [ObjectKind: Int64] {
        do {
            return try GitHubCounts.read(body)
        } catch {
            throw .remote(error)
        }
    }

    func spending() async -> RemoteSpending { reader.transport.spending() }
}
