extension Answers {
    /// A comment in a conversation.
    func comment(_ comment: SampleComment) -> JSONValue {
        let url = "\(api)/issues/comments/\(comment.id)"
        let isPull = project.issue(comment.issue)?.pullRequest != nil
        let page = "\(web)/\(isPull ? "pull" : "issues")/\(comment.issue)#issuecomment-\(comment.id)"
        return [
            "url": .string(url), "html_url": .string(page), "issue_url": "\(api)/issues/\(comment.issue)",
            "id": .int(comment.id), "node_id": node(.comment, comment.id), "user": user(comment.author),
            "created_at": JSONValue(comment.createdAt), "updated_at": JSONValue(comment.updatedAt),
            "author_association": association(comment.author), "body": .string(comment.body),
            "reactions": reactions(comment.reactions, at: url), "performed_via_github_app": nil,
            "minimized": comment.minimizedReason.map { ["reason": .string($0)] } ?? .null,
        ]
    }

    /// A review.
    func review(_ review: SampleReview) -> JSONValue {
        let page = "\(web)/pull/\(review.pullRequest)#pullrequestreview-\(review.id)"
        let pull = "\(api)/pulls/\(review.pullRequest)"
        return [
            "id": .int(review.id), "node_id": node(.review, review.id), "user": userOrNull(review.author),
            "body": .string(review.body), "state": .string(review.state.rawValue), "html_url": .string(page),
            "pull_request_url": .string(pull), "author_association": association(review.author),
            "_links": ["html": ["href": .string(page)], "pull_request": ["href": .string(pull)]],
            "submitted_at": JSONValue(review.submittedAt), "commit_id": .string(hosted.content.commit(review.commit)),
        ]
    }

    /// A comment on changes.
    func reviewComment(_ comment: SampleReviewComment) -> JSONValue {
        let url = "\(api)/pulls/comments/\(comment.id)"
        let page = "\(web)/pull/\(comment.pullRequest)#discussion_r\(comment.id)"
        let pull = "\(api)/pulls/\(comment.pullRequest)"
        let head: JSONValue = [
            "url": .string(url), "pull_request_review_id": .int(comment.review), "id": .int(comment.id),
            "node_id": node(.reviewComment, comment.id), "diff_hunk": .string(hosted.diffHunk(comment)),
            "path": .string(comment.path), "commit_id": .string(hosted.currentCommit(comment)),
            "original_commit_id": .string(hosted.content.commit(comment.commit)), "user": userOrNull(comment.author),
            "body": .string(comment.body), "created_at": JSONValue(comment.createdAt),
            "updated_at": JSONValue(comment.updatedAt), "html_url": .string(page), "pull_request_url": .string(pull),
            "_links": [
                "self": ["href": .string(url)], "html": ["href": .string(page)],
                "pull_request": ["href": .string(pull)],
            ],
            "author_association": association(comment.author), "reactions": reactions(comment.reactions, at: url),
        ]
        let answer = head.adding(position(comment))
        return (comment.namesParent ? comment.inReplyTo : nil).map { answer.adding(["in_reply_to_id": .int($0)]) }
            ?? answer
    }

    private func position(_ comment: SampleReviewComment) -> JSONValue {
        let original = JSONValue(hosted.position(comment))
        let isFile = comment.originalLine == nil
        let startSide: JSONValue = comment.originalStartLine == nil ? nil : .string(comment.side.rawValue)
        return [
            "start_line": JSONValue(comment.startLine), "original_start_line": JSONValue(comment.originalStartLine),
            "start_side": startSide, "line": JSONValue(comment.line), "original_line": JSONValue(comment.originalLine),
            "side": .string(comment.side.rawValue), "original_position": original,
            "position": comment.isOutdated ? nil : original, "subject_type": isFile ? "file" : "line",
        ]
    }
}

extension HostedProject {
    /// The changes above a review comment.
    func diffHunk(_ comment: SampleReviewComment) -> String {
        comment.diffHunk ?? content.hunks[comment.id]?.text ?? ""
    }

    /// GitHub's `position` of a review comment. A comment that brings its own changes is on a file that is new, where
    /// lines and positions are the same.
    func position(_ comment: SampleReviewComment) -> Int? {
        comment.diffHunk == nil ? content.hunks[comment.id]?.position : comment.originalLine ?? 1
    }

    /// The commit a review comment is shown on: the head, or where it was made once it is outdated.
    func currentCommit(_ comment: SampleReviewComment) -> String {
        let head = project.issue(comment.pullRequest)?.pullRequest?.headCommit ?? comment.commit
        return content.commit(comment.isOutdated ? comment.commit : head)
    }
}
