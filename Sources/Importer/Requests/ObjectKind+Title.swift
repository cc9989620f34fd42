public import Model

extension ObjectKind {
    /// What people call objects of the kind.
    public var title: String {
        switch self {
        case .repository: "repository"
        case .ref: "git refs"
        case .wiki: "wiki"
        case .label: "labels"
        case .milestone: "milestones"
        case .release: "releases"
        case .issue: "issues"
        case .pullRequest: "pull requests"
        case .note: "comments"
        case .diffNote: "review comments"
        case .review: "reviews"
        case .reviewThread: "review threads"
        case .mergedBy: "merges"
        case .event: "events"
        case .reaction: "reactions"
        case .commitComment: "comments on commits"
        case .collaborator: "collaborators"
        case .protectedBranch: "protected branches"
        case .protectedTag: "protected tags"
        case .lfsObject: "LFS objects"
        case .releaseAsset: "release assets"
        case .issueAttachment: "attachments of issues"
        case .mergeRequestAttachment: "attachments of pull requests"
        case .noteAttachment: "attachments of comments"
        case .releaseAttachment: "attachments of releases"
        case .discussion: "discussions"
        case .snippet: "snippets"
        case .user: "people"
        }
    }
}
