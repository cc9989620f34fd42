import Model

/// Which branches or tags a rule is for.
struct BitbucketServerRefMatcher: Decodable, Sendable, Hashable {
    var id: String
    var displayID: String?
    var type: Kind?

    enum CodingKeys: String, CodingKey {
        case id
        case displayID = "displayId"
        case type
    }

    struct Kind: Decodable, Sendable, Hashable {
        /// `BRANCH`, `PATTERN`, `MODEL_BRANCH`, `MODEL_CATEGORY` or `ANY_REF`.
        var id: String

        enum CodingKeys: String, CodingKey {
            case id
        }
    }

    /// In words for the ledger.
    var shown: String {
        switch type?.id {
        case "ANY_REF": "any branch"
        default: (displayID ?? id).inOneLine
        }
    }

    /// What it is in GitLab's words.
    enum Names: Sendable, Hashable {
        case branches(String, isBroader: Bool, isAnywhere: Bool)
        case tags(String)
        /// There is no saying which branches it means.
        case unknown
    }

    func names(_ model: BitbucketServerBranchModel?, defaultBranch: String?) -> Names {
        switch type?.id {
        case "ANY_REF": .branches("*", isBroader: false, isAnywhere: false)
        case "BRANCH": Self.ref(id).map { .branches($0, isBroader: false, isAnywhere: false) } ?? .unknown
        case "PATTERN": Self.pattern(id)
        case "MODEL_BRANCH":
            model?.branch(id, defaultBranch: defaultBranch)
                .map { .branches($0, isBroader: false, isAnywhere: false) } ?? .unknown
        case "MODEL_CATEGORY":
            model?.prefix(id).map { .branches($0 + "*", isBroader: false, isAnywhere: false) } ?? .unknown
        default: .unknown
        }
    }

    private static func ref(_ text: String) -> String? {
        text.hasPrefix("refs/") && !text.hasPrefix("refs/heads/") ? nil : BitbucketServerBranch.name(text)
    }

    /// Bitbucket's patterns are those of Ant: `?` is one character, `*` any of them up to a slash, `**` whole
    /// directories, and the end of a ref's full name is enough ("Branch permission patterns"). GitLab has only `*`, which
    /// stands for any text, and wants the whole of a branch's name.
    private static func pattern(_ text: String) -> Names {
        var rest = text.hasPrefix("refs/") ? text.dropFirst("refs/".count) : text[...]
        if rest.hasPrefix("tags/") { return .tags(wildcard(rest.dropFirst("tags/".count)).name) }
        let isAnchored = rest.hasPrefix("heads/")
        if isAnchored { rest = rest.dropFirst("heads/".count) }
        let (name, isBroader) = wildcard(rest)
        guard !name.isEmpty else { return .unknown }
        return .branches(name, isBroader: isBroader, isAnywhere: !isAnchored)
    }

    private static func wildcard(_ pattern: Substring) -> (name: String, isBroader: Bool) {
        // A directory is all that is in it, `**/` is also no directory at all.
        let whole = pattern.hasSuffix("/") ? pattern + "**" : pattern
        var isBroader = whole.dropLast(2).contains("**/")
        var name = ""
        for character in whole.replacing("**/", with: "**") {
            let isAny = character == "*" || character == "?"
            if character == "?" { isBroader = true }
            if isAny, name.last == "*" { continue }
            name.append(isAny ? "*" : character)
        }
        return (name.withoutNUL, isBroader)
    }
}

/// `GET /rest/branch-utils/…/branchmodel/configuration`: which branches the kinds of branch are.
struct BitbucketServerBranchModel: Decodable, Sendable {
    var development: Branch?
    var production: Branch?
    var types: [Category?]?

    enum CodingKeys: String, CodingKey {
        case development
        case production
        case types
    }

    struct Branch: Decodable, Sendable {
        var refID: String?
        var usesDefault: Bool?

        enum CodingKeys: String, CodingKey {
            case refID = "refId"
            case usesDefault = "useDefault"
        }
    }

    struct Category: Decodable, Sendable {
        var id: String?
        var prefix: String?
        var isEnabled: Bool?

        enum CodingKeys: String, CodingKey {
            case id
            case prefix
            case isEnabled = "enabled"
        }
    }

    func branch(_ id: String, defaultBranch: String?) -> String? {
        let branch =
            switch id.lowercased() {
            case "development": development
            case "production": production
            default: Branch?.none
            }
        if branch?.usesDefault == true { return defaultBranch }
        return branch?.refID.flatMap(BitbucketServerBranch.name)
    }

    func prefix(_ id: String) -> String? {
        let found = (types ?? []).first { $0?.id == id && $0?.isEnabled != false }
        return found??.prefix.flatMap { $0.isEmpty ? nil : $0.withoutNUL }
    }
}
