// What was said beside the issues: comments on commits, hidden remarks, reactions.
extension SampleProject {
    mutating func addLanternRemarks() {
        addCommitRemarks()
        hideReviewRemarks()
        addReviewReactions()
    }

    private mutating func addCommitRemarks() {
        guard let first = history.commits.indices.first else { return }
        addCommitComment(
            on: first, author: "old-salt", "So it began. See #1 for how it went on.", at: lanternDay(7, 15)
        ) { $0.reactions = [SampleReaction(.heart, by: "mira-keel"), SampleReaction(.eyes, by: "pilot42")] }
        let question = addCommitComment(
            on: first, author: "sunniva-b", "Is this the licence we want?", path: "README.md", line: 1,
            at: lanternDay(7, 16))
        addCommitComment(
            on: first, author: "mira-keel", "Yes. We asked the harbour office.", path: "README.md", line: 1,
            at: lanternDay(7, 16, hour: 12))
        addCommitComment(on: first, author: nil, "First!", path: "README.md", at: lanternDay(7, 17)) {
            $0.minimizedReason = "off-topic"
        }
        updateCommitComment(question) { $0.updatedAt = lanternDay(7, 16, hour: 10) }
    }

    private mutating func hideReviewRemarks() {
        guard let reply = reviewComments.indices.last(where: { reviewComments[$0].inReplyTo != nil }) else { return }
        reviewComments[reply].minimizedReason = "resolved"
        guard let review = reviews.indices.last(where: { !reviews[$0].body.isEmpty }) else { return }
        reviews[review].minimizedReason = "outdated"
    }

    private mutating func addReviewReactions() {
        guard let review = reviews.indices.first(where: { !reviews[$0].body.isEmpty && reviews[$0].state == .approved })
        else { return }
        reviews[review].reactions = [
            SampleReaction(.rocket, by: "sunniva-b"), SampleReaction(.thumbsUp, by: "old-salt"),
        ]
    }

    private mutating func updateCommitComment(_ id: Int, _ change: (inout SampleCommitComment) -> Void) {
        guard let position = commitComments.firstIndex(where: { $0.id == id }) else { return }
        change(&commitComments[position])
    }
}
