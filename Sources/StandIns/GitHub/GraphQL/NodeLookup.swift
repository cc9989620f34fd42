import Synchronization

extension GraphQLContext {
    /// The object with a global id.
    /// - Throws: ``GraphQLError`` when there is none, or none the token may see.
    func node(_ id: String) throws -> GraphQLResult {
        let missing = GraphQLError.notFound("Could not resolve to a node with the global id of '\(id)'", [])
        guard let node = NodeID(id) else { throw missing }
        if node.repository == 0 {
            guard let result = account(where: { $0.nodeID == id }) else { throw missing }
            return result
        }
        guard let hosted = hosted(id: node.repository),
            let result = find(node, Item(hosted: hosted, web: addresses.web, value: hosted.project.repository))
        else { throw missing }
        return result
    }

    /// The account with a login.
    /// - Throws: ``GraphQLError`` when there is none. Accounts of the tokens always are.
    func account(_ login: String) throws -> GraphQLResult {
        if let result = account(where: { $0.login.lowercased() == login.lowercased() }) { return result }
        guard login == token.login, let hosted = server.state.withLock({ $0.hosted.values.first }) else {
            throw GraphQLError.notFound("Could not resolve to a User with the login of '\(login)'.", [])
        }
        let user = SampleUser(id: 60_000_001, login: login, name: "Stand-in Importer")
        return .object("User", Item(hosted: hosted, web: addresses.web, value: user))
    }

    private func account(where matches: (SampleUser) -> Bool) -> GraphQLResult? {
        for hosted in server.state.withLock({ Array($0.hosted.values) }) {
            if let user = hosted.project.users.first(where: matches) {
                return .object(user.kind.rawValue, Item(hosted: hosted, web: addresses.web, value: user))
            }
        }
        return nil
    }

    private func find(_ node: NodeID, _ item: Item<SampleRepository>) -> GraphQLResult? {
        let project = item.project
        switch node.kind {
        case .repository: return .object("Repository", item)
        case .issue: return project.issue(node.number - 2_300_000_000).map { item.issueOrPull($0) }
        case .pullRequest: return project.issue(node.number - 1_700_000_000).map { item.issueOrPull($0) }
        case .comment:
            return HostedProject.position(of: node.number, in: project.comments, id: \.id)
                .map { .object("IssueComment", item.with(project.comments[$0])) }
        case .review:
            return HostedProject.position(of: node.number, in: item.hosted.reviews, id: \.id)
                .map { .object("PullRequestReview", item.with(item.hosted.reviews[$0])) }
        case .reviewComment: return item.reviewComment(node.number)
        case .thread:
            return HostedProject.position(of: node.number, in: item.hosted.reviewComments, id: \.id)
                .map {
                    .object("PullRequestReviewThread", item.with(ThreadSubject(root: item.hosted.reviewComments[$0])))
                }
        case .commitComment:
            return project.commitComments.first { $0.id == node.number }
                .map { .object("CommitComment", item.with($0)) }
        case .label:
            return project.labels.first { $0.id == node.number }.map { .object("Label", item.with($0)) }
        case .milestone:
            return project.milestones.first { $0.id == node.number }.map { .object("Milestone", item.with($0)) }
        case .release:
            return project.releases.first { $0.id == node.number }.map { .object("Release", item.with($0)) }
        default: return nil
        }
    }
}
