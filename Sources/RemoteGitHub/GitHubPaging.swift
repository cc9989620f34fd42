import Foundation
import Outbound
import Remote

/// The part of a `Link` field that paging needs. Addresses in it are not followed: their parameters are taken and put
/// on the address that was asked, so that no answer decides where the credential goes.
struct GitHubLinks: Sendable, Hashable {
    /// Parameters of `rel="next"`; `nil` on the last page.
    var next: [String: String]?
    /// Page number of `rel="last"`; `nil` where GitHub walks by cursor, and on the last page.
    var lastPage: Int?

    /// - Throws: ``RemoteError/refusedAddress(_:)`` where a link leads to another origin: somebody in between rewrites
    ///   answers, or a proxy rewrites addresses but not this field.
    init(_ field: String?, from url: OutboundURL) throws(RemoteError) {
        for (target, relation) in Self.targets(in: field ?? "") where relation == "next" || relation == "last" {
            let address: OutboundURL
            do throws(OutboundURL.Fault) {
                address = try url.resolving(target)
            } catch {
                throw .refusedAddress("the address of a further page of \(url) is none: \(error)")
            }
            guard address.origin == url.origin else {
                throw .refusedAddress(
                    "a further page of \(url) is said to be at \(address.origin), where no token is sent: "
                        + "see whether a proxy before the source changes its answers")
            }
            let parameters = Self.parameters(of: address)
            if relation == "next" { next = parameters } else { lastPage = parameters["page"].flatMap { Int($0) } }
        }
    }

    private static func targets(in field: String) -> [(target: String, relation: String)] {
        var targets: [(String, String)] = []
        var rest = field[...]
        while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
            let target = String(rest[rest.index(after: open)..<close])
            let tail = rest[rest.index(after: close)...]
            let attributes = tail.prefix { $0 != "<" }
            rest = tail[attributes.endIndex...]
            for attribute in attributes.split(whereSeparator: { $0 == ";" || $0 == "," }) {
                let pair = attribute.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " && $0 != "\"" } }
                if pair.count == 2, pair[0].lowercased() == "rel" { targets.append((target, pair[1].lowercased())) }
            }
        }
        return targets
    }

    private static func parameters(of url: OutboundURL) -> [String: String] {
        var parameters: [String: String] = [:]
        for item in (url.query ?? "").split(separator: "&") {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, let value = String(pair[1]).removingPercentEncoding else { continue }
            parameters[String(pair[0])] = value
        }
        return parameters
    }
}

/// Where a page of a REST list begins.
enum ListCursor: Sendable, Hashable {
    /// Page `number` of the list by creation, which had `count` pages when that was last said.
    case page(number: Int, of: Int)
    /// Behind GitHub's own cursor, which it hands out for long lists of issues.
    case after(String)
    /// Page `page` of what changed at or after `moment` (`nil`: ever), in the order of change: the way through lists
    /// longer than GitHub pages.
    case since(moment: String?, page: Int)
    /// Page `page` of the list of pull requests by change, newest first, down to `since`: they have no such parameter.
    case changed(since: String, page: Int)

    /// Pages that are asked for on the first one's word.
    private static let mostPages = 100_000

    static let beginning = ListCursor.page(number: 1, of: 1)

    /// What asks for it.
    func parameters(pageSize: Int) -> [(name: String, value: String)] {
        let size = (name: "per_page", value: String(pageSize))
        let byCreation = [
            (name: "state", value: "all"), (name: "sort", value: "created"), (name: "direction", value: "asc"),
        ]
        switch self {
        case .page(let number, _):
            return byCreation + [size] + (number == 1 ? [] : [(name: "page", value: String(number))])
        case .after(let cursor): return byCreation + [size, (name: "after", value: cursor)]
        case .since(let moment, let page):
            let since = moment.map { [(name: "since", value: $0)] } ?? []
            return [
                (name: "state", value: "all"), (name: "sort", value: "updated"), (name: "direction", value: "asc"),
                size,
            ]
                + since + (page == 1 ? [] : [(name: "page", value: String(page))])
        case .changed(_, let page):
            return [
                (name: "state", value: "all"), (name: "sort", value: "updated"), (name: "direction", value: "desc"),
                size,
            ] + (page == 1 ? [] : [(name: "page", value: String(page))])
        }
    }

    /// - Parameters:
    ///   - lastChange: `updated_at` of the page's last row.
    ///   - deepest: number of the last page GitHub answers; `nil` where it answers all.
    func following(_ links: GitHubLinks, lastChange: String?, deepest: Int?) -> [ListCursor] {
        guard let next = links.next else { return [] }
        switch self {
        // One of many that are read at the same time; the last of them looks whether the list has grown meanwhile.
        case .page(let number, let count) where number < count: return []
        case .page(let number, _):
            if let after = next["after"] { return [.after(after)] }
            let last = links.lastPage ?? number + 1
            // GitHub names no page beyond the deepest one: there, too, more may follow.
            if let deepest, last >= deepest { return [.since(moment: nil, page: 1)] }
            // A list that claims to be longer than any is walked page by page instead of believed.
            return number == 1 && last > 1 && last <= Self.mostPages
                ? (2...last).map { .page(number: $0, of: last) } : [.page(number: number + 1, of: number + 1)]
        case .after: return next["after"].map { [.after($0)] } ?? []
        case .since(let moment, let page):
            // From the last row on rather than by page: rows that change meanwhile move to the end, and everything
            // behind them moves up. A page full of rows of one second is the exception.
            guard let lastChange, lastChange != moment else { return [.since(moment: moment, page: page + 1)] }
            return [.since(moment: lastChange, page: 1)]
        case .changed(let since, let page):
            // Both are whole seconds in one form, so that the texts compare as the times do.
            guard let lastChange, lastChange >= since else { return [] }
            return [.changed(since: since, page: page + 1)]
        }
    }
}
