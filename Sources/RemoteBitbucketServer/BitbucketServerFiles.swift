import Foundation
import Outbound
import Remote
import RemoteREST

/// The addresses Bitbucket has given to what people attach to texts. Only files of the repository that is imported: the
/// account that reads may see more than whoever wrote a text, and must not fetch for them what they could not.
struct BitbucketServerFileAddress: Sendable {
    let place: BitbucketServerPlace
    let repositoryID: Int64

    /// The file behind an address; `nil` for every other address.
    func file(at address: String) -> RemoteFile? {
        address.hasPrefix("attachment:") ? attachment(address.dropFirst("attachment:".count)) : onServer(address)
    }

    /// `attachment:REPOSITORY/ID`; the old form of an id is a token and a name, with their slash encoded.
    private func attachment(_ text: Substring) -> RemoteFile? {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, Int64(parts[0]) == repositoryID else { return nil }
        return attachment(id: String(parts[1]))
    }

    /// - Parameter id: as it stands in an address.
    private func attachment(id: String) -> RemoteFile? {
        let plain = id.removingPercentEncoding ?? id
        guard Self.isName(plain), !id.contains("?"), !id.contains("#") else { return nil }
        let url = place.host.rest(place.repository, path: "attachments/\(id.replacing("/", with: "%2F"))")
        let name = plain.split(separator: "/").last.map { String($0) }
        return RemoteFile(
            places: [RemoteFile.Place(url: url, isOwn: true)], name: name.flatMap { Int64($0) == nil ? $0 : nil })
    }

    private func onServer(_ address: String) -> RemoteFile? {
        guard let url = try? OutboundURL(address), url.origin == place.host.base.origin else { return nil }
        for page in pages where url.path.hasPrefix(page + "/") {
            let rest = url.path.dropFirst(page.count + 1)
            if rest.hasPrefix("attachments/") { return attachment(id: String(rest.dropFirst("attachments/".count))) }
            guard rest.hasPrefix("raw/") else { continue }
            let path = rest.dropFirst("raw/".count)
            let plain = path.removingPercentEncoding ?? String(path)
            guard Self.isName(plain) else { return nil }
            return RemoteFile(
                places: [RemoteFile.Place(url: url, isOwn: true)],
                name: plain.split(separator: "/").last.map { String($0) })
        }
        return nil
    }

    /// Paths below which the repository is, on the server's pages and in its REST API.
    private var pages: [String] {
        let repository = "projects/\(place.repository.key)/repos/\(place.repository.slug)"
        var paths = [repository, "rest/api/latest/\(repository)", "rest/api/1.0/\(repository)"]
        if place.repository.isPersonal {
            paths.append("users/\(place.repository.key.dropFirst().lowercased())/repos/\(place.repository.slug)")
        }
        return paths.map { place.host.base.appending(path: $0).path }
    }

    private static func isName(_ path: String) -> Bool {
        path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { PathElement.isName($0) }
    }
}
