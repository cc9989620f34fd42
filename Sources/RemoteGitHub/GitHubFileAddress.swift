import Foundation
import Outbound
import Remote
import RemoteREST

/// The addresses GitHub has given to what people attach to texts, over the years and editions.
enum GitHubFileAddress {
    /// Hosts that serve nothing else. Their addresses are open to whoever knows them, or signed.
    private static let hosts: Set<String> = [
        "user-images.githubusercontent.com", "cloud.githubusercontent.com", "private-user-images.githubusercontent.com",
        "secured-user-images.githubusercontent.com", "f.cloud.github.com",
    ]

    /// The file behind an address; `nil` for every other address, pages of the source among them.
    ///
    /// - Parameter name: the imported repository. Files of others are fetched as anybody.
    static func file(at address: String, _ host: GitHubHost, in name: RepositoryName) -> RemoteFile? {
        guard let url = try? OutboundURL(address), let origin = try? OutboundURL(host.webOrigin) else { return nil }
        let path = url.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        guard path.allSatisfy({ PathElement.isName($0) }) else { return nil }
        if url.origin == origin.origin {
            guard isAttachment(path) else { return nil }
            let isOwn = repository(path).map { $0.isSame(as: name) } ?? true
            return RemoteFile(places: [RemoteFile.Place(url: url, isOwn: isOwn)], name: fileName(path))
        }
        if url.host == "github.com", url.port == 443, isAttachment(path), path.first != "storage" {
            // An Enterprise server's text may show what stands on github.com.
            return RemoteFile(places: [RemoteFile.Place(url: url, isOwn: false)], name: fileName(path))
        }
        guard hosts.contains(url.host) || isMediaHost(url, of: origin, path) else { return nil }
        let direct = RemoteFile.Place(url: url, isOwn: false)
        // The signature of a private image is good for five minutes: what it was made from lasts.
        let lasting =
            url.host.hasPrefix("user-images")
            ? nil
            : signedAsset(path).map { asset in
                RemoteFile.Place(url: origin.appending(path: "user-attachments/assets/\(asset)"), isOwn: true)
            }
        let isSigned = url.host.hasPrefix("private-") || url.host.hasPrefix("secured-")
        return RemoteFile(places: (isSigned ? [lasting] : []).compactMap(\.self) + [direct], name: fileName(path))
    }

    /// `https://media.ghe.example.com/user/5/files/…`: Enterprise Server with subdomain isolation.
    private static func isMediaHost(_ url: OutboundURL, of origin: OutboundURL, _ path: [String]) -> Bool {
        url.host == "media.\(origin.host)" && path.count > 2 && path[0] == "user"
    }

    private static func isAttachment(_ path: [String]) -> Bool {
        switch (path.first, path.count) {
        case ("user-attachments", 3): path[1] == "assets" && isAssetName(path[2])
        case ("user-attachments", 4): path[1] == "files" && isNumber(path[2])
        // Enterprise Server: /storage/user/5/files/…
        case ("storage", 4...): path[1] == "user" && isNumber(path[2])
        case (_, 5): (path[2] == "assets" && isNumber(path[3]) && isAssetName(path[4])) || isRepositoryFile(path)
        default: false
        }
    }

    /// The repository that an address on the pages of `host` names as the one a file belongs to.
    static func repository(of url: OutboundURL, at host: GitHubHost) -> RepositoryName? {
        guard let pages = try? OutboundURL(host.webOrigin), url.origin == pages.origin else { return nil }
        let path = url.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        return isAttachment(path) ? repository(path) : nil
    }

    private static func repository(_ path: [String]) -> RepositoryName? {
        guard path.count == 5, path[0] != "storage" else { return nil }
        return RepositoryName("\(path[0])/\(path[1])")
    }

    /// `/owner/name/files/12345/log.txt`
    private static func isRepositoryFile(_ path: [String]) -> Bool {
        path[2] == "files" && isNumber(path[3])
    }

    private static func isNumber(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    /// A UUID, or a number before one.
    private static func isAssetName(_ text: String) -> Bool {
        text.utf8.count >= 8
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (97...122).contains($0 | 0x20) || "-_.".utf8.contains($0)
            }
    }

    /// The UUID in `/1234/98765-0123…-….png`.
    private static func signedAsset(_ path: [String]) -> String? {
        guard let last = path.last else { return nil }
        let stem = last.prefix { $0 != "." }
        let uuid = String(stem.suffix(36))
        return UUID(uuidString: uuid) == nil ? nil : uuid.lowercased()
    }

    private static func fileName(_ path: [String]) -> String? {
        path.last.map { $0.removingPercentEncoding ?? $0 }
    }
}
