import Foundation

extension GraphQLSchema {
    /// The repository, its labels, milestones, releases and rules.
    mutating func addRepository() {
        type("Repository", of: Item<SampleRepository>.self) { type in
            type.identity(.repository) { $0.id }
            Self.addAttributes(to: &type)
            Self.addPlans(to: &type)
            Self.addIssues(to: &type)
            Self.addCommitComments(to: &type)
            Self.addRefs(to: &type)
            type.connection("assignableUsers", of: "User", arguments: ["query"]) { item, _, _ in
                item.actors(item.project.users.filter { $0.role != nil }.map(\.login))
            }
            type.connection("mentionableUsers", of: "User", arguments: ["query"]) { item, _, _ in
                item.actors(item.project.users.filter { $0.kind == .user }.map(\.login))
            }
            type.connection("repositoryTopics", of: "RepositoryTopic") { item, _, _ in
                GraphQLItems("RepositoryTopic", item.project.repository.topics.map { item.with($0) })
            }
        }
        type("RepositoryTopic", of: Item<String>.self) { type in
            type.object("topic", "Topic") { .object("Topic", $0) }
        }
        type("Topic", of: Item<String>.self) { type in type.scalar("name") { .string($0.value) } }
        type("Language", of: Item<String>.self) { type in type.scalar("name") { .string($0.value) } }
        addPlans()
        addReleases()
    }

    private static func addAttributes(to type: inout GraphQLTypeBuilder<Item<SampleRepository>>) {
        type.scalar("name") { .string($0.value.name) }
        type.scalar("nameWithOwner") { .string($0.value.fullName) }
        type.object("owner", "RepositoryOwner") { $0.actor($0.value.owner) }
        type.scalar("url") { .string($0.page) }
        type.scalar("description") { JSONValue($0.value.description) }
        type.scalar("homepageUrl") { JSONValue($0.value.homepage) }
        type.scalar("createdAt") { JSONValue($0.value.createdAt) }
        type.scalar("updatedAt") { JSONValue($0.value.updatedAt) }
        type.scalar("pushedAt") { JSONValue($0.value.updatedAt) }
        type.scalar("isPrivate") { .bool($0.value.isPrivate) }
        type.scalar("visibility") { $0.value.isPrivate ? "PRIVATE" : "PUBLIC" }
        type.scalar("isArchived") { .bool($0.value.isArchived) }
        type.scalar("hasIssuesEnabled") { .bool($0.value.hasIssues) }
        type.scalar("hasWikiEnabled") { .bool($0.value.hasWiki) }
        type.scalar("diskUsage") { .int($0.value.size) }
        type.scalar("stargazerCount") { .int($0.value.stars) }
        type.object("primaryLanguage", "Language") { item in
            item.value.language.map { .object("Language", item.with($0)) } ?? .null
        }
        type.constants([
            "isFork": false, "isTemplate": false, "isDisabled": false, "isLocked": false, "isMirror": false,
            "isEmpty": false, "hasProjectsEnabled": false,
            "mergeCommitAllowed": true, "squashMergeAllowed": true, "rebaseMergeAllowed": true,
            "autoMergeAllowed": false,
            "deleteBranchOnMerge": false, "viewerPermission": "ADMIN",
        ])
        type.absent(["parent": "Repository", "licenseInfo": "License"])
        type.empty(["pinnedIssues": "PinnedIssue"])
    }

    private static func addPlans(to type: inout GraphQLTypeBuilder<Item<SampleRepository>>) {
        type.connection("labels", of: "Label", arguments: ["orderBy", "query"]) { item, _, _ in
            GraphQLItems("Label", item.project.labels.map { item.with($0) })
        }
        type.field("label", type: "Label", arguments: ["name"], required: ["name"]) { item, arguments, _ in
            item.project.labels.first { $0.name == arguments.string("name") }.map { .object("Label", item.with($0)) }
                ?? .null
        }
        type.connection("milestones", of: "Milestone", arguments: ["states", "orderBy", "query"]) {
            item, arguments, _ in
            let states = arguments.strings("states")?.map { $0.lowercased() }
            return GraphQLItems(
                "Milestone",
                item.project.milestones.filter { states?.contains($0.state.rawValue) ?? true }.map { item.with($0) })
        }
        type.field("milestone", type: "Milestone", arguments: ["number"], required: ["number"]) { item, arguments, _ in
            item.project.milestones.first { $0.number == arguments.int("number") }
                .map { .object("Milestone", item.with($0)) } ?? .null
        }
        type.connection("releases", of: "Release", arguments: ["orderBy"]) { item, _, context in
            let releases = item.project.releases.reversed().filter { !$0.isDraft || context.token.canPush }
            return GraphQLItems("Release", releases.map { item.with($0) })
        }
        type.connection("collaborators", of: "User", arguments: ["affiliation", "query", "login"]) { item, _, _ in
            item.actors(item.project.users.filter { $0.role != nil }.map(\.login))
        }
    }

    private static func addRefs(to type: inout GraphQLTypeBuilder<Item<SampleRepository>>) {
        // The samples have no file that is asked for this way.
        type.field("object", type: "GitObject", arguments: ["expression", "oid"]) { _, _, _ in .null }
        type.object("defaultBranchRef", "Ref") { item in
            let name = "refs/heads/\(item.value.defaultBranch)"
            return item.project.history.refs.first { $0.name == name }.map { .object("Ref", item.with($0)) } ?? .null
        }
        type.field(
            "ref", type: "Ref", arguments: ["qualifiedName"], required: ["qualifiedName"]
        ) { item, arguments, _ in
            let name = arguments.string("qualifiedName") ?? ""
            let ref = item.project.history.refs.first { $0.name == name || $0.name == "refs/heads/\(name)" }
            return ref.map { .object("Ref", item.with($0)) } ?? .null
        }
        type.connection("refs", of: "Ref", arguments: ["refPrefix", "orderBy", "query", "direction"]) {
            item, arguments, _ in
            let prefix = arguments.string("refPrefix") ?? "refs/heads/"
            var refs = item.project.history.refs.filter { $0.name.hasPrefix(prefix) }
            for tag in item.project.history.annotatedTags where prefix == "refs/tags/" {
                refs.append(SampleRef(name: "refs/tags/\(tag.name)", commit: tag.commit))
            }
            return GraphQLItems("Ref", refs.map { item.with($0) })
        }
    }

    private mutating func addPlans() {
        type("Label", of: Item<SampleLabel>.self) { type in
            type.scalar("id") { $0.node(.label, $0.value.id) }
            type.scalar("name") { .string($0.value.name) }
            type.scalar("color") { .string($0.value.color) }
            type.scalar("description") { JSONValue($0.value.description) }
            type.constants(["isDefault": false])
        }
        type("Milestone", of: Item<SampleMilestone>.self) { type in
            type.scalar("id") { $0.node(.milestone, $0.value.id) }
            type.scalar("number") { .int($0.value.number) }
            type.scalar("title") { .string($0.value.title) }
            type.scalar("description") { JSONValue($0.value.description) }
            type.scalar("state") { .string($0.value.state.rawValue.uppercased()) }
            type.object("creator", "Actor") { $0.actor($0.value.creator) }
            type.scalar("createdAt") { JSONValue($0.value.createdAt) }
            type.scalar("updatedAt") { JSONValue($0.value.closedAt ?? $0.value.createdAt) }
            type.scalar("closedAt") { JSONValue($0.value.closedAt) }
            type.scalar("closed") { .bool($0.value.closedAt != nil) }
            type.scalar("dueOn") { JSONValue($0.value.dueOn) }
            type.scalar("url") { "\($0.page)/milestone/\($0.value.number)" }
        }
    }

    private mutating func addReleases() {
        type("Release", of: Item<SampleRelease>.self) { type in
            type.identity(.release) { $0.id }
            type.scalar("tagName") { .string($0.value.tag) }
            type.scalar("name") { JSONValue($0.value.name) }
            type.scalar("description") { JSONValue($0.value.body) }
            type.object("author", "User") { $0.actor($0.value.author) }
            type.scalar("isDraft") { .bool($0.value.isDraft) }
            type.scalar("isPrerelease") { .bool($0.value.isPrerelease) }
            type.scalar("createdAt") { JSONValue($0.value.createdAt) }
            type.scalar("updatedAt") { JSONValue($0.value.publishedAt ?? $0.value.createdAt) }
            type.scalar("publishedAt") { JSONValue($0.value.publishedAt) }
            type.scalar("url") { "\($0.page)/releases/tag/\($0.value.tag)" }
            type.connection("releaseAssets", of: "ReleaseAsset", arguments: ["name"]) { item, _, _ in
                GraphQLItems(
                    "ReleaseAsset", item.value.assets.map { item.with(AssetSubject(asset: $0, tag: item.value.tag)) })
            }
            type.reactions({ $0.value.reactions }, owner: { $0.value.id })
        }
        type("ReleaseAsset", of: Item<AssetSubject>.self) { type in
            type.scalar("id") { $0.node(.asset, $0.value.asset.id) }
            type.scalar("name") { .string($0.value.asset.name) }
            type.scalar("contentType") { .string($0.value.asset.contentType) }
            type.scalar("size") { .int($0.value.asset.content.utf8.count) }
            type.scalar("downloadUrl") { "\($0.page)/releases/download/\($0.value.tag)/\($0.value.asset.name)" }
            type.constants(["downloadCount": 3])
        }
    }
}

/// A file of a release with the release's tag.
struct AssetSubject: Sendable {
    let asset: SampleAsset
    let tag: String
}
