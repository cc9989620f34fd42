import Remote

extension Collection {
    /// Collections whose pages refer to this one's objects: where some of these come later than the pages were written,
    /// the pages are written again, from the journal.
    var referringCollections: [Collection] {
        switch self {
        // Items and events name labels and milestones.
        case .labels, .milestones: [.issues, .pullRequests, .timelines]
        case .issues: Self.aboutItems
        // GitHub's list of issues has pull requests, too.
        case .pullRequests: [.issues] + Self.aboutItems
        case .releases, .comments, .reviewComments, .reviews, .commitComments: [.reactions]
        case .reviewThreads, .timelines, .tasks, .reactions, .collaborators, .protection, .discussions, .people: []
        }
    }

    /// What hangs on items, or names them by numbers: one that nobody has is spelt as none.
    private static let aboutItems: [Collection] = [
        .comments, .reviewComments, .reviews, .commitComments, .timelines, .tasks, .reviewThreads, .reactions,
    ]
}
