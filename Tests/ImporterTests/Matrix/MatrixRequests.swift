import Importer
import StandIns

/// The sources of the matrix.
enum MatrixSource: String, CaseIterable, Sendable {
    case gitHub = "GitHub"
    case bitbucketServer = "Bitbucket Server"
    case bitbucketCloud = "Bitbucket Cloud"
}

/// What kind of requests a stage makes: by it the outcome of a fault differs.
enum MatrixClass: String, CaseIterable, Sendable {
    /// Lists and queries, in JSON.
    case pages
    /// Questions without whose answer the import goes on, because nothing that it brings depends on them.
    case questions
    case git
    /// Files of texts and releases.
    case files
    case largeFiles = "LFS"
}

/// Requests of a stand-in, by what stands in them.
struct MatrixPattern: Sendable {
    var path: String
    var body: String?
    /// How many requests alike come before that belong to another stage.
    var after = 0

    init(_ path: String, body: String? = nil, after: Int = 0) {
        self.path = path
        self.body = body
        self.after = after
    }
}

/// What a stage asks of a source.
enum MatrixRequests: Sendable {
    case asks(MatrixClass, [MatrixPattern])
    /// Nothing, and why.
    case nothing(String)
}

extension Stage {
    /// Exhaustive, so that nothing builds while a new stage has no entry.
    func requests(at source: MatrixSource) -> MatrixRequests {
        switch source {
        case .gitHub: gitHubRequests
        case .bitbucketServer: bitbucketServerRequests
        case .bitbucketCloud: bitbucketCloudRequests
        }
    }

    private static let asksGitHere = MatrixRequests.nothing("it asks git here, and no source")
    private static let knows = MatrixRequests.nothing("it works with what is in the store")

    private static func query(_ body: String) -> MatrixPattern { MatrixPattern("/graphql", body: body) }

    private static func list(_ path: String) -> MatrixPattern {
        MatrixPattern("/repositories/[0-9]+/\(path)\\?(?!.*(since=|per_page=1$))")
    }

    private var gitHubRequests: MatrixRequests {
        switch self {
        case .repository: .asks(.git, [MatrixPattern("lantern\\.git/(info/refs|git-upload-pack)")])
        case .wiki: .asks(.git, [MatrixPattern("wiki\\.git/")])
        case .lfsObjects: .asks(.largeFiles, [MatrixPattern("/objects/batch"), MatrixPattern("/large-files/")])
        case .labels: .asks(.pages, [Self.list("labels")])
        case .milestones: .asks(.pages, [Self.list("milestones")])
        case .releases: .asks(.pages, [Self.list("releases")])
        case .issues: .asks(.pages, [Self.list("issues")])
        case .pullRequests: .asks(.pages, [Self.list("pulls")])
        case .comments: .asks(.pages, [Self.list("issues/comments")])
        case .reviewComments: .asks(.pages, [Self.list("pulls/comments")])
        case .reviews: .asks(.pages, [Self.query("reviews\\(first")])
        case .timelines: .asks(.pages, [Self.query("\\.\\.\\.details")])
        case .tasks: .nothing("task lists stand in texts")
        case .reviewThreads: .asks(.pages, [Self.query("reviewThreads\\(")])
        case .commitComments: .asks(.pages, [Self.list("comments")])
        case .reactions: .asks(.pages, [Self.query("reactions\\(first")])
        case .positions: Self.asksGitHere
        case .collaborators: .asks(.pages, [Self.list("collaborators"), Self.list("teams")])
        case .protection: .asks(.pages, [Self.query("viewerCanAdminister"), Self.list("tags/protection")])
        case .settings: .nothing("the source told them with the repository; the licence stands in a file")
        case .leftBehind:
            .asks(
                .questions,
                [Self.query("stargazerCount|discussions\\(first"), Self.list("hooks"), Self.list("autolinks")])
        case .recount:
            .asks(
                .pages,
                [
                    Self.query("commitComments \\{ totalCount \\}"), MatrixPattern("since="),
                    MatrixPattern("per_page=1$"),
                ]
            )
        case .people: .asks(.pages, [Self.query("nodes\\(ids: \\$ids\\) \\{ \\.\\.\\.person|user0: user")])
        case .diffs: .asks(.git, [MatrixPattern("lantern\\.git/(info/refs|git-upload-pack)", after: 5)])
        case .forkBranches: Self.asksGitHere
        case .texts, .counts: Self.knows
        case .releaseAssets: .asks(.files, [MatrixPattern("releases/assets/|/_storage/assets/")])
        case .attachments:
            .asks(.files, [MatrixPattern("/(user-attachments|files|storage/user)/|lantern/assets/")])
        }
    }

    private static func server(_ path: String, after: Int = 0) -> MatrixPattern {
        MatrixPattern("/rest/[a-z-]+/latest/projects/HARBOR/(repos/beacon/)?\(path)", after: after)
    }

    private static let inActivities = MatrixRequests.nothing("it stands in the activities, which timelines reads")

    private var bitbucketServerRequests: MatrixRequests {
        switch self {
        case .repository: .asks(.git, [MatrixPattern("beacon\\.git/(info/refs|git-upload-pack)")])
        case .wiki: .nothing("it has none")
        case .lfsObjects: .asks(.largeFiles, [MatrixPattern("/objects/batch"), MatrixPattern("/git-lfs/storage/")])
        case .labels, .milestones, .releases, .issues: .nothing("it has none")
        case .pullRequests: .asks(.pages, [Self.server("pull-requests\\?")])
        case .comments, .reviewComments, .reviews, .reviewThreads, .tasks, .reactions: Self.inActivities
        case .timelines: .asks(.pages, [Self.server("pull-requests/[0-9]+/activities")])
        case .commitComments: .asks(.pages, [Self.server("commits/[0-9a-f]+/comments")])
        case .positions: Self.asksGitHere
        case .collaborators: .asks(.pages, [Self.server("permissions/")])
        case .protection:
            .asks(
                .pages,
                [
                    Self.server("restrictions"), Self.server("settings/"), Self.server("conditions"),
                    Self.server("branchmodel/configuration"), Self.server("default-branch"),
                ])
        case .settings: .nothing("the source told them with the repository; the licence stands in a file")
        case .leftBehind: .asks(.questions, [Self.server("(forks|webhooks|ssh)\\?")])
        case .recount: .asks(.pages, [Self.server("pull-requests\\?", after: 1)])
        case .people: .nothing("people are told by their names wherever they are named")
        case .diffs: .asks(.git, [MatrixPattern("beacon\\.git/(info/refs|git-upload-pack)", after: 5)])
        case .forkBranches: Self.asksGitHere
        case .texts, .counts: Self.knows
        case .releaseAssets: .nothing("it has no releases")
        case .attachments: .asks(.files, [Self.server("attachments/")])
        }
    }

    private static func cloud(_ path: String, after: Int = 0) -> MatrixPattern {
        MatrixPattern("/2\\.0/repositories/harbor/beacon/\(path)", after: after)
    }

    private var bitbucketCloudRequests: MatrixRequests {
        switch self {
        case .repository: .asks(.git, [MatrixPattern("beacon\\.git/(info/refs|git-upload-pack)")])
        case .wiki: .asks(.git, [MatrixPattern("beacon\\.git/wiki/")])
        case .lfsObjects: .asks(.largeFiles, [MatrixPattern("/objects/batch"), MatrixPattern("/_storage/lfs/")])
        case .labels: .asks(.pages, [Self.cloud("components\\?")])
        case .milestones: .asks(.pages, [Self.cloud("(milestones|versions)\\?")])
        case .releases: .asks(.pages, [Self.cloud("downloads\\?")])
        case .issues: .asks(.pages, [Self.cloud("issues\\?pagelen=[0-9]+&sort")])
        case .pullRequests: .asks(.pages, [Self.cloud("pullrequests\\?pagelen=[0-9]+&(?!.*&q=)")])
        case .comments: .asks(.pages, [Self.cloud("issues/[0-9]+/(comments|attachments\\?)")])
        case .reviewComments, .reviews, .reviewThreads: Self.inActivities
        case .reactions: .nothing("reactions have no address there")
        case .timelines:
            .asks(
                .pages,
                [
                    Self.cloud("pullrequests/activity"), Self.cloud("issues/[0-9]+/changes"),
                    // Whole names of the commits that the activity names in short.
                    Self.cloud("commits\\?include="), Self.cloud("commit/[0-9a-f]{12}\\?"),
                ])
        case .tasks: .asks(.pages, [Self.cloud("pullrequests/[0-9]+/tasks")])
        case .commitComments: .asks(.pages, [Self.cloud("commit/[0-9a-f]+/comments")])
        case .positions: Self.asksGitHere
        case .collaborators: .asks(.pages, [Self.cloud("permissions-config/")])
        case .protection:
            .asks(.pages, [Self.cloud("(branch-restrictions|effective-)")])
        case .settings: .nothing("the source told them with the repository; the licence stands in a file")
        case .leftBehind:
            .asks(.questions, [Self.cloud("(forks|hooks|deploy-keys|environments|pipelines_config/variables)\\?")])
        case .recount: .asks(.pages, [Self.cloud("(issues|pullrequests)\\?.*(pagelen=1&|&q=)")])
        case .people: .nothing("people are told by their names wherever they are named")
        case .diffs: .asks(.git, [MatrixPattern("beacon\\.git/(info/refs|git-upload-pack)", after: 5)])
        case .forkBranches: Self.asksGitHere
        case .texts, .counts: Self.knows
        case .releaseAssets: .asks(.files, [MatrixPattern("downloads/[^?]")])
        case .attachments:
            .asks(.files, [MatrixPattern("^/repo/|bbuseruploads|issues/[0-9]+/attachments/|_storage/attachments/")])
        }
    }
}
