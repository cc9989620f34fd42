import Model
import RemoteREST

/// The roll-up of reactions that rows of REST lists carry: how many, not whose.
struct GitHubReactionTotal: Decodable, Sendable {
    var total: Int64

    enum CodingKeys: String, CodingKey {
        case total = "total_count"
    }
}

extension ReactedDraft {
    /// `nil` where there is nothing to ask, or nothing to ask it by.
    init?(_ target: ReactionTarget, nodeID: String?, _ total: GitHubReactionTotal?) {
        guard let total, total.total > 0, let nodeID, Self.isPlain(nodeID) else { return nil }
        self.init(target: target, nodeID: nodeID, total: total.total)
    }

    /// `nil` where nobody has reacted. How many have, the answer will tell.
    init?(_ target: ReactionTarget, nodeID: String?, _ groups: [GitHubReactionGroup]?) {
        guard let groups, groups.contains(where: { $0.createdAt != nil }), let nodeID, Self.isPlain(nodeID) else {
            return nil
        }
        self.init(target: target, nodeID: nodeID, total: 0)
    }

    /// Whether an id can stand in a cursor; GitHub's are base64 with a prefix.
    static func isPlain(_ nodeID: String) -> Bool {
        !nodeID.isEmpty
            && nodeID.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "="),
                    UInt8(ascii: "+"), UInt8(ascii: "/"):
                    true
                default: false
                }
            }
    }
}

/// `ReactionGroup`: has a time where somebody has reacted so. Costs nothing, unlike a count.
struct GitHubReactionGroup: Decodable, Sendable {
    var createdAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case createdAt
    }

    static let selection = "reactionGroups { createdAt }"
}

/// `Reaction`: one person's.
struct GitHubReaction: Decodable, Sendable {
    var id: String
    /// `null` once the number has outgrown 32 bits.
    var databaseID: Int64?
    var content: String
    var createdAt: Timestamp
    /// `null` where the account is gone.
    var user: GitHubActor?

    enum CodingKeys: String, CodingKey {
        case id
        case databaseID = "databaseId"
        case content
        case createdAt
        case user
    }

    static let fragment = """
        fragment reaction on Reaction { id databaseId content createdAt user { ...person } }
        """

    func mapped(on target: ReactionTarget) -> MappedPage {
        guard let name = Self.names[content] else {
            let fault = MappingFault(
                identifier: id, url: nil, detail: "its content is none of the eight reactions GitHub documents")
            return MappedPage(exceptions: [fault.exception(kind: .reaction, at: 0)])
        }
        let key = databaseID.map { SourceKey($0) } ?? SourceKey(id)
        return MappedPage(drafts: [
            .reaction(
                ReactionDraft(sourceKey: key, target: target, name: name, author: user?.person, createdAt: createdAt))
        ])
    }

    /// GitLab's names of the emoji.
    private static let names = [
        "THUMBS_UP": "thumbsup", "THUMBS_DOWN": "thumbsdown", "LAUGH": "laughing", "HOORAY": "tada",
        "CONFUSED": "confused", "HEART": "heart", "ROCKET": "rocket", "EYES": "eyes",
    ]
}

/// `Minimizable`: whether a comment is hidden, and why.
struct GitHubMinimized: Sendable, Hashable {
    var reason: String

    /// `nil` where it is shown.
    init?(_ isMinimized: Bool?, _ reason: String?) {
        guard isMinimized == true else { return nil }
        self.reason = Self.words(reason)
    }

    init(reason: String?) {
        self.reason = Self.words(reason)
    }

    /// The source's word goes into the ledger and answers: letters and hyphens, no more of them than a word has.
    private static func words(_ reason: String?) -> String {
        let word = (reason ?? "").lowercased().filter { $0.isASCII && ($0.isLetter || $0 == "-" || $0 == "_") }
        return word.isEmpty ? "hidden" : String(word.prefix(40))
    }

    func exception(_ kind: ObjectKind, _ key: SourceKey, url: String?) -> ImportException {
        ImportException(
            kind: kind, sourceKey: key, sourceURL: url, outcome: .degraded,
            reason: "the source hides it as \(reason); here it is shown, and carries the reason",
            cure: "delete it here if it should not be seen")
    }
}

/// `minimized` of the rows of comments: an object with a reason, or null.
struct GitHubMinimizedRow: Decodable, Sendable {
    var reason: String?

    enum CodingKeys: String, CodingKey {
        case reason
    }
}
