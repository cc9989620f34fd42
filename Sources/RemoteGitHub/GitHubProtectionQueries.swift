import Model

/// The queries of the collection `protection`: 1 point where there are no more than 25 rules of either kind.
enum GitHubProtectionQueries {
    /// What is still to be asked for.
    enum Part: Sendable, Hashable {
        case rules(after: String?)
        case rulesets(after: String?)
    }

    /// Rules of each kind on a page.
    static let pageSize = 25

    static func page(_ name: RepositoryName, _ parts: [Part], first: Int) -> GitHubQuery {
        var declarations = ["$owner: String!", "$name: String!", "$first: Int!"]
        var variables = name.variables
        variables["first"] = .number(first)
        var fields: [String] = []
        for part in parts {
            switch part {
            case .rules(let after):
                declarations.append("$rulesAfter: String")
                variables["rulesAfter"] = after.map { .text($0) } ?? .null
                fields.append(
                    "branchProtectionRules(first: $first, after: $rulesAfter) "
                        + "{ \(GraphQLPageInfo.selection) nodes { ...rule } }")
            case .rulesets(let after):
                declarations.append("$rulesetsAfter: String")
                variables["rulesetsAfter"] = after.map { .text($0) } ?? .null
                fields.append(
                    "rulesets(first: $first, after: $rulesetsAfter, includeParents: true) "
                        + "{ \(GraphQLPageInfo.selection) nodes { ...ruleset } }")
            }
        }
        let fragments = parts.flatMap { part in
            switch part {
            case .rules: [GitHubBranchRule.fragment]
            case .rulesets: [GitHubRuleset.fragment]
            }
        }
        return GitHubQuery(
            text: """
                query(\(declarations.joined(separator: ", "))) {
                  \(GitHubQuery.rateLimit)
                  repository(owner: $owner, name: $name) {
                    url
                    viewerCanAdminister
                    defaultBranchRef { name }
                    \(fields.joined(separator: "\n    "))
                  }
                }
                \(fragments.joined(separator: "\n"))
                """,
            variables: variables, calls: parts.count * (1 + 2 * first), what: "the protection of \(name)")
    }

    /// What servers know that are too old for rulesets (GitHub Enterprise before 3.11).
    static func bare(_ name: RepositoryName, after: String?) -> GitHubQuery {
        var variables = name.variables
        variables["after"] = after.map { .text($0) } ?? .null
        return GitHubQuery(
            text: """
                query($owner: String!, $name: String!, $after: String) {
                  \(GitHubQuery.rateLimit)
                  repository(owner: $owner, name: $name) {
                    url
                    viewerCanAdminister
                    defaultBranchRef { name }
                    branchProtectionRules(first: 100, after: $after) {
                      \(GraphQLPageInfo.selection)
                      nodes { \(GitHubBranchRule.oldFields) }
                    }
                  }
                }
                """,
            variables: variables, calls: 1, what: "the branch protection of \(name)")
    }
}
