import Model
import Remote
import RemoteREST

/// A repository on Bitbucket Server or Data Center, read page by page.
struct BitbucketServerRemote: Remote {
    let reader: BitbucketServerReader
    let repositoryID: Int64
    let git: GitAccess
    /// `nil` where nothing but the API is read.
    var files: BitbucketServerDownloads?

    /// `commentCount` is that of all comments, those on the diff among them.
    var countsCommentsTogether: Bool { true }

    /// Of an unchanged line, where the server shows no lines around a comment.
    var tellsOneSideOfLines: Bool { true }

    var commitCommentList: CommitCommentList { .ofFile }

    private var what: String { "\(reader.repository)" }

    func repository() async throws(RemoteError) -> RepositoryFacts {
        do throws(SourceFault) {
            return try await reader.facts()
        } catch {
            throw error.error(what: "the repository \(what)")
        }
    }

    func supports(_ collection: Collection) -> Bool {
        switch collection {
        case .pullRequests, .timelines, .commitComments, .collaborators, .protection: true
        // Comments, verdicts, threads and reactions all stand in the activities of their pull request.
        case .comments, .reviewComments, .reviews, .reviewThreads, .tasks, .reactions: false
        case .labels, .milestones, .releases, .issues, .discussions, .people: false
        }
    }

    /// Where the timelines begin the list of pull requests says.
    func beginnings(of collection: Collection, knowing known: KnownObjects) -> [Cursor] {
        switch collection {
        case .pullRequests: [BitbucketServerCursor.beginning.cursor]
        case .collaborators: [BitbucketServerCursor.collaborators.cursor]
        case .protection: [BitbucketServerCursor.protection.cursor]
        case .commitComments: known.commits.flatMap(BitbucketServerCommitFile.all).map(\.cursor)
        default: []
        }
    }

    /// The list of pull requests once more, which says whose activities have changed: it has no order by change.
    func changes(of collection: Collection, since moment: Timestamp, knowing known: KnownObjects) -> [Cursor] {
        collection == .pullRequests ? [BitbucketServerCursor.beginning.cursor] : []
    }

    func page(of collection: Collection, at cursor: Cursor) async throws(RemoteError) -> RemotePage {
        let place = try BitbucketServerCursor(cursor)
        do throws(SourceFault) {
            return switch place {
            case .pullRequests(let start, let page): try await reader.pullRequests(start: start, page: page)
            case .activities(let number, _): try await reader.activities(number: number)
            case .collaborators: try await reader.collaborators()
            case .protection: try await reader.protection()
            case .commitComments(let file): try await reader.comments(on: file)
            }
        } catch {
            throw error.error(what: "a page of \(collection.rawValue) of \(what)")
        }
    }

    func map(
        _ payload: [UInt8], of collection: Collection, naming commits: CommitNames
    ) throws(RemoteError) -> MappedPage {
        switch collection {
        case .pullRequests: try BitbucketServerPullRequests.map(payload, at: reader.place)
        case .timelines: try BitbucketServerActivitiesAnswer.map(payload, at: reader.place)
        case .collaborators: try BitbucketServerCollaborators.map(payload, at: reader.place)
        case .protection: try BitbucketServerProtection.map(payload, at: reader.place)
        case .commitComments: try BitbucketServerCommitComments.map(payload, at: reader.place)
        default: MappedPage()
        }
    }

    /// The server has no totals; the rows of the list of pull requests are announced as they come.
    func counts() async throws(RemoteError) -> [ObjectKind: Int64] { [:] }

    func leftBehind(_ facts: RepositoryFacts) async throws(RemoteError) -> [LeftBehind] {
        do throws(SourceFault) {
            return try await reader.leftBehind()
        } catch {
            throw error.error(what: "what else \(what) has")
        }
    }

    func spending() async -> RemoteSpending { reader.transport.spending() }

    func sourceClock() async -> Timestamp? { reader.clock }

    func pageSizes() async -> [String: Int] { reader.smallerSizes }

    func recall(pageSizes: [String: Int]) async { reader.begin(withSizes: pageSizes) }

    func file(at address: String) -> RemoteFile? {
        files == nil
            ? nil : BitbucketServerFileAddress(place: reader.place, repositoryID: repositoryID).file(at: address)
    }

    func download(
        _ file: RemoteFile, maximumBytes: Int, to sink: any RemoteFileSink
    ) async throws -> RemoteFileHead {
        guard let files else { throw RemoteFileError.remote(.notFound(what: "the file")) }
        return try await files.download(file, maximumBytes: maximumBytes, to: sink)
    }
}
