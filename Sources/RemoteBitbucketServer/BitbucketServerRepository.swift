import Model
import Outbound
import Remote

/// `GET /projects/:key/repos/:slug`.
struct BitbucketServerRepository: Decodable, Sendable {
    var id: Int64
    var slug: String
    var name: String
    var description: String?
    var isArchived: Bool?
    var isPublic: Bool?
    /// Told by some versions only.
    var defaultBranch: String?
    var project: Project
    /// What it was forked from.
    var origin: Origin?
    var links: Links?

    enum CodingKeys: String, CodingKey {
        case id
        case slug
        case name
        case description
        case isArchived = "archived"
        case isPublic = "public"
        case defaultBranch
        case project
        case origin
        case links
    }

    struct Project: Decodable, Sendable {
        var key: String
        var isPublic: Bool?

        enum CodingKeys: String, CodingKey {
            case key
            case isPublic = "public"
        }
    }

    struct Origin: Decodable, Sendable {
        var slug: String?
        var project: Project?

        enum CodingKeys: String, CodingKey {
            case slug
            case project
        }

        var fullName: String? { slug.flatMap { slug in project.map { "\($0.key)/\(slug)" } } }
    }

    struct Links: Decodable, Sendable {
        var clone: [Link?]?

        enum CodingKeys: String, CodingKey {
            case clone
        }
    }

    struct Link: Decodable, Sendable {
        var href: String?
        var name: String?

        enum CodingKeys: String, CodingKey {
            case href
            case name
        }
    }

    var fullName: String { "\(project.key)/\(slug)" }

    /// What one request tells; the rest needs others.
    func facts(
        at host: BitbucketServerHost, _ asked: BitbucketServerRepositoryName, answeredAt: Timestamp
    ) -> RepositoryFacts {
        let name = BitbucketServerRepositoryName(fullName) ?? asked
        let source = ImportSource(
            kind: .bitbucketServer, webOrigin: host.webOrigin, apiBase: host.apiBase, repositoryID: id,
            fullName: name.description, cloneURL: cloneURL(at: host) ?? host.cloneURL(of: name))
        var facts = RepositoryFacts(
            source: source, name: self.name.withoutNUL, description: description?.withoutNUL, homepage: nil,
            topics: [], visibility: isPublic == true || project.isPublic == true ? .public : .private,
            defaultBranch: defaultBranch.flatMap(BitbucketServerBranch.name), isArchived: isArchived ?? false,
            hasWiki: false, hasIssues: false, sizeInKibibytes: nil,
            // The server does not say since when it has a repository.
            createdAt: answeredAt, pushedAt: nil)
        facts.answeredAt = answeredAt
        return facts
    }

    /// The address the server names for git over HTTP, where it is its own: the credential goes nowhere else.
    private func cloneURL(at host: BitbucketServerHost) -> String? {
        for link in links?.clone ?? [] where link?.name?.hasPrefix("http") == true {
            guard let href = link?.href, let url = try? OutboundURL(Self.withoutUser(href)),
                url.origin == host.base.origin, url.query == nil
            else { continue }
            return url.text
        }
        return nil
    }

    /// Servers write whoever asks into the address: `https://user@host/…`.
    private static func withoutUser(_ address: String) -> String {
        guard let mark = address.firstRange(of: "://") else { return address }
        let rest = address[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let at = authority.lastIndex(of: "@") else { return address }
        return address[..<mark.upperBound] + String(rest[rest.index(after: at)...])
    }
}

/// `GET …/default-branch`, and names of branches elsewhere.
struct BitbucketServerBranch: Decodable, Sendable {
    var id: String?
    var displayID: String?

    enum CodingKeys: String, CodingKey {
        case id
        case displayID = "displayId"
    }

    var name: String? { (id ?? displayID).flatMap(Self.name) }

    /// The name without `refs/heads/`.
    static func name(_ ref: String) -> String? {
        let name = ref.hasPrefix("refs/heads/") ? String(ref.dropFirst("refs/heads/".count)) : ref
        return name.isEmpty ? nil : name.withoutNUL
    }
}

/// A row of `GET …/labels`.
struct BitbucketServerLabel: Decodable, Sendable {
    var name: String

    enum CodingKeys: String, CodingKey {
        case name
    }
}
