import Foundation
import Outbound
import Remote
import RemoteREST

/// The addresses of what people attach to texts and repositories at Bitbucket.
enum CloudFileAddress {
    /// The file behind an address; `nil` for every other address, pages of the source among them.
    static func file(at address: String, _ repository: CloudRepositoryAddress) -> RemoteFile? {
        guard let url = try? OutboundURL(address) else { return nil }
        let path = url.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        guard path.allSatisfy({ PathElement.isName($0) }) else { return nil }
        if let own = own(url, path, repository) {
            return RemoteFile(places: [RemoteFile.Place(url: own, isOwn: true)], name: name(path))
        }
        guard isOpen(url, path, repository) else { return nil }
        return RemoteFile(places: [RemoteFile.Place(url: url, isOwn: false)], name: name(path))
    }

    /// Downloads of the repository and attachments of its issues, which the API gives to whoever may read them.
    private static func own(
        _ url: OutboundURL, _ path: [String], _ repository: CloudRepositoryAddress
    ) -> OutboundURL? {
        if url.origin == repository.addresses.web.origin {
            guard path.count == 4, path[2] == "downloads", "\(path[0])/\(path[1])" == repository.fullName else {
                return nil
            }
            return decoded(path[3]).flatMap { repository.download($0) }
        }
        guard url.origin == repository.addresses.api.origin, url.path.hasPrefix("\(repository.api.path)/") else {
            return nil
        }
        let rest = url.path.dropFirst(repository.api.path.utf8.count + 1).split(separator: "/").map(String.init)
        switch (rest.first, rest.count) {
        case ("downloads", 2): return decoded(rest[1]).flatMap { repository.download($0) }
        case ("issues", 4) where rest[2] == "attachments":
            guard let number = Int64(rest[1]) else { return nil }
            return decoded(rest[3]).flatMap { repository.attachment($0, of: number) }
        default: return nil
        }
    }

    /// Addresses that nobody guesses: whoever knows them may read them, and no credential is shown there.
    private static func isOpen(
        _ url: OutboundURL, _ path: [String], _ repository: CloudRepositoryAddress
    ) -> Bool {
        if url.text.hasPrefix("\(repository.addresses.uploads)/"), path.count >= 2 { return true }
        let pages = [repository.addresses.web.origin, BitbucketCloudAddresses.atlassian.web.origin]
        // /repo/AbCdEf/images/123-picture.png
        if pages.contains(url.origin) { return path.count >= 4 && path[0] == "repo" && path[2] == "images" }
        guard url.scheme == .https, url.port == 443 else { return false }
        switch url.host {
        case "bbuseruploads.s3.amazonaws.com": return path.count >= 2
        // Raw files of wikis and old texts: /workspace/slug/wiki/raw/…
        case "bytebucket.org": return path.count >= 4
        default: return false
        }
    }

    private static func decoded(_ element: String) -> String? { element.removingPercentEncoding }

    private static func name(_ path: [String]) -> String? {
        guard let last = path.last.map({ $0.removingPercentEncoding ?? $0 }) else { return nil }
        // Images carry a number before their name.
        let digits = last.prefix { $0.isASCII && $0.isNumber }
        let isNumbered = path.count >= 4 && path[2] == "images" && !digits.isEmpty
        guard isNumbered, last.dropFirst(digits.count).first == "-" else { return last }
        return String(last.dropFirst(digits.count + 1))
    }
}
