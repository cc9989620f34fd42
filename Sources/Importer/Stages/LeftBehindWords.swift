import Model
import Remote

/// Why a kind of object is not brought, and what can be done about it.
struct LeftBehindWords {
    let reason: String
    let cure: String?

    init(_ found: LeftBehind) {
        let (why, cure) = Self.words[found.kind] ?? ("there is no place for them here", nil)
        if let count = found.count {
            reason = "not brought: \(count) at the source; \(why)"
        } else {
            let doubt =
                switch found.unknown {
                case .hidden: "this access token may not see whether there are any"
                case .unlisted: "the source has no list of them, so that there may be some"
                case .unasked: "the source was not asked whether there are any, to spare a request"
                }
            reason = "not brought, and \(doubt); \(why)"
        }
        self.cure = cure
    }

    private static let words: [ObjectKind: (String, String?)] = [
        .discussion: (
            "GitLab has no discussions of this kind; texts and comments are kept in the journal, replies to comments not",
            "turn those that matter into issues at the source before importing"
        ),
        .projectBoard: (
            "boards with fields of their own have no counterpart",
            "make an issue board with lists for the labels that matter"
        ),
        .workflow: (
            "the files are in the repository, their runs, secrets and variables are not",
            "write a .gitlab-ci.yml for what they do"
        ),
        .package: ("there is no package registry here", "publish them again where they are to be found"),
        .webhook: ("they would call other systems for a copy", "add those that are wanted to the project that is used"),
        .deployKey: ("a key must be given anew by whoever holds it", "add the key where it is wanted"),
        .environment: ("there are no deployments from here", nil),
        .deployment: ("the history of deployments belongs to the system that made them", nil),
        .page: ("pages are not served here; their branch is in the repository", "publish them from the repository"),
        .securityAlert: ("they are found anew by whatever scans the project", nil),
        .autolink: ("references to other systems stay text", "set up an external issue tracker for them"),
        .star: ("they belong to people, not to the project", nil),
        .watcher: ("they belong to people, not to the project", nil),
        .fork: ("they are projects of their own", "import those that are wanted"),
        .buildStatus: ("they belong to the system that built the commits", "let it build again what still matters"),
        .codeReport: ("they are made anew by whatever looks at the code", nil),
        .jiraLink: ("keys of Jira issues stay text", "set up the Jira integration for the project"),
        .requiredBuild: ("there are no external checks that a merge waits for", "require pipelines to succeed"),
        .reviewerGroup: ("there are no groups of reviewers", "name them in a CODEOWNERS file"),
        .defaultReviewer: (
            "nobody is asked for a review by a rule here; who was asked for one is on the merge requests",
            "name them in a CODEOWNERS file"
        ),
        .commitComment: (
            "only asking about every commit apart would find them",
            "where they matter, import with --commit-comments (commit_comments_import in the API)"
        ),
        .pipelineVariable: ("their values are not told where they are secret", "add the variables to the project"),
    ]
}
