import Foundation
import Model
import Outbound
import Remote
import RemoteREST

/// A repository on Bitbucket Cloud, read page by page.
struct CloudRemote: Remote {
    let reader: CloudReader
    /// `nil` where nothing but the API is read.
    var files: FileDownloads?
    let git: GitAccess
    let hints = CloudCommitHints()

    init(reader: CloudReader, files: FileDownloads?, git: GitAccess) {
        self.reader = reader
        self.files = files
        self.git = git
    }

    var tellsOneSideOfLines: Bool { true }
    var countsCommentsTogether: Bool { true }
    var abbreviatesCommits: Bool { true }
    var commitCommentList: CommitCommentList { .ofCommit }

    func repository() async throws(RemoteError) -> RepositoryFacts {
        let what = "the repository \(reader.address.fullName)"
        do throws(SourceFault) {
            let body = try await reader.get(reader.address.api, what: what).reading(what)
            let repository: CloudRepository = try CloudReader.decoded(body, what)
            guard let facts = repository.facts(at: reader.address.addresses) else {
                throw .remote(.malformed(what: what))
            }
            return facts
        } catch {
            throw error.error(what: what)
        }
    }

    func supports(_ collection: Collection) -> Bool {
        switch collection {
        case .labels, .milestones, .releases, .issues, .pullRequests, .comments, .timelines, .tasks, .commitComments,
            .collaborators, .protection:
            true
        // Comments on diffs, verdicts and resolved threads are told by the activity; people by their names wherever
        // they are named. Reactions have no address.
        case .reviewComments, .reviews, .reviewThreads, .people, .reactions, .discussions: false
        }
    }

    func beginnings(of collection: Collection, knowing known: KnownObjects) -> [Cursor] {
        let beginnings: [CloudCursor] =
            switch collection {
            case .labels: [.labels]
            case .milestones: [.milestones]
            case .releases: [.downloads]
            case .issues: [.first(.issues)]
            case .pullRequests: [.first(.pullRequests)]
            case .timelines: [.first(.activity(until: nil))]
            case .comments: comments(of: known.pullRequestsLackingComments)
            case .collaborators: [.collaborators]
            case .protection: [.protection]
            // Named by the list of pull requests.
            case .tasks: []
            case .commitComments: known.commits.map { .commitComments($0.hash) }
            case .reviewComments, .reviews, .reviewThreads, .people, .reactions, .discussions: []
            }
        return beginnings.map(\.cursor)
    }

    private func comments(of numbers: [Int64]) -> [CloudCursor] {
        Set(numbers).sorted().map { .first(.comments(on: $0)) }
    }

    /// The activity shows new comments; those that were edited since are seen by asking the pull requests that have
    /// changed.
    func changes(of collection: Collection, since moment: Timestamp, knowing known: KnownObjects) -> [Cursor] {
        let beginnings: [CloudCursor] =
            switch collection {
            case .issues: reader.hasNoTracker ? [] : [.first(.changedIssues(since: moment))]
            case .pullRequests: [.first(.changedPullRequests(since: moment))]
            case .comments: comments(of: known.pullRequestsLackingComments + known.changedPullRequests)
            case .timelines: [.first(.activity(until: moment))]
            case .labels, .milestones, .releases, .tasks, .collaborators, .protection, .reviewComments, .reviews,
                .reviewThreads, .people, .reactions, .commitComments, .discussions:
                []
            }
        return beginnings.map(\.cursor)
    }

    func sourceClock() async -> Timestamp? { reader.clock }

    func page(of collection: Collection, at cursor: Cursor) async throws(RemoteError) -> RemotePage {
        let place = try CloudCursor(cursor)
        do throws(SourceFault) {
            switch place {
            case .list(let list, let depth, let place, let mark):
                return try await reader.remotePage(of: list, depth: depth, place: place, mark: mark)
            case .labels: return try await reader.labels()
            case .milestones: return try await reader.milestones()
            case .downloads: return try await reader.downloads()
            case .collaborators: return try await reader.collaborators()
            case .protection: return try await reader.protection()
            case .commitComments(let commit): return try await reader.comments(on: commit)
            }
        } catch {
            throw error.error(what: "a page of \(collection.rawValue) of \(reader.address.fullName)")
        }
    }

    func map(
        _ payload: [UInt8], of collection: Collection, naming commits: CommitNames
    ) throws(RemoteError) -> MappedPage {
        try Self.map(payload, of: collection, CloudMapping(address: reader.address, commits: commits))
    }

    static func map(
        _ payload: [UInt8], of collection: Collection, _ mapping: CloudMapping
    ) throws(RemoteError) -> MappedPage {
        switch collection {
        case .labels: return try CloudLabels.map(payload)
        case .milestones: return try CloudMilestone.map(payload)
        case .releases: return try CloudDownload.map(payload, mapping)
        case .issues:
            var page = try CloudPage<CloudIssue>.map(payload, mapping)
            page.exceptions += CloudAbsence.exceptions(in: payload)
            return page
        case .pullRequests: return try CloudPage<CloudPullRequest>.map(payload, mapping)
        case .comments, .timelines, .tasks: return try CloudItemPayload.map(payload, of: collection, mapping)
        case .collaborators: return try CloudCollaborators.map(payload, mapping)
        case .protection: return try CloudProtection.map(payload, mapping)
        case .commitComments: return try CloudCommitComments.map(payload, mapping)
        case .reviewComments, .reviews, .reviewThreads, .people, .reactions, .discussions:
            return MappedPage()
        }
    }

    func counts() async throws(RemoteError) -> [ObjectKind: Int64] {
        do throws(SourceFault) {
            return try await reader.counts()
        } catch {
            throw error.error(what: "the counts of \(reader.address.fullName)")
        }
    }

    func leftBehind(_ facts: RepositoryFacts) async throws(RemoteError) -> [LeftBehind] {
        do throws(SourceFault) {
            return try await reader.leftBehind()
        } catch {
            throw error.error(what: "what else \(reader.address.fullName) has")
        }
    }

    func spending() async -> RemoteSpending { reader.transport.spending() }
}
