import Foundation

extension Answers {
    /// Issues and pull requests by `created`, `updated` or `comments`, with one state or (nil) all.
    func issueOrder(_ sort: String, state: SampleIssue.State?, pullsOnly: Bool = false) -> ListOrder {
        ListOrder(project.issues) { issue in
            guard state == nil || issue.state == state, !pullsOnly || issue.pullRequest != nil else { return nil }
            switch sort {
            case "updated": return issue.updatedAt.timeIntervalSince1970
            case "comments": return Double(hosted.comments(on: issue.number).count)
            default: return issue.createdAt.timeIntervalSince1970
            }
        }
    }

    /// Comments by `created` or `updated`.
    func commentOrder(_ sort: String) -> ListOrder {
        ListOrder(project.comments) { (sort == "updated" ? $0.updatedAt : $0.createdAt).timeIntervalSince1970 }
    }

    /// Visible review comments by `created` or `updated`.
    func reviewCommentOrder(_ sort: String) -> ListOrder {
        ListOrder(hosted.reviewComments) { (sort == "updated" ? $0.updatedAt : $0.createdAt).timeIntervalSince1970 }
    }
}
