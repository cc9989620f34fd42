/// What a system note tells, in GitLab's words (`system_note_metadata.action`); those from ``pinned`` on are Landfall's
/// own, for what GitLab has no system note for.
public enum SystemNoteAction: String, Sendable, Codable, CaseIterable {
    case approved
    case unapproved
    case assignee
    case branch
    case commit
    case crossReference = "cross_reference"
    case description
    case duplicate
    case issueType = "issue_type"
    case locked
    case merge
    case moved
    case relate
    case relateToChild = "relate_to_child"
    case relateToParent = "relate_to_parent"
    case requestedChanges = "requested_changes"
    case reviewer
    case title
    case unlocked
    case unrelate
    case unrelateFromChild = "unrelate_from_child"
    case unrelateFromParent = "unrelate_from_parent"

    case pinned
    case unpinned
    case board
    case deployment
    case moderation
}
