public import Model
public import Outbound

/// Makes readers of somebody's gists. Gists hang on an account, not on a repository.
public protocol GistProvider: Sendable {
    /// Asks the source whose the credential is, before anything is created: one request, never repeated.
    /// - Throws: ``ProbeError``; `noReadAccess` where the source refuses the credential.
    func probeAccount(hostname: String?, credential: Secret) async throws(ProbeError)

    /// - Throws: ``RemoteError/refusedAddress(_:)`` where the name of the host is none.
    func gists(hostname: String?, credential: Secret) throws(RemoteError) -> any GistRemote
}

/// Reads the gists of the credential's owner.
public protocol GistRemote: Sendable {
    /// Scheme and host of the source's pages: gists of two sources may have the same id.
    var webOrigin: String { get }

    /// A page of the list of all gists, public and secret.
    /// - Parameter cursor: as an earlier page named it; `nil` for the first page.
    func page(at cursor: Cursor?) async throws(RemoteError) -> GistPage

    /// All comments on a gist, the oldest first.
    func comments(on gist: GistDraft) async throws(RemoteError) -> [GistCommentDraft]

    /// Where git fetches a gist from.
    /// - Throws: ``RemoteError/refusedAddress(_:)`` where the source names no address.
    func clone(of gist: GistDraft) throws(RemoteError) -> GistClone

    /// What reading has cost so far.
    func spending() async -> RemoteSpending
}

/// One page of the list.
public struct GistPage: Sendable {
    public var gists: [GistDraft]
    /// Those of which nothing could be made.
    public var unreadable: [ImportException]
    /// `nil` on the last page.
    public var next: Cursor?

    public init(gists: [GistDraft], unreadable: [ImportException], next: Cursor?) {
        self.gists = gists
        self.unreadable = unreadable
        self.next = next
    }
}

/// A gist's repository at its source.
public struct GistClone: Sendable {
    public var url: OutboundURL
    /// Whether the credential may go there.
    public var takesCredential: Bool

    public init(url: OutboundURL, takesCredential: Bool) {
        self.url = url
        self.takesCredential = takesCredential
    }
}
