public import Model
public import Outbound

/// Makes remotes. The importer and the API know only this; which forges there are is decided where everything is wired.
public protocol RemoteProvider: Sendable {
    /// Judges a server's address by what may be reached from here, before anything is sent to it.
    /// - Throws: ``ProbeError/refusedAddress(hostname:reason:)``.
    func judge(hostname: String, kind: ImportKind) async throws(ProbeError)

    /// Looks at the repository before anything is created, and answers what an import of it would read.
    /// - Throws: ``ProbeError`` in the words the API answers with.
    func probe(_ request: ProbeRequest) async throws(ProbeError) -> RepositoryFacts

    /// Looks at the repository as ``probe(_:)`` does, and further: what there is, and what reading it will cost.
    /// - Throws: ``ProbeError``, in the same cases.
    func plan(_ request: ProbeRequest, settings: ImportSettings) async throws(ProbeError) -> SourcePlan

    /// A remote for an import that was accepted, possibly in another process.
    func remote(for source: ImportSource, credential: Secret, settings: ImportSettings) throws(RemoteError)
        -> any Remote
}

/// What the person who asks for an import says of the source.
public struct ProbeRequest: Sendable {
    public enum Repository: Sendable, Hashable {
        /// GitHub's number of the repository.
        case number(Int64)
        /// `owner/name`.
        case fullName(String)
    }

    public var kind: ImportKind
    /// Address of the server as it was given; `nil` for the public one.
    public var hostname: String?
    public var repository: Repository
    public var credential: Secret
    public var wantsCollaborators: Bool

    public init(
        kind: ImportKind, hostname: String?, repository: Repository, credential: Secret, wantsCollaborators: Bool
    ) {
        self.kind = kind
        self.hostname = hostname
        self.repository = repository
        self.credential = credential
        self.wantsCollaborators = wantsCollaborators
    }
}

/// Why a repository cannot be imported, in the cases GitLab's API tells apart.
public enum ProbeError: Error, Sendable, Equatable {
    /// The server's address may not be reached.
    case refusedAddress(hostname: String, reason: String)
    /// The source answered 401 or 403 for the repository.
    case noReadAccess
    /// The source answered 401 or 403 for the collaborators.
    case noCollaboratorAccess
    /// Any other answer that is not a success: its body (cut, with no credential in it) and status.
    case sourceError(body: String, status: Int)
    case rateLimited
    /// No answer at all.
    case unreachable(String)
}
