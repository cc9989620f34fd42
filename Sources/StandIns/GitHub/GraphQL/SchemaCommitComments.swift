extension GraphQLSchema {
    /// `CommitComment`.
    mutating func addCommitComments() {
        type("CommitComment", of: Item<SampleCommitComment>.self) { type in
            type.identity(.commitComment) { $0.id }
            type.repository()
            type.comment(body: { $0.body }, author: { $0.author })
            type.reactions({ $0.value.reactions }, owner: { $0.value.id })
            type.scalar("createdAt") { JSONValue($0.value.createdAt) }
            type.scalar("publishedAt") { JSONValue($0.value.createdAt) }
            type.scalar("updatedAt") { JSONValue($0.value.updatedAt) }
            type.scalar("path") { JSONValue($0.value.path) }
            type.scalar("position") { JSONValue($0.value.diffPlace ?? $0.value.line) }
            type.scalar("isMinimized") { .bool($0.value.minimizedReason != nil) }
            type.scalar("minimizedReason") { JSONValue($0.value.minimizedReason) }
            type.object("commit", "Commit") { $0.commit($0.value.commit) }
            type.scalar("url") { item in
                "\(item.page)/commit/\(item.hosted.content.commit(item.value.commit))#commitcomment-\(item.value.id)"
            }
        }
    }

    /// `commitComments`, on the repository.
    static func addCommitComments(to type: inout GraphQLTypeBuilder<Item<SampleRepository>>) {
        type.connection("commitComments", of: "CommitComment") { item, _, _ in
            GraphQLItems("CommitComment", item.project.commitComments.map { item.with($0) })
        }
    }
}
