/// Which source an import reads, in GitLab's words (`import_type`, `imported_from`).
public enum ImportKind: String, Sendable, Codable, CaseIterable {
    case github
    case bitbucketServer = "bitbucket_server"
    case bitbucket
}

/// What to do with a stage that has made no progress for its time limit (`timeout_strategy`).
public enum TimeoutStrategy: String, Sendable, Codable {
    /// Go on with the next stage; what is missing is listed.
    case optimistic
    /// Fail the import.
    case pessimistic
}

/// What the person who asked for an import chose.
public struct ImportSettings: Sendable, Hashable, Codable {
    public var attachmentsImport: Bool
    public var collaboratorsImport: Bool
    public var singleEndpointNotesImport: Bool
    public var timeoutStrategy: TimeoutStrategy
    /// Objects asked for in one request, 1 to 100.
    public var paginationLimit: Int
    /// Whether each commit is asked for comments where the source has no list of them: it costs more requests than all
    /// else together.
    public var commitCommentsImport: Bool

    public init(
        attachmentsImport: Bool = false, collaboratorsImport: Bool = false, singleEndpointNotesImport: Bool = false,
        timeoutStrategy: TimeoutStrategy = .pessimistic, paginationLimit: Int = 100, commitCommentsImport: Bool = false
    ) {
        self.commitCommentsImport = commitCommentsImport
        self.attachmentsImport = attachmentsImport
        self.collaboratorsImport = collaboratorsImport
        self.singleEndpointNotesImport = singleEndpointNotesImport
        self.timeoutStrategy = timeoutStrategy
        self.paginationLimit = paginationLimit
    }

    /// Settings that were kept before there was ``commitCommentsImport`` do not have it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        attachmentsImport = try container.decode(Bool.self, forKey: .attachmentsImport)
        collaboratorsImport = try container.decode(Bool.self, forKey: .collaboratorsImport)
        singleEndpointNotesImport = try container.decode(Bool.self, forKey: .singleEndpointNotesImport)
        timeoutStrategy = try container.decode(TimeoutStrategy.self, forKey: .timeoutStrategy)
        paginationLimit = try container.decode(Int.self, forKey: .paginationLimit)
        commitCommentsImport = try container.decodeIfPresent(Bool.self, forKey: .commitCommentsImport) ?? false
    }
}

/// Where an import reads from.
public struct ImportSource: Sendable, Hashable, Codable {
    public var kind: ImportKind
    /// Scheme and host of the source's pages, such as `https://github.com`: half of what makes a source user's identity.
    public var webOrigin: String
    /// Address of the API without a trailing slash, such as `https://api.github.com`.
    public var apiBase: String
    /// The repository's number at the source.
    public var repositoryID: Int64
    /// `owner/name` at the source (`import_source`).
    public var fullName: String
    /// Address `git` fetches from, without credentials.
    public var cloneURL: String

    public init(
        kind: ImportKind, webOrigin: String, apiBase: String, repositoryID: Int64, fullName: String, cloneURL: String
    ) {
        self.kind = kind
        self.webOrigin = webOrigin
        self.apiBase = apiBase
        self.repositoryID = repositoryID
        self.fullName = fullName
        self.cloneURL = cloneURL
    }
}

/// One import of one project, as it is kept.
public struct Import: Sendable, Hashable {
    public var id: ImportID
    public var projectID: ProjectID
    public var source: ImportSource
    public var settings: ImportSettings
    public var status: ImportStatus
    /// Names this run in logs and in GitLab's `correlation_id`.
    public var correlationID: String
    /// Why it failed, for its maintainers; never holds a credential.
    public var failure: String?
    /// Who asked for it.
    public var requestedBy: UserID
    public var createdAt: Timestamp
    public var startedAt: Timestamp?
    public var finishedAt: Timestamp?

    public init(
        id: ImportID, projectID: ProjectID, source: ImportSource, settings: ImportSettings, status: ImportStatus,
        correlationID: String, failure: String?, requestedBy: UserID, createdAt: Timestamp, startedAt: Timestamp?,
        finishedAt: Timestamp?
    ) {
        self.id = id
        self.projectID = projectID
        self.source = source
        self.settings = settings
        self.status = status
        self.correlationID = correlationID
        self.failure = failure
        self.requestedBy = requestedBy
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
    }
}
