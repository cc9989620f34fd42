import Model
import Remote

/// What a cursor of this remote says: words separated by blanks, of which GitHub's own ids and cursors have none.
enum GitHubCursor: Sendable, Hashable {
    case list(ListCursor)
    /// Pull requests with their reviews, behind a cursor.
    case reviews(after: String?)
    /// The same of those that changed at or after a moment, newest change first, so many of them on a page.
    case changedReviews(since: String, first: Int, after: String?)
    /// Further reviews of one pull request.
    case reviewsOf(node: String, number: Int64, after: String?)
    /// Issues or pull requests with their timelines, behind a cursor.
    case timelines(ItemKind, after: String?)
    /// The same of those that changed at or after a moment, newest change first, so many of them on a page.
    case changedTimelines(ItemKind, since: String, first: Int, after: String?)
    /// More of the timeline of one of them.
    case timelineOf(ItemKind, node: String, number: Int64, after: String?)
    /// Threads of pull requests, and how many each has.
    case threads([ThreadCount])
    /// Further threads of one pull request.
    case threadsOf(number: Int64, after: String)
    case collaborators
    case protection
    case discussions(after: String?)
    /// Further comments of one discussion.
    case discussionComments(node: String, after: String)
    /// Names of people by node id, or by login where no id is known.
    case people(nodes: [String], logins: [String])
    /// Reactions on several objects, so many of each at first.
    case reactions([ReactedDraft], first: Int)
    /// Further reactions on one object.
    case reactionsOf(ReactedDraft, after: String)

    struct ThreadCount: Sendable, Hashable {
        var number: Int64
        var threads: Int
    }

    var cursor: Cursor { Cursor(rawValue: words.joined(separator: " ")) }

    private var words: [String] {
        switch self {
        case .list(.page(let number, let count)): ["page", String(number), String(count)]
        case .list(.after(let cursor)): ["after", cursor]
        case .list(.since(let moment, let page)): ["since", moment ?? "-", String(page)]
        case .list(.changed(let since, let page)): ["changed", since, String(page)]
        case .reviews(let after): ["reviews"] + Self.optional(after)
        case .changedReviews(let since, let first, let after):
            ["changed-reviews", since, String(first)] + Self.optional(after)
        case .reviewsOf(let node, let number, let after): ["reviews-of", node, String(number)] + Self.optional(after)
        case .timelines(let item, let after): ["timelines", item.rawValue] + Self.optional(after)
        case .changedTimelines(let item, let since, let first, let after):
            ["changed-timelines", item.rawValue, since, String(first)] + Self.optional(after)
        case .timelineOf(let item, let node, let number, let after):
            ["timeline-of", item.rawValue, node, String(number)] + Self.optional(after)
        case .threads(let counts): ["threads"] + counts.map { "\($0.number):\($0.threads)" }
        case .threadsOf(let number, let after): ["threads-of", String(number), after]
        case .collaborators: ["collaborators"]
        case .protection: ["protection"]
        case .discussions(let after): ["discussions"] + Self.optional(after)
        case .discussionComments(let node, let after): ["discussion-comments", node, after]
        case .people(let nodes, let logins): ["people"] + nodes.map { "n:" + $0 } + logins.map { "l:" + $0 }
        case .reactions(let asked, let first): ["reactions", String(first)] + asked.map(\.word)
        case .reactionsOf(let asked, let after): ["reactions-of", asked.word, after]
        }
    }

    private static func optional(_ word: String?) -> [String] { word.map { [$0] } ?? [] }

    /// - Throws: ``RemoteError/malformed(what:)`` for a text no version of this remote has written.
    init(_ cursor: Cursor) throws(RemoteError) {
        let words = cursor.rawValue.split(separator: " ").map { String($0) }
        guard let read = words.first.flatMap({ Self.read($0, Array(words.dropFirst())) }) else {
            throw .malformed(what: "a kept cursor")
        }
        self = read
    }

    private static func read(_ kind: String, _ rest: [String]) -> GitHubCursor? {
        switch (kind, rest.count) {
        case ("page", 2):
            guard let number = Int(rest[0]), let count = Int(rest[1]), number > 0 else { return nil }
            return .list(.page(number: number, of: count))
        case ("after", 1): return .list(.after(rest[0]))
        case ("since", 2): return Int(rest[1]).map { .list(.since(moment: rest[0] == "-" ? nil : rest[0], page: $0)) }
        case ("changed", 2): return Int(rest[1]).map { .list(.changed(since: rest[0], page: $0)) }
        case ("reviews", 0...1): return .reviews(after: rest.first)
        case ("changed-reviews", 2...3):
            return Int(rest[1]).map {
                .changedReviews(since: rest[0], first: $0, after: rest.count > 2 ? rest[2] : nil)
            }
        case ("reviews-of", 2...3):
            return Int64(rest[1]).map { .reviewsOf(node: rest[0], number: $0, after: rest.count > 2 ? rest[2] : nil) }
        case ("timelines", 1...2):
            return ItemKind(rawValue: rest[0]).map { .timelines($0, after: rest.count > 1 ? rest[1] : nil) }
        case ("changed-timelines", 3...4):
            guard let item = ItemKind(rawValue: rest[0]), let first = Int(rest[2]) else { return nil }
            return .changedTimelines(item, since: rest[1], first: first, after: rest.count > 3 ? rest[3] : nil)
        case ("timeline-of", 3...4):
            guard let item = ItemKind(rawValue: rest[0]), let number = Int64(rest[2]) else { return nil }
            return .timelineOf(item, node: rest[1], number: number, after: rest.count > 3 ? rest[3] : nil)
        case ("threads", 1...): return readThreads(rest)
        case ("threads-of", 2): return Int64(rest[0]).map { .threadsOf(number: $0, after: rest[1]) }
        case ("collaborators", 0): return .collaborators
        case ("protection", 0): return .protection
        case ("discussions", 0...1): return .discussions(after: rest.first)
        case ("discussion-comments", 2): return .discussionComments(node: rest[0], after: rest[1])
        case ("people", 1...): return readPeople(rest)
        case ("reactions", 2...): return readReactions(rest)
        case ("reactions-of", 2):
            return ReactedDraft(word: rest[0]).map { .reactionsOf($0, after: rest[1]) }
        default: return nil
        }
    }

    private static func readThreads(_ words: [String]) -> GitHubCursor? {
        let counts = words.compactMap { word -> ThreadCount? in
            let pair = word.split(separator: ":")
            guard pair.count == 2, let number = Int64(pair[0]), let threads = Int(pair[1]) else { return nil }
            return ThreadCount(number: number, threads: threads)
        }
        return counts.count == words.count ? .threads(counts) : nil
    }

    private static func readPeople(_ words: [String]) -> GitHubCursor? {
        guard words.allSatisfy({ $0.hasPrefix("n:") || $0.hasPrefix("l:") }) else { return nil }
        return .people(
            nodes: words.filter { $0.hasPrefix("n:") }.map { String($0.dropFirst(2)) },
            logins: words.filter { $0.hasPrefix("l:") }.map { String($0.dropFirst(2)) })
    }

    private static func readReactions(_ words: [String]) -> GitHubCursor? {
        let asked = words.dropFirst().compactMap { ReactedDraft(word: $0) }
        guard let first = Int(words[0]), (1...100).contains(first), asked.count == words.count - 1 else { return nil }
        return .reactions(asked, first: first)
    }
}
