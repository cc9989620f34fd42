import Model
import Remote
import RemoteREST

extension GitHubReader {
    /// A page of pull requests with their reviews; what does not fit on it is left to further cursors.
    func reviews(after: String?) async throws(SourceFault) -> RemotePage {
        let body = try await shrinking("reviews") { size throws(SourceFault) in
            try await self.ask(GitHubReviewQueries.page(self.name, first: size, after: after))
        } alone: { reason throws(SourceFault) in
            if self.isOut("reviews") { throw .tooHeavy(reason) }
            return try await self.ask(GitHubReviewQueries.bare(self.name, after: after))
        }
        let answer: GitHubReviewsAnswer = try data(of: body)
        guard let pulls = answer.repository?.pullRequests else { throw .remote(.notFound(what: "the repository")) }
        var following: [GitHubCursor] = []
        if let next = pulls.pageInfo?.next { following.append(.reviews(after: next)) }
        following += furtherReviews(of: pulls.read(kind: .review).nodes)
        return RemotePage(payload: body, following: following.map(\.cursor))
    }

    /// The same of those that changed, until one that changed before `since`.
    func changedReviews(since: String, first: Int, after: String?) async throws(SourceFault) -> RemotePage {
        let body = try await shrinking("changed reviews") { size throws(SourceFault) in
            try await self.ask(
                GitHubReviewQueries.page(self.name, first: min(size, first), after: after, isByChange: true))
        } alone: { reason throws(SourceFault) in
            if self.isOut("reviews") { throw .tooHeavy(reason) }
            return try await self.ask(GitHubReviewQueries.bare(self.name, after: after, isByChange: true))
        }
        let answer: GitHubReviewsAnswer = try data(of: body)
        guard let pulls = answer.repository?.pullRequests else { throw .remote(.notFound(what: "the repository")) }
        let nodes = pulls.read(kind: .review).nodes
        var following = furtherReviews(of: nodes)
        if let next = pulls.pageInfo?.next, let last = nodes.last?.updatedAt, last >= since {
            following.append(.changedReviews(since: since, first: first, after: next))
        }
        return RemotePage(payload: body, following: following.map(\.cursor))
    }

    /// Cursors for the reviews that did not fit on the page of their pull requests.
    private func furtherReviews(of pulls: [GitHubReviewsAnswer.PullRequest]) -> [GitHubCursor] {
        pulls.compactMap { pull in
            guard let node = pull.id else { return nil }
            guard let reviews = pull.reviews else { return .reviewsOf(node: node, number: pull.number, after: nil) }
            return reviews.pageInfo?.next.map { .reviewsOf(node: node, number: pull.number, after: $0) }
        }
    }

    func reviewsOf(node: String, number: Int64, after: String?) async throws(SourceFault) -> RemotePage {
        let what = "the reviews of pull request \(number) of \(name)"
        let body = try await shrinking("reviews of one") { size throws(SourceFault) in
            let body = try await self.ask(GitHubReviewQueries.more(node: node, first: size, after: after, what: what))
            self.hasAnswered("reviews")
            return body
        } alone: { reason throws(SourceFault) in
            try self.setAside("reviews", because: reason)
            return Array(#"{"data":{"node":{"number":\#(number),"landfall_unreadable":"\#(Self.safe(reason))"}}}"#.utf8)
        }
        let answer: GitHubReviewsAnswer = try data(of: body)
        let next = answer.node?.reviews?.pageInfo?.next
        return RemotePage(
            payload: body,
            following: next.map { [GitHubCursor.reviewsOf(node: node, number: number, after: $0).cursor] } ?? [])
    }

    /// Threads of several pull requests; where that is too heavy, of the first half of them.
    func threads(of counts: [GitHubCursor.ThreadCount]) async throws(SourceFault) -> RemotePage {
        do throws(SourceFault) {
            let body = try await ask(GitHubReviewThread.query(name, counts))
            hasAnswered("threads")
            let answer: GitHubThreadsAnswer = try data(of: body)
            return RemotePage(payload: body, following: answer.further.map(\.cursor))
        } catch .tooHeavy(let reason) {
            if isOut("threads") { throw .tooHeavy(reason) }
            if counts.count > 1 {
                let half = counts.count / 2
                var page = try await threads(of: Array(counts[..<half]))
                page.following.append(GitHubCursor.threads(Array(counts[half...])).cursor)
                return page
            }
            guard let single = counts.first, single.threads > 1 else {
                try setAside("threads", because: reason)
                return unreadableThreads(of: counts, reason)
            }
            return try await threads(of: [.init(number: single.number, threads: max(1, single.threads / 4))])
        }
    }

    private func unreadableThreads(of counts: [GitHubCursor.ThreadCount], _ reason: String) -> RemotePage {
        let pulls = counts.map {
            #""p\#($0.number)":{"number":\#($0.number),"landfall_unreadable":"\#(Self.safe(reason))"}"#
        }
        let body = #"{"data":{"repository":{\#(pulls.joined(separator: ","))}}}"#
        return RemotePage(payload: Array(body.utf8), following: [])
    }

    func threadsOf(number: Int64, after: String) async throws(SourceFault) -> RemotePage {
        let body = try await shrinking("threads of one") { size throws(SourceFault) in
            let body = try await self.ask(
                GitHubReviewThread.more(self.name, number: number, first: size, after: after))
            self.hasAnswered("threads")
            return body
        } alone: { reason throws(SourceFault) in
            try self.setAside("threads", because: reason)
            return self.unreadableThreads(of: [.init(number: number, threads: 1)], reason).payload
        }
        let answer: GitHubThreadsAnswer = try data(of: body)
        return RemotePage(payload: body, following: answer.further.map(\.cursor))
    }

    func people(nodes: [String], logins: [String]) async throws(SourceFault) -> RemotePage {
        do throws(SourceFault) {
            return RemotePage(payload: try await ask(GitHubPeople.query(nodes: nodes, logins: logins)), following: [])
        } catch .tooHeavy(let reason) {
            guard nodes.count + logins.count > 1 else { throw .tooHeavy(reason) }
            var page = try await people(
                nodes: Array(nodes.prefix((nodes.count + 1) / 2)), logins: Array(logins.prefix(logins.count / 2)))
            let rest = GitHubCursor.people(
                nodes: Array(nodes.dropFirst((nodes.count + 1) / 2)), logins: Array(logins.dropFirst(logins.count / 2)))
            page.following.append(rest.cursor)
            return page
        }
    }

    func data<Answer: Decodable & Sendable>(of body: [UInt8]) throws(SourceFault) -> Answer {
        do {
            let answer: GraphQLAnswer<Answer> = try GitHubRows.decode(body, what: "GitHub's answer to a query")
            if let data = answer.data { return data }
        } catch {
            throw .remote(error)
        }
        throw .remote(.malformed(what: "GitHub's answer to a query"))
    }

    /// Fit to stand in JSON.
    static func safe(_ reason: String) -> String {
        String(
            String.UnicodeScalarView(reason.unicodeScalars.filter { $0 != "\"" && $0 != "\\" && $0.value >= 0x20 }))
    }
}
