import Model
import Remote
import RemoteREST

extension GitHubReader {
    /// Reactions on several objects; where that is too heavy, on the first half of them.
    func reactions(
        on asked: [ReactedDraft], first: Int
    ) async throws(SourceFault) -> RemotePage {
        do throws(SourceFault) {
            let body = try await ask(GitHubReactionQueries.page(asked, first: first))
            hasAnswered("reactions")
            return try Self.reactionPage(body, asked)
        } catch .tooHeavy(let reason) {
            if isOut("reactions") { throw .tooHeavy(reason) }
            if asked.count > 1 {
                let half = asked.count / 2
                var page = try await reactions(on: Array(asked[..<half]), first: first)
                page.following.append(GitHubCursor.reactions(Array(asked[half...]), first: first).cursor)
                return page
            }
            guard first > 1 else {
                try setAside("reactions", because: reason)
                return try Self.reactionPage(Self.unreadableNodes(reason), asked)
            }
            return try await reactions(on: asked, first: max(1, first / 4))
        }
    }

    func reactionsOf(
        _ asked: ReactedDraft, after: String
    ) async throws(SourceFault) -> RemotePage {
        let body = try await shrinking("reactions of one") { size throws(SourceFault) in
            try await self.ask(GitHubReactionQueries.more(asked, first: size, after: after))
        } alone: { reason throws(SourceFault) in
            throw .tooHeavy(reason)
        }
        return try Self.reactionPage(body, [asked])
    }

    private static func reactionPage(
        _ body: [UInt8], _ asked: [ReactedDraft]
    ) throws(SourceFault) -> RemotePage {
        let payload = GitHubReactionsAnswer.payload(body, asked: asked)
        do {
            let answer: GitHubReactionsAnswer = try GitHubRows.decode(payload, what: "GitHub's answer to a query")
            return RemotePage(payload: payload, following: answer.further.map(\.cursor))
        } catch {
            throw .remote(error)
        }
    }

    private static func unreadableNodes(_ reason: String) -> [UInt8] {
        Array(#"{"data":{"nodes":[{"landfall_unreadable":"\#(safe(reason))"}]}}"#.utf8)
    }
}
