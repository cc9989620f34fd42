// Fields that several types have.
extension GraphQLTypeBuilder {
    /// `reactions` and `reactionGroups`.
    mutating func reactions<Value>(
        _ list: @escaping @Sendable (Item<Value>) -> [SampleReaction], owner: @escaping @Sendable (Item<Value>) -> Int
    ) where Subject == Item<Value> {
        connection("reactions", of: "Reaction", arguments: ["content", "orderBy"]) { item, arguments, _ in
            let wanted = arguments.string("content")
            let all = list(item).enumerated().filter { wanted == nil || $0.element.content.graphQL == wanted }
            return GraphQLItems(count: all.count, total: all.count) { position in
                let (offset, reaction) = all[position]
                let subject = ReactionSubject(id: owner(item) * 100 + offset, reaction: reaction)
                return .object("Reaction", item.with(subject))
            }
        }
        field("reactionGroups", type: "ReactionGroup") { item, _, _ in
            let reactions = list(item)
            return .list(
                SampleReaction.Content.allCases.map { content in
                    let users = reactions.filter { $0.content == content }.map(\.user)
                    return .object("ReactionGroup", item.with(ReactionGroupSubject(content: content, users: users)))
                })
        }
        constants(["viewerCanReact": true])
    }

    /// What every text somebody wrote has. `userContentEdits` is empty: the samples keep no older versions.
    mutating func comment<Value>(
        body: @escaping @Sendable (Value) -> String?, author: @escaping @Sendable (Value) -> String?
    ) where Subject == Item<Value> {
        scalar("body") { .string(body($0.value) ?? "") }
        scalar("bodyText") { .string(body($0.value) ?? "") }
        scalar("bodyHTML") { Item<Value>.paragraphs(body($0.value)) }
        object("author", "Actor") { $0.actor(author($0.value)) }
        scalar("authorAssociation") { $0.association(author($0.value)) }
        constants([
            "lastEditedAt": nil, "includesCreatedEdit": false, "createdViaEmail": false, "viewerDidAuthor": false,
            "viewerCanUpdate": false,
        ])
        absent(["editor": "Actor"])
        empty(["userContentEdits": "UserContentEdit"])
    }

    /// `id`, `databaseId` and `fullDatabaseId`.
    mutating func identity<Value>(
        _ kind: NodeID.Kind, _ number: @escaping @Sendable (Value) -> Int
    ) where Subject == Item<Value> {
        scalar("id") { $0.node(kind, number($0.value)) }
        scalar("databaseId") { .int(number($0.value)) }
        scalar("fullDatabaseId") { .string(String(number($0.value))) }
    }

    /// The repository the object is in.
    mutating func repository<Value>() where Subject == Item<Value> {
        object("repository", "Repository") { .object("Repository", $0.with($0.project.repository)) }
    }
}

/// A reaction with the number made up for it.
struct ReactionSubject: Sendable {
    let id: Int
    let reaction: SampleReaction
}

/// All reactions of one kind to one text.
struct ReactionGroupSubject: Sendable {
    let content: SampleReaction.Content
    let users: [String]
}

extension GraphQLSchema {
    mutating func addReactions() {
        type("Reaction", of: Item<ReactionSubject>.self) { type in
            type.identity(.reaction) { $0.id }
            type.scalar("content") { .string($0.value.reaction.content.graphQL) }
            type.object("user", "User") { $0.actor($0.value.reaction.user) }
            type.scalar("createdAt") { JSONValue($0.project.repository.updatedAt) }
        }
        type("ReactionGroup", of: Item<ReactionGroupSubject>.self) { type in
            type.scalar("content") { .string($0.value.content.graphQL) }
            type.constants(["viewerHasReacted": false])
            type.scalar("createdAt") { item in
                item.value.users.isEmpty ? .null : JSONValue(item.project.repository.updatedAt)
            }
            type.connection("users", of: "User") { item, _, _ in item.actors(item.value.users) }
            type.connection("reactors", of: "Reactor") { item, _, _ in item.actors(item.value.users) }
        }
    }

    /// Users, bots, organizations and mannequins.
    mutating func addActors() {
        for kind in [SampleUser.Kind.user, .bot, .organization, .mannequin] {
            type(kind.rawValue, of: Item<SampleUser>.self) { type in
                type.scalar("id") { .string($0.value.nodeID) }
                type.scalar("databaseId") { .int($0.value.id) }
                type.scalar("login") { .string($0.value.graphQLLogin) }
                type.scalar("name") { JSONValue($0.value.name) }
                type.scalar("email") { .string($0.value.email ?? "") }
                type.scalar("avatarUrl") { "\($0.web)/avatars/u/\($0.value.id)?v=4" }
                type.scalar("url") { "\($0.web)/\($0.value.graphQLLogin)" }
                type.scalar("resourcePath") { "/\($0.value.graphQLLogin)" }
                type.constants(["createdAt": "2019-04-01T08:00:00Z"])
            }
        }
        type("UserContentEdit", of: QuerySubject.self) { type in
            type.constants([
                "id": nil, "createdAt": nil, "editedAt": nil, "updatedAt": nil, "deletedAt": nil, "diff": nil,
            ])
            type.absent(["editor": "Actor", "deletedBy": "Actor"])
        }
        type("Team", of: QuerySubject.self) { type in
            type.constants(["id": nil, "databaseId": nil, "name": nil, "slug": nil, "combinedSlug": nil])
        }
        type("App", of: QuerySubject.self) { type in type.constants(["id": nil, "name": nil, "slug": nil]) }
    }

    /// A commit, as far as issues and pull requests point at it.
    mutating func addCommits() {
        type("Commit", of: Item<CommitPosition>.self) { type in
            type.scalar("id") { $0.node(.commit, $0.value.position) }
            type.scalar("oid") { .string($0.hosted.content.commit($0.value.position)) }
            type.scalar("abbreviatedOid") { .string(String($0.hosted.content.commit($0.value.position).prefix(7))) }
            type.scalar("message") { .string($0.project.history.commits[$0.value.position].message) }
            type.scalar("messageHeadline") { item in
                .string(String(item.project.history.commits[item.value.position].message.prefix { $0 != "\n" }))
            }
            type.scalar("authoredDate") { JSONValue($0.project.history.commits[$0.value.position].date) }
            type.scalar("committedDate") { JSONValue($0.project.history.commits[$0.value.position].date) }
            type.scalar("url") { "\($0.page)/commit/\($0.hosted.content.commit($0.value.position))" }
        }
        type("PullRequestCommit", of: Item<CommitPosition>.self) { type in
            type.scalar("id") { $0.node(.commit, $0.value.position) }
            type.object("commit", "Commit") { $0.commit($0.value.position) }
        }
        type("Ref", of: Item<SampleRef>.self) { type in
            type.scalar("id") { item in
                item.node(.ref, item.project.history.refs.firstIndex { $0.name == item.value.name } ?? 0)
            }
            type.scalar("name") { item in
                .string(item.value.name.split(separator: "/").dropFirst(2).joined(separator: "/"))
            }
            type.scalar("prefix") { item in
                .string(item.value.name.split(separator: "/").prefix(2).joined(separator: "/") + "/")
            }
            type.object("target", "GitObject") { $0.commit($0.value.commit) }
            type.absent(["branchProtectionRule": "BranchProtectionRule"])
        }
    }
}
