public import Model
public import Outbound

/// Where a Bitbucket Server or Data Center answers: the address people open in a browser, with its context path.
public struct BitbucketServerHost: Sendable, Hashable {
    /// Without a query and, but for the root, without a trailing slash.
    public let base: OutboundURL

    /// Reads `bitbucket_server_url`.
    /// - Throws: `OutboundURL.Fault` where the text is no http or https address.
    public init(address: String) throws(OutboundURL.Fault) {
        let given = try OutboundURL(address)
        let path = given.path.split(separator: "/").joined(separator: "/")
        let root = try OutboundURL(given.origin.description)
        base = path.isEmpty ? root : root.appending(path: path)
    }

    /// The host of an import that was accepted before.
    /// - Throws: `OutboundURL.Fault` where the kept address is none.
    public init(source: ImportSource) throws(OutboundURL.Fault) {
        try self.init(address: source.webOrigin)
    }

    /// The base address as it is kept with an import.
    public var webOrigin: String { base.text.hasSuffix("/") ? String(base.text.dropLast()) : base.text }

    /// Address of the REST API as it is kept with an import.
    public var apiBase: String { webOrigin + "/rest/api/latest" }

    /// An address of the repository in one of the server's REST modules (`api`, `branch-permissions`…).
    /// - Parameter path: what follows the repository, already fit for an address.
    func rest(
        _ repository: BitbucketServerRepositoryName, module: String = "api", path: String = ""
    ) -> OutboundURL {
        let project = "rest/\(module)/latest/projects/\(Self.segment(repository.key))"
        let whole = project + "/repos/" + Self.segment(repository.slug)
        return base.appending(path: path.isEmpty ? whole : "\(whole)/\(path)")
    }

    /// An address of the project that the repository is in.
    func rest(projectOf repository: BitbucketServerRepositoryName, path: String) -> OutboundURL {
        base.appending(path: "rest/api/latest/projects/\(Self.segment(repository.key))/\(path)")
    }

    /// The repository's pages.
    func page(of repository: BitbucketServerRepositoryName) -> String {
        let key = Self.segment(repository.key)
        return base.appending(path: "projects/\(key)/repos/\(Self.segment(repository.slug))").text
    }

    func page(of person: PersonDraft) -> String {
        base.appending(path: "users/\(Self.segment(person.identifier))").text
    }

    /// Where git fetches from, unless the server names another address of its own.
    func cloneURL(of repository: BitbucketServerRepositoryName) -> String {
        base.appending(
            path: "scm/\(Self.segment(repository.key.lowercased()))/\(Self.segment(repository.slug)).git"
        ).text
    }

    /// One element of a path.
    private static func segment(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("/", with: "%2F")
    }
}
