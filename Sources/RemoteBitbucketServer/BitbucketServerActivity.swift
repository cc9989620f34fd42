import Model
import RemoteREST

/// One line of `GET …/pull-requests/:id/activities`, in the fields of all actions.
struct BitbucketServerActivity: Decodable, Sendable {
    var id: Int64
    var action: String
    var createdDate: BitbucketServerTime
    var user: BitbucketServerUser?
    var commentAction: String?
    var comment: BitbucketServerComment?
    /// Where the comment stands costs no comment: what cannot be read of it is said.
    var commentAnchor: Lenient<BitbucketServerAnchor>?
    var diff: Lenient<BitbucketServerDiff>?
    /// What a merge has made.
    var commit: Commit?
    var addedReviewers: [BitbucketServerUser?]?
    var removedReviewers: [BitbucketServerUser?]?
    var fromHash: String?
    var previousFromHash: String?
    var added: Commits?
    var removed: Commits?

    enum CodingKeys: String, CodingKey {
        case id
        case action
        case createdDate
        case user
        case commentAction
        case comment
        case commentAnchor
        case diff
        case commit
        case addedReviewers
        case removedReviewers
        case fromHash
        case previousFromHash
        case added
        case removed
    }

    struct Commit: Decodable, Sendable {
        var id: String?

        enum CodingKeys: String, CodingKey {
            case id
        }
    }

    /// Commits that came or went; of many, only some are named.
    struct Commits: Decodable, Sendable {
        var total: Int64?

        enum CodingKeys: String, CodingKey {
            case total
        }
    }

    /// Comments have numbers of their own, which collide with these.
    var key: SourceKey { SourceKey("activity_\(id)") }

    /// The same for the second and further events that one activity makes.
    func key(_ index: Int) -> SourceKey { index == 0 ? key : SourceKey("activity_\(id)_\(index + 1)") }
}
