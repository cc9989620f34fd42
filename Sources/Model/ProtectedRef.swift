/// From which role on something may be done with a protected branch or tag, in GitLab's numbers
/// (`ProtectedRefAccess.allowed_access_levels`).
public enum ProtectedRefLevel: Int64, Sendable, Hashable, CaseIterable {
    /// Not even an Owner, unless they lift the protection.
    case noOne = 0
    case developer = 30
    case maintainer = 40
    case administrator = 60

    /// GitLab's words for people.
    public var name: String {
        switch self {
        case .noOne: "No one"
        case .developer: "Developers + Maintainers"
        case .maintainer: "Maintainers"
        case .administrator: "Instance admins"
        }
    }

    /// The one of two that lets fewer people through.
    public func stricter(_ other: Self) -> Self {
        rank >= other.rank ? self : other
    }

    /// Whether somebody with this role passes.
    public func admits(_ role: AccessLevel?, isAdministrator: Bool) -> Bool {
        switch self {
        case .noOne: false
        case .administrator: isAdministrator
        case .developer, .maintainer: isAdministrator || role.map { $0.rawValue >= rawValue } ?? false
        }
    }

    private var rank: Int {
        switch self {
        case .developer: 0
        case .maintainer: 1
        case .administrator: 2
        case .noOne: 3
        }
    }
}

/// A protected branch, or all branches whose names fit a wildcard.
public struct ProtectedBranch: Sendable, Hashable {
    public var id: Identifier<ProtectedBranch>
    /// A branch's name, or a wildcard: `*` stands for any text, slashes included.
    public var name: String
    public var pushLevel: ProtectedRefLevel
    public var mergeLevel: ProtectedRefLevel
    public var allowsForcePush: Bool
    public var requiresCodeOwnerApproval: Bool

    public init(
        id: Identifier<ProtectedBranch>, name: String, pushLevel: ProtectedRefLevel, mergeLevel: ProtectedRefLevel,
        allowsForcePush: Bool, requiresCodeOwnerApproval: Bool
    ) {
        self.id = id
        self.name = name
        self.pushLevel = pushLevel
        self.mergeLevel = mergeLevel
        self.allowsForcePush = allowsForcePush
        self.requiresCodeOwnerApproval = requiresCodeOwnerApproval
    }
}

/// A protected tag, or all tags whose names fit a wildcard.
public struct ProtectedTag: Sendable, Hashable {
    public var id: Identifier<ProtectedTag>
    /// A tag's name, or a wildcard.
    public var name: String
    public var createLevel: ProtectedRefLevel

    public init(id: Identifier<ProtectedTag>, name: String, createLevel: ProtectedRefLevel) {
        self.id = id
        self.name = name
        self.createLevel = createLevel
    }
}

/// GitLab's wildcards in the names of protected branches and tags (`lib/gitlab/ref_matcher`): `*` is any text.
public enum RefWildcard {
    /// Whether a name is the pattern or fits it.
    public static func matches(_ name: String, pattern: String) -> Bool {
        guard pattern.contains("*") else { return name == pattern }
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard let first = parts.first, let last = parts.last, name.utf8.count >= first.utf8.count + last.utf8.count,
            name.hasPrefix(first), name.hasSuffix(last)
        else { return false }
        var rest = name.dropFirst(first.count).dropLast(last.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}
