public import Model

extension Authority {
    /// GitLab's `import_projects`: Maintainer or Owner of a group that lets that role create projects, the owner of a
    /// personal namespace, an administrator. Bots have no personal namespace, external users create nothing there.
    public func mayImport(into namespace: Namespace) throws -> Bool {
        guard let user = caller.user else { return false }
        switch namespace.kind {
        case .user:
            return user.isAdministrator || (namespace.ownerID == user.id && user.kind == .human && !user.isExternal)
        case .group:
            guard let least = namespace.projectCreationLevel.leastRole else { return false }
            return try has(max(least, .maintainer), in: namespace)
        }
    }

    /// Only an Owner removes a project, or ends its import.
    public func mayRemove(_ project: Project) throws -> Bool {
        try has(.owner, in: project)
    }

    /// Name, description, visibility, features: a Maintainer's.
    public func mayEdit(_ project: Project) throws -> Bool {
        try has(.maintainer, in: project)
    }

    /// Why an import failed is told to Maintainers.
    public func maySeeImportError(of project: Project) throws -> Bool {
        try has(.maintainer, in: project)
    }

    /// The same for somebody whose role is known already, as in lists.
    public func maySeeImportError(having role: AccessLevel?) -> Bool {
        caller.isAdministrator || role.map { $0 >= .maintainer } ?? false
    }

    /// Whether somebody whose role in a project is known already may see all of its confidential issues: from Planner up.
    public func maySeeConfidentialIssues(having role: AccessLevel?) -> Bool {
        caller.isAdministrator || role.map { $0 >= .planner } ?? false
    }

    /// Whether the caller may manage the project's members.
    public func mayManageMembers(of project: Project) throws -> Bool {
        try has(.maintainer, in: project)
    }

    /// Settings, members, tokens and the end of a group: an Owner's.
    public func mayAdminister(_ group: Namespace) throws -> Bool {
        try has(.owner, in: group)
    }

    /// An Owner who is a person: a group token that made others would live on in them after it was revoked (GitLab,
    /// "You cannot use group access tokens to create other group, project, or personal access tokens").
    public func mayMakeTokens(for group: Namespace) throws -> Bool {
        guard caller.user?.kind == .human else { return false }
        return try mayAdminister(group)
    }

    /// Whether the caller may see the project's issues, which can be switched off.
    public func maySeeIssues(of project: Project) throws -> Bool {
        guard project.areIssuesEnabled else { return false }
        return try mayRead(project)
    }

    /// Whether the caller may see the project's merge requests: with its code, and they can be switched off.
    public func maySeeMergeRequests(of project: Project) throws -> Bool {
        guard project.areMergeRequestsEnabled else { return false }
        return try mayReadCode(of: project)
    }

    /// Top-level groups: any person who is not external. Groups in a group: its Maintainers and Owners.
    public func mayCreateGroup(in parent: Namespace?) throws -> Bool {
        guard let user = caller.user else { return false }
        guard let parent else { return user.isAdministrator || (user.kind == .human && !user.isExternal) }
        return parent.kind == .group ? try has(.maintainer, in: parent) : false
    }

    /// Whether the caller may hand out `role` in a place where they have `own`: nobody gives more than they have.
    public func mayGrant(_ role: AccessLevel, having own: AccessLevel?) -> Bool {
        own.map { role <= $0 } ?? false
    }

    /// Whether the caller may read a project's files and git data: whoever sees an open project, and from Reporter up
    /// in a private one (a Guest of a private project sees its issues only).
    public func mayReadCode(of project: Project) throws -> Bool {
        guard try mayRead(project) else { return false }
        if project.visibility != .private { return true }
        return try has(.reporter, in: project)
    }

    /// A snippet is its author's, and everybody's whom its visibility lets in.
    public func mayRead(_ snippet: Snippet) -> Bool {
        if isOpen(snippet.visibility) || caller.isAdministrator { return true }
        return caller.user?.id == snippet.authorID
    }

    /// GitLab's `create_snippet`: any person who is not external.
    public var mayCreateSnippets: Bool {
        guard let user = caller.user else { return false }
        return user.kind == .human && !user.isExternal
    }
}
