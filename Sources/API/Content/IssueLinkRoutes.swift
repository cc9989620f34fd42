import Access
import Model
import Store

/// Which issues and merge requests have to do with each other.
struct IssueLinkRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        let issue = "projects/:id/issues/:iid"
        router.get("\(issue)/links", use: links)
        router.get("\(issue)/links/:issue_link_id", use: link)
        router.get("\(issue)/related_merge_requests", .everyone) { try await mergeRequests($0, onlyClosing: false) }
        router.get("\(issue)/closed_by", .everyone) { try await mergeRequests($0, onlyClosing: true) }
        let mergeRequest = "projects/:id/merge_requests/:iid"
        router.get("\(mergeRequest)/closes_issues", .everyone) { try await issues($0, onlyClosing: true) }
        router.get("\(mergeRequest)/related_issues", .everyone) { try await issues($0, onlyClosing: false) }
    }

    /// All of them, as GitLab gives them: without pages.
    @Sendable private func links(_ request: APIRequest) async throws -> Answer {
        let (links, issues, shown) = try await api.read(request) { lookup in
            let issue = try lookup.issue()
            let links = try IssueLinks.list(of: issue.id, in: lookup.connection)
            let others = links.map { $0.sourceIssueID == issue.id ? $0.targetIssueID : $0.sourceIssueID }
            let issues = try lookup.visible(Set(others))
            let pairs = zip(links, others).compactMap { link, other in issues[other].map { (link, $0) } }
            return (
                pairs.map(\.0), pairs.map(\.1), try ShownIssues(pairs.map(\.1), showsLabelDetails: false, lookup)
            )
        }
        return Answer(
            zip(links, issues).map { link, issue in
                RelatedIssueAnswer(issue: shown.answer(issue, externalURL: api.externalURL), link: link)
            })
    }

    @Sendable private func link(_ request: APIRequest) async throws -> Answer {
        guard let id = Int64(request.path("issue_link_id")) else {
            throw APIError.invalidParameters(["issue_link_id is invalid"])
        }
        let answer = try await api.read(request) { [api] lookup in
            let issue = try lookup.issue()
            guard let link = try IssueLinks.find(id: id, of: issue.id, in: lookup.connection) else {
                throw APIError.recordNotFound
            }
            let issues = try lookup.visible([link.sourceIssueID, link.targetIssueID])
            guard let source = issues[link.sourceIssueID], let target = issues[link.targetIssueID] else {
                throw APIError.recordNotFound
            }
            let shown = try ShownIssues([source, target], showsLabelDetails: false, lookup)
            return IssueLinkAnswer(
                link: link, source: shown.answer(source, externalURL: api.externalURL),
                target: shown.answer(target, externalURL: api.externalURL))
        }
        return Answer(answer)
    }

    /// Whoever may not read the code sees no merge requests.
    private func mergeRequests(_ request: APIRequest, onlyClosing: Bool) async throws -> Answer {
        let page = try request.read { $0.page() }
        let (found, shown) = try await api.read(request) { lookup in
            let issue = try lookup.issue()
            let found =
                try lookup.authority.maySeeMergeRequests(of: lookup.project())
                ? MergeRequestIssues.mergeRequests(
                    of: issue.id, onlyClosing: onlyClosing, page: page, in: lookup.connection)
                : PagedRows<MergeRequest>(elements: [], total: 0)
            return (found, try ShownMergeRequests(found.elements, showsLabelDetails: false, lookup))
        }
        return .page(found, page, of: request) { shown.answer($0, externalURL: api.externalURL) }
    }

    private func issues(_ request: APIRequest, onlyClosing: Bool) async throws -> Answer {
        let page = try request.read { $0.page() }
        let (found, shown) = try await api.read(request) { lookup in
            let mergeRequest = try lookup.mergeRequest()
            let project = try lookup.project()
            let found =
                try lookup.authority.maySeeIssues(of: project)
                ? MergeRequestIssues.issues(
                    of: mergeRequest.id, onlyClosing: onlyClosing, access: lookup.confidentialAccess(to: project),
                    page: page, in: lookup.connection)
                : PagedRows<Issue>(elements: [], total: 0)
            return (found, try ShownIssues(found.elements, showsLabelDetails: false, lookup))
        }
        return .page(found, page, of: request) { shown.answer($0, externalURL: api.externalURL) }
    }
}

extension Lookup {
    /// Those of these issues of one project that the caller may see. Links stay within their project.
    fileprivate func visible(_ ids: Set<IssueID>) throws -> [IssueID: Issue] {
        let project = try project()
        let issues = try Issues.find(ids, access: confidentialAccess(to: project), in: connection)
        return Dictionary(uniqueKeysWithValues: issues.filter { $0.projectID == project.id }.map { ($0.id, $0) })
    }
}
