import Model
import Remote

/// The queries of the collection `reactions`. A connection costs by its parents and not by its `first`: a hundred
/// objects cost one point, however many reactions each has.
enum GitHubReactionQueries {
    static let batchSize = 100

    static func batches(_ objects: [ReactedDraft]) -> [GitHubCursor] {
        stride(from: 0, to: objects.count, by: batchSize).map { start in
            let batch = Array(objects[start..<min(start + batchSize, objects.count)])
            return .reactions(batch, first: first(for: batch))
        }
    }

    /// As many as the lists have shown on any of them; where a list says only that there are some, what GitHub gives.
    private static func first(for batch: [ReactedDraft]) -> Int {
        guard batch.allSatisfy({ $0.total > 0 || $0.target.kind == .commitComment }) else { return 100 }
        return Int(min(max(batch.map(\.total).max() ?? 1, 1), 100))
    }

    static func page(_ asked: [ReactedDraft], first: Int) -> GitHubQuery {
        GitHubQuery(
            text: """
                query($ids: [ID!]!, $first: Int!) {
                  \(GitHubQuery.rateLimit)
                  nodes(ids: $ids) {
                    ... on Reactable {
                      reactions(first: $first) { totalCount \(GraphQLPageInfo.selection) nodes { ...reaction } }
                    }
                    ... on Minimizable { isMinimized minimizedReason }
                  }
                }
                \(GitHubReaction.fragment)
                \(GitHubActor.fragment)
                """,
            variables: ["ids": .list(asked.map(\.nodeID)), "first": .number(first)], calls: asked.count,
            what: "the reactions on \(asked.count) objects")
    }

    /// Further reactions on one object.
    static func more(_ asked: ReactedDraft, first: Int, after: String) -> GitHubQuery {
        GitHubQuery(
            text: """
                query($id: ID!, $first: Int!, $after: String) {
                  \(GitHubQuery.rateLimit)
                  node(id: $id) {
                    ... on Reactable {
                      reactions(first: $first, after: $after) { \(GraphQLPageInfo.selection) nodes { ...reaction } }
                    }
                  }
                }
                \(GitHubReaction.fragment)
                \(GitHubActor.fragment)
                """,
            variables: ["id": .text(asked.nodeID), "first": .number(first), "after": .text(after)], calls: 1,
            what: "further reactions on \(asked.target.kind.rawValue) \(asked.target.key)")
    }
}

extension ReactedDraft {
    /// `comment:123:2:IC_…`, as it stands in a cursor and beside the answer; `nil` for a text no version of this remote
    /// has written.
    init?(word: some StringProtocol) {
        let parts = word.split(separator: ":")
        guard parts.count == 4, let kind = ReactionTarget.Kind(rawValue: String(parts[0])),
            let total = Int64(parts[2]), Self.isPlain(String(parts[3]))
        else { return nil }
        self.init(
            target: ReactionTarget(kind, SourceKey(String(parts[1]))), nodeID: String(parts[3]), total: total)
    }

    var word: String { "\(target.kind.rawValue):\(target.key):\(total):\(nodeID)" }
}
