public import Model
public import Outbound

/// Where a GitHub answers: its REST address, its GraphQL address and its pages.
public struct GitHubHost: Sendable, Hashable {
    /// Address of the REST API without a trailing slash.
    public let api: OutboundURL
    /// Address of the GraphQL API.
    public let graphQL: OutboundURL
    /// Scheme and host of the pages, such as `https://github.com`.
    public let webOrigin: String

    /// Reads `github_hostname` as GitLab does (`lib/gitlab/github_import/client.rb`), with two cases GitLab breaks on:
    /// `https://github.com` means what its absence means, and `*.ghe.com` (data residency) has its API on `api.`.
    ///
    /// A path that begins with `/api/` is kept; any other becomes `/api/v3`, where Enterprise Server has its API.
    /// - Throws: `OutboundURL.Fault` where the text is no web address.
    public init(hostname: String?) throws(OutboundURL.Fault) {
        guard let hostname, !hostname.isEmpty else {
            self = try GitHubHost(cloud: "github.com")
            return
        }
        let given = try OutboundURL(hostname)
        if ["github.com", "www.github.com", "api.github.com"].contains(given.host) {
            self = try GitHubHost(cloud: "github.com")
        } else if given.host.hasSuffix(".ghe.com") {
            let name = given.host.hasPrefix("api.") ? String(given.host.dropFirst(4)) : given.host
            self = try GitHubHost(cloud: name)
        } else {
            self = try GitHubHost(server: given)
        }
    }

    /// The host of an import that was accepted before.
    /// - Throws: `OutboundURL.Fault` where the kept address is none.
    public init(source: ImportSource) throws(OutboundURL.Fault) {
        let base = try OutboundURL(source.apiBase)
        let origin = try OutboundURL(base.origin.description)
        api = base
        graphQL = origin.appending(path: base.path == "/" ? "graphql" : "api/graphql")
        webOrigin = source.webOrigin
    }

    /// github.com and its relatives: pages on the host itself, the API on `api.` before it.
    private init(cloud name: String) throws(OutboundURL.Fault) {
        api = try OutboundURL("https://api.\(name)")
        graphQL = api.appending(path: "graphql")
        webOrigin = "https://\(name)"
    }

    private init(server given: OutboundURL) throws(OutboundURL.Fault) {
        let origin = try OutboundURL(given.origin.description)
        let kept = given.path.split(separator: "/").joined(separator: "/")
        api = origin.appending(path: given.path.hasPrefix("/api/") && kept != "api" ? kept : "api/v3")
        graphQL = origin.appending(path: "api/graphql")
        webOrigin = given.origin.description
    }

    /// The REST address as it is kept with an import.
    public var apiBase: String {
        api.text.hasSuffix("/") ? String(api.text.dropLast()) : api.text
    }

    /// github.com itself, whose quota GitLab looks at before an import.
    public var isPublic: Bool { api.host == "api.github.com" }

    /// Where git fetches from. Made here rather than taken from an answer, so that no answer chooses where the
    /// credential goes.
    public func cloneURL(of fullName: String) -> String {
        "\(webOrigin)/\(fullName).git"
    }
}
