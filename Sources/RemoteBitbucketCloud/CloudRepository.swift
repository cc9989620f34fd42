import Foundation
import Model
import Remote
import RemoteREST

/// `GET R`: the repository.
struct CloudRepository: Decodable, Sendable {
    var uuid: String
    var name: String
    var fullName: String
    var description: String?
    var scm: String?
    var isPrivate: Bool
    var website: String?
    var size: Int64?
    var createdAt: Timestamp
    var updatedAt: Timestamp?
    var mainBranch: MainBranch?
    /// Both keys are gone since Atlassian switched trackers and wikis off.
    var hasIssues: Bool?
    var hasWiki: Bool?
    var links: Links?

    struct MainBranch: Decodable, Sendable {
        var name: String?

        enum CodingKeys: String, CodingKey {
            case name
        }
    }

    struct Links: Decodable, Sendable {
        var clone: [Link]?

        enum CodingKeys: String, CodingKey {
            case clone
        }
    }

    struct Link: Decodable, Sendable {
        var name: String?
        var href: String?

        enum CodingKeys: String, CodingKey {
            case name
            case href
        }
    }

    enum CodingKeys: String, CodingKey {
        case uuid
        case name
        case fullName = "full_name"
        case description
        case scm
        case isPrivate = "is_private"
        case website
        case size
        case createdAt = "created_on"
        case updatedAt = "updated_on"
        case mainBranch = "mainbranch"
        case hasIssues = "has_issues"
        case hasWiki = "has_wiki"
        case links
    }

    static func read(_ body: some Sequence<UInt8>, what: String) throws(RemoteError) -> Self {
        try JSONText.decode(body, what: what)
    }

    /// - Returns: `nil` where its name is none, or it is no git repository.
    func facts(at addresses: BitbucketCloudAddresses) -> RepositoryFacts? {
        guard let address = CloudRepositoryAddress(addresses: addresses, fullName: fullName), scm ?? "git" == "git"
        else { return nil }
        var source = ImportSource(address, repositoryID: Self.number(uuid))
        source.cloneURL = cloneURL(address)
        return RepositoryFacts(
            source: source, name: name.withoutNUL, description: description?.unlessEmpty?.withoutNUL,
            homepage: website?.unlessEmpty?.withoutNUL, topics: [], visibility: isPrivate ? .private : .public,
            defaultBranch: mainBranch?.name?.unlessEmpty, isArchived: false, hasWiki: hasWiki ?? false,
            hasIssues: hasIssues ?? false, sizeInKibibytes: size.map { max(0, $0) / 1024 }, createdAt: createdAt,
            pushedAt: nil)
    }

    /// The link the source names, without the user in it; one that leads elsewhere is not followed.
    private func cloneURL(_ address: CloudRepositoryAddress) -> String {
        let link = links?.clone?.first { $0.name == "https" }?.href ?? ""
        let parts = link.split(separator: "://", maxSplits: 1).map { String($0) }
        guard parts.count == 2 else { return address.cloneURL }
        let host = parts[1].prefix { $0 != "/" }
        let rest = host.contains("@") ? String(parts[1].drop { $0 != "@" }.dropFirst()) : parts[1]
        let plain = "\(parts[0])://\(rest)"
        return plain.hasPrefix("\(address.webOrigin)/") ? plain : address.cloneURL
    }

    /// 63 bits of the UUID, which stays the same through renames; of another text, of its bytes.
    static func number(_ uuid: String) -> Int64 {
        let hex = uuid.lowercased().filter { $0.isASCII && $0.isHexDigit }
        if hex.utf8.count == 32, let high = UInt64(hex.prefix(16), radix: 16) { return Int64(high >> 1) }
        // FNV-1a.
        let hash = uuid.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return Int64(hash >> 1)
    }
}
