extension GraphQLSchema {
    /// Discussions, and what is only counted.
    mutating func addOthers() {
        type("Repository", of: Item<SampleRepository>.self) { type in
            type.scalar("forkCount") { .int($0.project.settings.others.forks) }
            type.scalar("hasDiscussionsEnabled") { .bool(!$0.project.settings.discussions.isEmpty) }
            type.connection("discussions", of: "Discussion", arguments: ["orderBy", "answered", "states"]) {
                item, _, _ in
                GraphQLItems("Discussion", item.project.settings.discussions.map { item.with($0) })
            }
            Self.addCounts(to: &type)
        }
        for name in ["DeployKey", "Environment", "Deployment", "ProjectV2", "Package", "RepositoryVulnerabilityAlert"] {
            type(name, of: QuerySubject.self) { $0.constants(["id": nil]) }
        }
        addDiscussion()
    }

    private static func addCounts(to type: inout GraphQLTypeBuilder<Item<SampleRepository>>) {
        func count(_ name: String, _ node: String, _ number: @escaping @Sendable (SampleSettings.Others) -> Int) {
            type.connection(name, of: node) { item, _, _ in
                GraphQLItems(count: number(item.project.settings.others)) { _ in .null }
            }
        }
        count("watchers", "User") { $0.watchers }
        count("environments", "Environment") { $0.environments }
        count("deployments", "Deployment") { $0.deployments }
        count("projectsV2", "ProjectV2") { $0.boards }
        count("packages", "Package") { $0.packages }
        for (name, node) in [("deployKeys", "DeployKey"), ("vulnerabilityAlerts", "RepositoryVulnerabilityAlert")] {
            type.connection(name, of: node) { item, _, context in
                guard context.token.canPush else {
                    throw GraphQLError(type: "FORBIDDEN", message: "Resource not accessible by personal access token")
                }
                let others = item.project.settings.others
                return GraphQLItems(count: name == "deployKeys" ? others.deployKeys : others.alerts) { _ in .null }
            }
        }
    }

    private mutating func addDiscussion() {
        type("Discussion", of: Item<SampleSettings.Discussion>.self) { type in
            type.scalar("id") { $0.node(.event, $0.value.number) }
            type.scalar("number") { .int($0.value.number) }
            type.scalar("title") { .string($0.value.title) }
            type.scalar("body") { .string($0.value.body) }
            type.scalar("url") { "\($0.page)/discussions/\($0.value.number)" }
            type.scalar("createdAt") { JSONValue($0.value.createdAt) }
            type.scalar("updatedAt") { JSONValue($0.value.createdAt) }
            type.constants([
                "closed": false, "closedAt": nil, "stateReason": nil, "locked": false, "upvoteCount": 1,
                "isAnswered": nil, "answerChosenAt": nil,
            ])
            type.object("author", "Actor") { $0.actor($0.value.author) }
            type.object("category", "DiscussionCategory") { .object("DiscussionCategory", $0) }
            type.absent(["answer": "DiscussionComment"])
            type.connection("comments", of: "DiscussionComment") { item, _, _ in
                GraphQLItems("DiscussionComment", item.value.comments.map { item.with($0) })
            }
        }
        type("DiscussionCategory", of: Item<SampleSettings.Discussion>.self) { $0.constants(["name": "General"]) }
        type("DiscussionComment", of: Item<SampleSettings.Discussion.Comment>.self) { type in
            type.scalar("body") { .string($0.value.body) }
            type.object("author", "Actor") { $0.actor($0.value.author) }
            type.constants([
                "id": nil, "url": nil, "createdAt": nil, "updatedAt": nil, "isAnswer": false, "isMinimized": false,
                "upvoteCount": 0,
            ])
        }
    }
}
