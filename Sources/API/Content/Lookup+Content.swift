import Access
import Hummingbird
import Model
import Store

extension Lookup {
    /// A number people know an item by, out of the path.
    /// - Throws: 400 in GitLab's words for anything else.
    static func iid(_ request: APIRequest, of kind: String) throws(APIError) -> Int64 {
        guard let iid = Int64(request.path("iid")) else { throw .invalidParameters(["\(kind)_iid is invalid"]) }
        return iid
    }

    /// The issue named by `:id` and `:iid`, as far as the caller may see it.
    /// - Throws: `404 Project Not Found`, `404 Not found`.
    func issue() throws -> Issue {
        let project = try project()
        let iid = try Self.iid(request, of: "issue")
        guard project.areIssuesEnabled, let issue = try Issues.find(project: project.id, iid: iid, in: connection),
            try !issue.isConfidential || maySee(confidential: issue, of: project)
        else { throw APIError.recordNotFound }
        return issue
    }

    /// The project named by `:id`, whose merge requests the caller may see.
    /// - Throws: `404 Project Not Found`, `403 Forbidden`.
    func projectWithMergeRequests() throws -> Project {
        let project = try project()
        guard try authority.maySeeMergeRequests(of: project) else { throw APIError.forbidden() }
        return project
    }

    /// The scope of a list of a project's issues, which is empty where they are switched off.
    func issueScope(of project: Project) throws -> ItemScope {
        try authority.maySeeIssues(of: project) ? .project(project.id) : .nothing
    }

    /// The merge request named by `:id` and `:iid`; whoever may not read the code may not read these either.
    /// - Throws: `404 Project Not Found`, `403 Forbidden`, `404 Not found`.
    func mergeRequest() throws -> MergeRequest {
        let project = try projectWithMergeRequests()
        let iid = try Self.iid(request, of: "merge_request")
        guard let mergeRequest = try MergeRequests.find(project: project.id, iid: iid, in: connection) else {
            throw APIError.recordNotFound
        }
        return mergeRequest
    }

    /// Which confidential issues of a project the caller may see: from Planner up all of them.
    func confidentialAccess(to project: Project) throws -> IssueFilter.ConfidentialAccess {
        if try authority.maySeeConfidentialIssues(having: authority.role(in: project)) { return .all }
        return ownConfidentialIssues
    }

    /// The same for lists over several projects, where only people's own ones are shown.
    var ownConfidentialIssues: IssueFilter.ConfidentialAccess {
        if caller.isAdministrator { return .all }
        return caller.user.map { .own($0.id) } ?? .none
    }

    private func maySee(confidential issue: Issue, of project: Project) throws -> Bool {
        switch try confidentialAccess(to: project) {
        case .all: return true
        case .none: return false
        case .own(let user):
            if issue.authorID == user { return true }
            return try RelatedRows.of([issue], in: connection).assignees[issue.id.rawValue]?.contains(user) ?? false
        }
    }
}

extension PagedRows {
    /// The part of a short list that a page shows.
    init(_ all: [Element], _ page: Page) {
        self.init(elements: Array(all.dropFirst(page.offset).prefix(page.size)), total: all.count)
    }
}

extension Lookup {
    /// Full path of the group whose list is asked for; `nil` for lists of projects and of everything.
    var shownGroup: String? {
        get throws { request.http.uri.path.hasPrefix("/api/v4/groups/") ? try group().fullPath : nil }
    }
}

extension Lookup {
    /// The place of answers about things in a project that are no items.
    func place(of project: Project, externalURL: String) throws -> AnswerPlace {
        var related = RelatedRows()
        related.projects = try RelatedRows.projects([project.id], in: connection)
        return related.place(of: project.id, externalURL: externalURL)
    }
}
