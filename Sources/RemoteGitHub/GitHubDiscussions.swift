import Foundation
import Model
import Remote
import RemoteREST

/// GitHub's discussions, read for the journal alone: no rows are made of them. 1 point for a hundred with up to a
/// hundred comments each; replies to comments are left at the source.
struct GitHubDiscussions: Decodable, Sendable {
    private var repository: Repository?
    private var node: Discussion?

    enum CodingKeys: String, CodingKey {
        case repository
        case node
    }

    private struct Repository: Decodable, Sendable {
        var discussions: GraphQLConnection<Discussion>?

        enum CodingKeys: String, CodingKey {
            case discussions
        }
    }

    private struct Discussion: Decodable, Sendable {
        var id: String
        var comments: Comments?

        enum CodingKeys: String, CodingKey {
            case id
            case comments
        }
    }

    private struct Comments: Decodable, Sendable {
        var pageInfo: GraphQLPageInfo?

        enum CodingKeys: String, CodingKey {
            case pageInfo
        }
    }

    static func query(_ name: RepositoryName, first: Int, after: String?) -> GitHubQuery {
        GitHubQuery(
            text: """
                query($owner: String!, $name: String!, $first: Int!, $after: String) {
                  \(GitHubQuery.rateLimit)
                  repository(owner: $owner, name: $name) {
                    discussions(first: $first, after: $after, orderBy: {field: CREATED_AT, direction: ASC}) {
                      \(GraphQLPageInfo.selection)
                      nodes {
                        id number title body url createdAt updatedAt closed closedAt stateReason locked upvoteCount
                        isAnswered answerChosenAt
                        answer { id }
                        author { ...person }
                        category { name }
                        comments(first: 100) { \(GraphQLPageInfo.selection) nodes { \(comment) } }
                      }
                    }
                  }
                }
                \(GitHubActor.fragment)
                """,
            variables: name.variables(first: first, after: after), calls: 1 + first,
            what: "the discussions of \(name)")
    }

    static func comments(of node: String, first: Int, after: String) -> GitHubQuery {
        GitHubQuery(
            text: """
                query($id: ID!, $first: Int!, $after: String) {
                  \(GitHubQuery.rateLimit)
                  node(id: $id) {
                    ... on Discussion {
                      id
                      comments(first: $first, after: $after) { \(GraphQLPageInfo.selection) nodes { \(comment) } }
                    }
                  }
                }
                \(GitHubActor.fragment)
                """,
            variables: ["id": .text(node), "first": .number(first), "after": .text(after)], calls: 1,
            what: "the comments of a discussion")
    }

    private static let comment = "id body url createdAt updatedAt isAnswer isMinimized upvoteCount author { ...person }"

    /// What is not on this page.
    var following: [GitHubCursor] {
        let page = repository?.discussions
        let own = page?.pageInfo?.next.map { [GitHubCursor.discussions(after: $0)] } ?? []
        let discussions = (page?.read(kind: .discussion).nodes ?? []) + [node].compactMap(\.self)
        return own
            + discussions.compactMap { one in
                one.comments?.pageInfo?.next.map { .discussionComments(node: one.id, after: $0) }
            }
    }
}

extension GitHubReader {
    func discussions(after: String?) async throws(SourceFault) -> RemotePage {
        try page(
            try await shrinking("discussions") { size throws(SourceFault) in
                try await self.ask(GitHubDiscussions.query(self.name, first: size, after: after))
            } alone: { reason throws(SourceFault) in
                throw .tooHeavy(reason)
            })
    }

    func discussionComments(node: String, after: String) async throws(SourceFault) -> RemotePage {
        try page(
            try await shrinking("discussion comments") { size throws(SourceFault) in
                try await self.ask(GitHubDiscussions.comments(of: node, first: size, after: after))
            } alone: { reason throws(SourceFault) in
                throw .tooHeavy(reason)
            })
    }

    private func page(_ body: [UInt8]) throws(SourceFault) -> RemotePage {
        do {
            let answer: GraphQLAnswer<GitHubDiscussions> = try GitHubRows.decode(body, what: "a page of discussions")
            return RemotePage(payload: body, following: (answer.data?.following ?? []).map(\.cursor))
        } catch {
            throw .remote(error)
        }
    }
}
