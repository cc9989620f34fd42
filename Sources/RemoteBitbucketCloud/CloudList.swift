import Model
import Outbound

/// A list of the repository: where it is, and what of it is asked for.
enum CloudList: Sendable, Hashable {
    case pullRequests
    /// Those that changed at or after a moment.
    case changedPullRequests(since: Timestamp)
    /// What happened on all pull requests, the newest first; down to a moment where one is given.
    case activity(until: Timestamp?)
    /// Which pull requests there are, to ask each for its activity where the one for all is refused.
    case pullRequestNumbers
    /// What happened on one pull request.
    case activityOf(Int64)
    case comments(on: Int64)
    case tasks(of: Int64)
    case issues
    case changedIssues(since: Timestamp)
    case issueComments(Int64)
    case issueChanges(Int64)
    case issueAttachments(Int64)

    var path: String {
        switch self {
        case .pullRequests, .changedPullRequests, .pullRequestNumbers: "pullrequests"
        case .activity: "pullrequests/activity"
        case .activityOf(let number): "pullrequests/\(number)/activity"
        case .comments(let number): "pullrequests/\(number)/comments"
        case .tasks(let number): "pullrequests/\(number)/tasks"
        case .issues, .changedIssues: "issues"
        case .issueComments(let number): "issues/\(number)/comments"
        case .issueChanges(let number): "issues/\(number)/changes"
        case .issueAttachments(let number): "issues/\(number)/attachments"
        }
    }

    /// Bitbucket refuses more than 50 for pull requests and their activity, and more than 100 for all others.
    var largestPage: Int {
        switch self {
        case .pullRequests, .changedPullRequests, .pullRequestNumbers, .activity, .activityOf: 50
        default: 100
        }
    }

    /// What is asked for in words for a person.
    func what(of fullName: String) -> String {
        switch self {
        case .pullRequests, .changedPullRequests, .pullRequestNumbers: "the pull requests of \(fullName)"
        case .activity: "the activity on pull requests of \(fullName)"
        case .activityOf(let number): "the activity on pull request \(number) of \(fullName)"
        case .comments(let number): "the comments on pull request \(number) of \(fullName)"
        case .tasks(let number): "the tasks of pull request \(number) of \(fullName)"
        case .issues, .changedIssues: "the issues of \(fullName)"
        case .issueComments(let number): "the comments on issue \(number) of \(fullName)"
        case .issueChanges(let number): "the changes of issue \(number) of \(fullName)"
        case .issueAttachments(let number): "the attachments of issue \(number) of \(fullName)"
        }
    }

    /// The parameters beside the page's size and place.
    var parameters: [(name: String, value: String)] {
        let fields = self.fields
        return filter + (fields.isEmpty ? [] : [(name: "fields", value: fields.joined(separator: ","))])
    }

    private var filter: [(name: String, value: String)] {
        let allStates = ["OPEN", "MERGED", "DECLINED", "SUPERSEDED"].map { (name: "state", value: $0) }
        let byCreation = [(name: "sort", value: "created_on")]
        func since(_ moment: Timestamp) -> [(name: String, value: String)] {
            [(name: "q", value: "updated_on>=\(moment.iso8601.replacing("Z", with: "+00:00"))")]
        }
        return switch self {
        case .pullRequests, .pullRequestNumbers: allStates + byCreation
        case .changedPullRequests(let moment): allStates + since(moment) + byCreation
        case .issues, .issueComments: byCreation
        case .comments: byCreation
        case .changedIssues(let moment): since(moment) + byCreation
        case .activity, .activityOf, .tasks, .issueChanges, .issueAttachments: []
        }
    }

    private var fields: [String] {
        let counted = ["next", "size", "pagelen"]
        return switch self {
        case .pullRequests, .changedPullRequests: ["next", "size"] + CloudPullRequest.fields("values")
        case .pullRequestNumbers: ["next", "values.id"]
        case .activity, .activityOf: ["next"] + CloudActivity.fields("values")
        case .comments: ["next"] + CloudComment.fields("values")
        case .tasks: counted + CloudTask.fields("values")
        case .issues, .changedIssues: ["next", "size"] + CloudIssue.fields("values")
        case .issueComments: counted + CloudIssueComment.fields("values")
        case .issueChanges: counted + CloudIssueChange.fields("values")
        case .issueAttachments: counted + ["values.name"]
        }
    }
}
