/// A protected branch or wildcard: what all rules of the source about it come to.
public struct ProtectedBranchDraft: Sendable, Hashable {
    /// In GitLab's wildcards; names the row.
    public var name: String
    public var pushLevel: ProtectedRefLevel
    public var mergeLevel: ProtectedRefLevel
    public var allowsForcePush: Bool
    public var requiresCodeOwnerApproval: Bool
    /// Whether merge requests need all threads resolved: for the default branch, because GitLab knows it only for the
    /// whole project.
    public var requiresResolvedDiscussions: Bool
    public var sourceURL: String?

    public init(
        name: String, pushLevel: ProtectedRefLevel, mergeLevel: ProtectedRefLevel, allowsForcePush: Bool,
        requiresCodeOwnerApproval: Bool, requiresResolvedDiscussions: Bool, sourceURL: String?
    ) {
        self.name = name
        self.pushLevel = pushLevel
        self.mergeLevel = mergeLevel
        self.allowsForcePush = allowsForcePush
        self.requiresCodeOwnerApproval = requiresCodeOwnerApproval
        self.requiresResolvedDiscussions = requiresResolvedDiscussions
        self.sourceURL = sourceURL
    }

    public var sourceKey: SourceKey { SourceKey(name) }
}

/// A protected tag or wildcard.
public struct ProtectedTagDraft: Sendable, Hashable {
    /// In GitLab's wildcards; names the row.
    public var name: String
    public var createLevel: ProtectedRefLevel
    public var sourceURL: String?

    public init(name: String, createLevel: ProtectedRefLevel, sourceURL: String?) {
        self.name = name
        self.createLevel = createLevel
        self.sourceURL = sourceURL
    }

    public var sourceKey: SourceKey { SourceKey(name) }
}

/// Somebody with a role in the source's repository itself.
public struct CollaboratorDraft: Sendable, Hashable {
    public var person: PersonDraft
    public var accessLevel: AccessLevel
    /// The source's own word for the role.
    public var roleName: String
    public var sourceURL: String?

    public init(person: PersonDraft, accessLevel: AccessLevel, roleName: String, sourceURL: String?) {
        self.person = person
        self.accessLevel = accessLevel
        self.roleName = roleName
        self.sourceURL = sourceURL
    }
}
