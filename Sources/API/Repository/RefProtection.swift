import Access
import Model
import Store

/// Which branches and tags of a project are protected, and what that means for whoever asks.
struct RefProtection: Sendable {
    private let branches: [ProtectedBranch]
    private let tags: [ProtectedTag]
    private let role: AccessLevel?
    private let isAdministrator: Bool

    /// What a branch's answer says.
    struct OfBranch: Sendable {
        var isProtected: Bool
        var developersCanPush: Bool
        var developersCanMerge: Bool
        /// By GitLab's rule for the caller's role.
        var canPush: Bool
    }

    init(of project: Project, _ lookup: Lookup) throws {
        branches = try ProtectedBranches.all(project: project.id, in: lookup.connection)
        tags = try ProtectedTags.all(project: project.id, in: lookup.connection)
        role = try lookup.authority.role(in: project)
        isAdministrator = lookup.caller.isAdministrator
    }

    /// Where several protections fit, GitLab lets through whom any of them lets through.
    func branch(_ name: String) -> OfBranch {
        let fitting = branches.filter { RefWildcard.matches(name, pattern: $0.name) }
        let canPush =
            fitting.isEmpty
            ? isAdministrator || role.map { $0 >= .developer } ?? false
            : fitting.contains { $0.pushLevel.admits(role, isAdministrator: isAdministrator) }
        return OfBranch(
            isProtected: !fitting.isEmpty, developersCanPush: fitting.contains { $0.pushLevel == .developer },
            developersCanMerge: fitting.contains { $0.mergeLevel == .developer }, canPush: canPush)
    }

    func isProtected(tag name: String) -> Bool {
        tags.contains { RefWildcard.matches(name, pattern: $0.name) }
    }
}

extension APIContext {
    /// The protection of the project named by `:id`, in the caller's eyes.
    func protection(_ request: APIRequest) async throws -> RefProtection {
        try await read(request) { try RefProtection(of: $0.projectWithCode(), $0) }
    }
}
