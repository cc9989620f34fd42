import Outbound
import Remote
import RemoteREST

/// Where the next page begins, by the `next` of a page: only what the source has added to the parameters that were
/// asked with. The address itself is made anew for each page, so that no answer chooses where the credential goes;
/// parameters said twice would be refused.
enum CloudNext {
    /// Pages of one list before it is taken for endless.
    static let mostPages = 20_000

    /// - Parameters:
    ///   - next: the link as it came.
    ///   - asked: where the page came from.
    ///   - own: names of the parameters that every page is asked with.
    ///   - place: where the page itself began.
    /// - Returns: `nil` on the last page.
    /// - Throws: ``SourceFault/remote(_:)`` where the link leads elsewhere, nowhere, or not on.
    static func place(
        _ next: String?, asked: OutboundURL, own: Set<String>, at place: String, depth: Int
    ) throws(SourceFault) -> String? {
        guard let next else { return nil }
        guard let url = try? OutboundURL(next), url.origin == asked.origin, tail(url.path) == tail(asked.path) else {
            throw .remote(
                .refusedAddress("a further page of \(asked) is said to be elsewhere, where no credential is sent"))
        }
        let added = (url.query ?? "").split(separator: "&").filter { item in
            !own.contains(String(item.prefix { $0 != "=" }))
        }
        let following = added.joined(separator: "&")
        guard !following.isEmpty, following != place, !following.contains(" "), depth < mostPages else {
            throw .remote(.malformed(what: "\(asked): its pages do not end"))
        }
        return following
    }

    /// What stands behind the repository's name, which the source may write by name or by id.
    private static func tail(_ path: String) -> Substring {
        guard let mark = path.firstRange(of: "/repositories/") else { return path[...] }
        let parts = path[mark.upperBound...].split(separator: "/", maxSplits: 2)
        return parts.count > 2 ? parts[2] : ""
    }
}
