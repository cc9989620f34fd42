import Model

/// A row of `GET /rest/branch-permissions/…/restrictions`; the list has those of the project as well.
struct BitbucketServerRestriction: Decodable, Sendable {
    var id: Int64
    /// `read-only`, `no-deletes`, `fast-forward-only` or `pull-request-only`.
    var type: String
    var matcher: BitbucketServerRefMatcher
    var scope: Scope?
    /// Whom it does not hold for.
    var users: [BitbucketServerUser?]?
    var groups: [String?]?
    var accessKeys: [AccessKey?]?

    enum CodingKeys: String, CodingKey {
        case id
        case type
        case matcher
        case scope
        case users
        case groups
        case accessKeys
    }

    struct Scope: Decodable, Sendable {
        var type: String?

        enum CodingKeys: String, CodingKey {
            case type
        }
    }

    struct AccessKey: Decodable, Sendable {
        var key: Key?

        enum CodingKeys: String, CodingKey {
            case key
        }
    }

    struct Key: Decodable, Sendable {
        var label: String?

        enum CodingKeys: String, CodingKey {
            case label
        }
    }

    /// Those it does not hold for, in words for the ledger.
    var exempt: [String] {
        (users ?? []).compactMap { $0?.shown }
            + (groups ?? []).compactMap { $0.map { "the group \($0.inOneLine)" } }
            + (accessKeys ?? []).compactMap {
                $0.map { "the access key \(($0.key?.label ?? "without a name").inOneLine)" }
            }
    }
}

/// An element of `GET /rest/default-reviewers/…/conditions`.
struct BitbucketServerReviewerCondition: Decodable, Sendable {
    var id: Int64
    var sourceRefMatcher: BitbucketServerRefMatcher?
    var targetRefMatcher: BitbucketServerRefMatcher?
    var reviewers: [BitbucketServerUser?]?
    var requiredApprovals: Int64?

    enum CodingKeys: String, CodingKey {
        case id
        case sourceRefMatcher
        case targetRefMatcher
        case reviewers
        case requiredApprovals
    }
}

/// A row of `GET …/settings/reviewer-groups`.
struct BitbucketServerReviewerGroup: Decodable, Sendable {
    var id: Int64
    var name: String?
    var users: [BitbucketServerUser?]?

    enum CodingKeys: String, CodingKey {
        case id
        case name
        case users
    }
}

/// A row of `GET /rest/required-builds/…/conditions`.
struct BitbucketServerRequiredBuild: Decodable, Sendable {
    var id: Int64
    var buildParentKeys: [String?]?
    var refMatcher: BitbucketServerRefMatcher?

    enum CodingKeys: String, CodingKey {
        case id
        case buildParentKeys
        case refMatcher
    }
}
