public import Model

/// Knows how to page through the collections of one project at its source. Reads only; makes nothing of what it reads
/// except in ``map(_:of:)``, which does no reading.
///
/// A new source implements this protocol; ``supports(_:)`` says which collections it has, and the importer asks for no
/// other.
public protocol Remote: Sendable {
    /// The repository itself: its face, its settings and where git fetches from.
    func repository() async throws(RemoteError) -> RepositoryFacts

    func supports(_ collection: Collection) -> Bool

    /// How git is read there.
    var git: GitAccess { get }

    /// Where reading `collection` begins: usually one cursor, several where the source can be asked in batches about
    /// what the importer already knows.
    func beginnings(of collection: Collection, knowing known: KnownObjects) -> [Cursor]

    /// Reads the page at `cursor`. Retries, rate limits and shrinking pages are settled inside.
    func page(of collection: Collection, at cursor: Cursor) async throws(RemoteError) -> RemotePage

    /// Makes drafts of a page's payload. Pure: the same bytes and the same names of commits give the same drafts, now or
    /// after a restart.
    /// - Parameter commits: whole names of what ``abbreviatedCommits(in:of:)`` has found on the page.
    /// - Throws: ``RemoteError/malformed(what:)`` where nothing on the page can be read; one bad object among good ones
    ///   becomes an exception in the result instead.
    func map(
        _ payload: [UInt8], of collection: Collection, naming commits: CommitNames
    ) throws(RemoteError) -> MappedPage

    /// Whether the lines that comments on diffs stand on are told for one side only, so that git must tell which of them
    /// are unchanged lines and what number they have on the other side (Bitbucket Cloud).
    var tellsOneSideOfLines: Bool { get }

    /// Whether the source tells of a pull request how many comments it has in all, those on its diff included
    /// (Bitbucket), where others count the two apart.
    var countsCommentsTogether: Bool { get }

    /// What comments on commits are listed of. Where it is not the whole repository, whoever starts an import chooses
    /// whether each commit is asked about.
    var commitCommentList: CommitCommentList { get }

    /// Whether the source writes names of commits in short (Bitbucket Cloud): pages that may hold some are mapped when
    /// git is here.
    var abbreviatesCommits: Bool { get }

    /// The short names of commits on a page.
    func abbreviatedCommits(in payload: [UInt8], of collection: Collection) -> Set<AbbreviatedHash>

    /// Asks the source for the whole names of commits that git here does not have, of many with a question or few; `nil`
    /// for those that the source does not have. Those left out of the answer are asked for one by one.
    /// - Parameter branch: the main branch, which is here.
    func commits(
        named abbreviations: [AbbreviatedHash], outside branch: String?
    ) async throws(RemoteError) -> [AbbreviatedHash: ObjectHash?]

    /// Asks the source for the whole name of a commit that git here does not have; `nil` where the source has none.
    func commit(named abbreviation: AbbreviatedHash) async throws(RemoteError) -> ObjectHash?

    /// How many of each kind the source says there are now. Kinds it cannot count are left out.
    func counts() async throws(RemoteError) -> [ObjectKind: Int64]

    /// What there is besides, for which there is no place here. One question, or few.
    func leftBehind(_ facts: RepositoryFacts) async throws(RemoteError) -> [LeftBehind]

    /// What reading has cost so far in this process, and what holds it up now.
    func spending() async -> RemoteSpending

    /// The file an address in a text leads to; `nil` for every address that is no file of this source.
    func file(at address: String) -> RemoteFile?

    /// The file of a release with this key.
    func file(ofAsset key: SourceKey) -> RemoteFile?

    /// Brings a file. Retries and what the source asks to wait are settled inside.
    /// - Throws: ``RemoteFileError``; what the sink throws; `CancellationError`.
    func download(
        _ file: RemoteFile, maximumBytes: Int, to sink: any RemoteFileSink
    ) async throws -> RemoteFileHead

    /// Where to read what has changed in `collection` at or after `moment`, by the source's clock. Nothing where the
    /// source has no such list, or where what is known says that nothing can have changed.
    func changes(of collection: Collection, since moment: Timestamp, knowing known: KnownObjects) -> [Cursor]

    /// The source's own time when it last answered; `nil` where it has not yet, or does not say.
    func sourceClock() async -> Timestamp?

    /// The sizes of page that were found to work, by query: what ``recall(pageSizes:)`` is told in another process.
    func pageSizes() async -> [String: Int]

    func recall(pageSizes: [String: Int]) async
}

/// A source that writes commits in full and both sides of lines, and counts comments on diffs apart.
extension Remote {
    public var tellsOneSideOfLines: Bool { false }

    public var countsCommentsTogether: Bool { false }

    public var abbreviatesCommits: Bool { false }

    public func abbreviatedCommits(in payload: [UInt8], of collection: Collection) -> Set<AbbreviatedHash> { [] }

    public func commits(
        named abbreviations: [AbbreviatedHash], outside branch: String?
    ) async throws(RemoteError) -> [AbbreviatedHash: ObjectHash?] { [:] }

    public func commit(named abbreviation: AbbreviatedHash) async throws(RemoteError) -> ObjectHash? { nil }

    /// The drafts of a page without short names of commits.
    public func map(_ payload: [UInt8], of collection: Collection) throws(RemoteError) -> MappedPage {
        try map(payload, of: collection, naming: .none)
    }
}

/// A source without files.
extension Remote {
    public func file(at address: String) -> RemoteFile? { nil }

    public func file(ofAsset key: SourceKey) -> RemoteFile? { nil }

    public func download(
        _ file: RemoteFile, maximumBytes: Int, to sink: any RemoteFileSink
    ) async throws -> RemoteFileHead {
        throw RemoteFileError.remote(.notFound(what: "the file"))
    }
}

extension Remote {
    public func changes(of collection: Collection, since moment: Timestamp, knowing known: KnownObjects) -> [Cursor] {
        []
    }

    public func sourceClock() async -> Timestamp? { nil }

    public func pageSizes() async -> [String: Int] { [:] }

    public func recall(pageSizes: [String: Int]) async {}
}

/// Where a page of a collection begins, as the remote that made it writes it. Can be stored and taken up again.
public struct Cursor: RawRepresentable, Hashable, Sendable, Codable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// One page as it came.
public struct RemotePage: Sendable {
    /// The answer's body, as it came.
    public var payload: [UInt8]
    /// Where to go on: nothing on the last page, one cursor where pages name their successor, several where the first
    /// page tells how many there are, so that they can be read at the same time.
    public var following: [Cursor]
    /// Where other collections begin, by what this page says: a pull request with comments is asked for them, one
    /// without is not. Such a collection is read once the stage that names its pages is done. A cursor that holds what
    /// it depends on (how many comments there are, when the pull request last changed) is another one as soon as that
    /// has changed, so that a second look reads exactly what is new.
    public var beginnings: [Collection: [Cursor]]

    public init(payload: [UInt8], following: [Cursor], beginnings: [Collection: [Cursor]] = [:]) {
        self.payload = payload
        self.following = following
        self.beginnings = beginnings
    }
}

/// What the importer knows when it asks for a collection that hangs on others.
public struct KnownObjects: Sendable, Hashable {
    /// Pull requests with comments on their diff, and how many threads were seen on each.
    public var threadedPullRequests: [ThreadedPullRequest]
    /// People whose shown name is not known yet.
    public var namelessPeople: [PersonDraft]
    /// What must be asked about reactions, in the order in which it is asked.
    public var reacted: [ReactedDraft] = []
    /// Numbers of the issues that have changed since they were read, when what has changed is asked for.
    public var changedIssues: [Int64] = []
    /// The same of pull requests.
    public var changedPullRequests: [Int64] = []
    /// Numbers of the pull requests of which fewer comments are here than the source says.
    public var pullRequestsLackingComments: [Int64] = []
    /// Commits to ask for comments, where ``Remote/commitCommentList`` is not of the whole repository.
    public var commits: [KnownCommit] = []

    public struct ThreadedPullRequest: Sendable, Hashable {
        public var number: Int64
        public var sourceKey: SourceKey
        public var threads: Int

        public init(number: Int64, sourceKey: SourceKey, threads: Int) {
            self.number = number
            self.sourceKey = sourceKey
            self.threads = threads
        }
    }

    public init(threadedPullRequests: [ThreadedPullRequest] = [], namelessPeople: [PersonDraft] = []) {
        self.threadedPullRequests = threadedPullRequests
        self.namelessPeople = namelessPeople
    }

    public static let nothing = KnownObjects()
}

/// What reading has cost.
public struct RemoteSpending: Sendable, Hashable, Codable {
    /// Requests sent, every retry counted.
    public var requests: Int64
    /// GraphQL points, where the source has them.
    public var points: Int64
    public var requestsLeft: Int64?
    public var pointsLeft: Int64?
    /// The whole of what the source allows in an hour, where it says so.
    public var requestsAnHour: Int64?
    public var pointsAnHour: Int64?
    public var bytes: Int64
    /// Seconds spent waiting for rate limits.
    public var secondsWaited: Double
    /// What holds reading up at this moment, in words for a person; `nil` where nothing does.
    public var limitedBy: String?
    /// When that ends, as far as the source has said.
    public var limitedUntil: Timestamp?

    public init(
        requests: Int64 = 0, points: Int64 = 0, requestsLeft: Int64? = nil, pointsLeft: Int64? = nil,
        requestsAnHour: Int64? = nil, pointsAnHour: Int64? = nil, bytes: Int64 = 0,
        secondsWaited: Double = 0, limitedBy: String? = nil, limitedUntil: Timestamp? = nil
    ) {
        self.limitedUntil = limitedUntil
        self.requests = requests
        self.points = points
        self.requestsLeft = requestsLeft
        self.pointsLeft = pointsLeft
        self.requestsAnHour = requestsAnHour
        self.pointsAnHour = pointsAnHour
        self.bytes = bytes
        self.secondsWaited = secondsWaited
        self.limitedBy = limitedBy
    }
}
