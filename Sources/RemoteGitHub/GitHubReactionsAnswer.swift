import Model
import Remote
import RemoteREST

/// Answers to the queries for reactions. GitHub answers a list of ids with a list of nodes, null for what is gone:
/// what was asked stands beside it, written there by this remote.
struct GitHubReactionsAnswer: Decodable, Sendable {
    var asked: [String]
    var data: Answer?

    enum CodingKeys: String, CodingKey {
        case asked = "landfall_asked"
        case data
    }

    struct Answer: Decodable, Sendable {
        var nodes: [Lenient<Subject>?]?
        /// One object with further reactions.
        var node: Lenient<Subject>?

        enum CodingKeys: String, CodingKey {
            case nodes
            case node
        }
    }

    struct Subject: Decodable, Sendable {
        var reactions: GraphQLConnection<GitHubReaction>?
        var isMinimized: Bool?
        var minimizedReason: String?
        /// Set by Landfall where they could not be fetched at all.
        var unreadable: String?

        enum CodingKeys: String, CodingKey {
            case reactions
            case isMinimized
            case minimizedReason
            case unreadable = "landfall_unreadable"
        }
    }

    /// An answer's body with what was asked in front.
    static func payload(_ body: [UInt8], asked: [ReactedDraft]) -> [UInt8] {
        let words = asked.map { "\"\($0.word)\"" }.joined(separator: ",")
        return Array(#"{"landfall_asked":[\#(words)],"#.utf8) + body.drop { $0 != UInt8(ascii: "{") }.dropFirst()
    }

    /// Cursors behind which further reactions are.
    var further: [GitHubCursor] {
        objects.compactMap { asked, subject in
            guard case .success(let subject)? = subject?.result, let next = subject.reactions?.pageInfo?.next else {
                return nil
            }
            return .reactionsOf(asked, after: next)
        }
    }

    /// What was asked, each with its answer.
    private var objects: [(asked: ReactedDraft, subject: Lenient<Subject>?)] {
        let asked = asked.compactMap { ReactedDraft(word: $0) }
        if let nodes = data?.nodes { return Array(zip(asked, nodes)) }
        return asked.prefix(1).map { ($0, data?.node) }
    }

    private var isFurther: Bool { data?.nodes == nil }

    static func map(_ payload: [UInt8]) throws(RemoteError) -> MappedPage {
        let answer: Self = try GitHubRows.decode(payload, what: "a page of reactions")
        guard let data = answer.data, (data.nodes?.count ?? 1) == answer.asked.count else {
            throw .malformed(what: "a page of reactions")
        }
        var page = MappedPage()
        var actors: [GitHubActor?] = []
        for (asked, subject) in answer.objects {
            switch subject?.result {
            case .success(let subject):
                subject.map(asked, isFurther: answer.isFurther, into: &page, &actors)
            case .failure(let fault): page.exceptions += asked.lost(.failed, fault.detail)
            case nil where answer.isFurther: page.exceptions += asked.lost(.failed, "it vanished while it was read")
            case nil: page.exceptions += asked.lost(.skipped, "it is no longer at the source")
            }
        }
        page.drafts += actors.names
        return page
    }
}

extension GitHubReactionsAnswer.Subject {
    fileprivate func map(
        _ asked: ReactedDraft, isFurther: Bool, into page: inout MappedPage,
        _ actors: inout [GitHubActor?]
    ) {
        if let unreadable {
            page.exceptions += asked.lost(.failed, "they could not be read: \(unreadable)")
            return
        }
        guard let reactions else {
            page.exceptions += asked.lost(.failed, "GitHub does not answer with reactions")
            return
        }
        // Of all other kinds the lists they come with tell.
        if asked.target.kind == .commitComment, let hidden = GitHubMinimized(isMinimized, minimizedReason) {
            page.drafts.append(.minimized(MinimizedDraft(target: asked.target, reason: hidden.reason)))
            page.exceptions.append(hidden.exception(.commitComment, asked.target.key, url: nil))
        }
        if !isFurther, let total = reactions.totalCount {
            page.drafts.append(.reactionCount(ReactionCountDraft(target: asked.target, total: total)))
        }
        let (read, exceptions) = reactions.read(kind: .reaction)
        page.exceptions += exceptions
        for reaction in read { page.append(reaction.mapped(on: asked.target)) }
        actors += read.map(\.user)
    }
}

extension ReactedDraft {
    /// A line for each reaction the list has shown: the ledger counts reactions, not what they stand on.
    fileprivate func lost(_ outcome: Outcome, _ reason: String) -> [ImportException] {
        (0..<max(1, min(total, 1000))).map { number in
            ImportException(
                kind: .reaction, sourceKey: SourceKey("\(target.kind.rawValue) \(target.key) reaction \(number + 1)"),
                sourceURL: nil, outcome: outcome, reason: "a reaction on it could not be had: \(reason)",
                cure: outcome == .failed ? Cure.retry : nil)
        }
    }
}
