/// What a query is run with.
struct GraphQLContext: Sendable {
    let server: StandInGitHub
    let token: StandInToken
    let addresses: Addresses
    let cost: GraphQLValidation.Cost
    /// The token's bucket after this query was charged.
    let bucket: RateBucket

    /// The project with this name, if the token may see it.
    func hosted(_ owner: String, _ name: String) -> HostedProject? {
        server.hosted("\(owner)/\(name)").flatMap { $0.isVisible(to: token) ? $0 : nil }
    }

    /// The project with this number, if the token may see it.
    func hosted(id: Int) -> HostedProject? {
        server.hosted(id: id).flatMap { $0.isVisible(to: token) ? $0 : nil }
    }
}

/// What `Query` is computed from: nothing.
struct QuerySubject: Sendable {}

/// An object with the project it is of.
struct Item<Value: Sendable>: Sendable {
    let hosted: HostedProject
    /// Before `/OWNER/NAME` of pages.
    let web: String
    let value: Value

    /// Another object of the same project.
    func with<Other: Sendable>(_ other: Other) -> Item<Other> {
        Item<Other>(hosted: hosted, web: web, value: other)
    }

    var project: SampleProject { hosted.project }
    /// The repository's page.
    var page: String { "\(web)/\(project.repository.fullName)" }

    func node(_ kind: NodeID.Kind, _ number: Int) -> JSONValue {
        .string(NodeID(kind, in: project.repository.id, number).text)
    }

    /// An author or actor; null for a deleted account.
    func actor(_ login: String?) -> GraphQLResult {
        guard let user = login.flatMap({ hosted.user($0) }) else { return .null }
        return .object(user.kind.rawValue, with(user))
    }

    func actors(_ logins: [String]) -> GraphQLItems {
        let found = logins.compactMap { hosted.user($0) }
        return GraphQLItems(count: found.count) { .object(found[$0].kind.rawValue, with(found[$0])) }
    }

    func issueOrPull(_ issue: SampleIssue) -> GraphQLResult {
        .object(issue.pullRequest == nil ? "Issue" : "PullRequest", with(issue))
    }

    func association(_ login: String?) -> JSONValue {
        Answers(hosted: hosted, addresses: Addresses(api: web, web: web)).association(login)
    }

    /// A commit of the history; null where there is none.
    func commit(_ position: Int?) -> GraphQLResult {
        position.map { .object("Commit", with(CommitPosition(position: $0))) } ?? .null
    }

    /// An empty text is HTML's empty text, too. Real HTML is left to GitHub.
    static func paragraphs(_ text: String?) -> JSONValue {
        guard let text, !text.isEmpty else { return "" }
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        return .string("<p dir=\"auto\">\(escaped)</p>")
    }
}

/// A commit by its position in the history.
struct CommitPosition: Sendable {
    let position: Int
}
