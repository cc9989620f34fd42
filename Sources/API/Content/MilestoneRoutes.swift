import Access
import Model
import Store

/// The milestones of projects, with what is planned for each. Groups have none of their own: imports bring a project's.
struct MilestoneRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("projects/:id/milestones", .everyone, use: list)
        router.get("projects/:id/milestones/:milestone_id", .everyone, use: show)
        router.get("projects/:id/milestones/:milestone_id/issues", .everyone, use: issues)
        router.get("projects/:id/milestones/:milestone_id/merge_requests", .everyone, use: mergeRequests)
        router.get("groups/:id/milestones", .everyone, use: listInGroup)
    }

    private enum State: String {
        case active, closed, all
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        let (filter, page) = try request.read { reader in
            var filter = Milestones.Filter()
            filter.state = reader.optional("state", among: State.self).flatMap {
                Milestone.State(rawValue: $0.rawValue)
            }
            filter.iids = reader.optional("iids", [Int64].self) ?? []
            filter.title = reader.optional("title", String.self)
            filter.search = reader.search()
            filter.updatedBefore = reader.optional("updated_before", Timestamp.self)
            filter.updatedAfter = reader.optional("updated_after", Timestamp.self)
            return (filter, reader.page())
        }
        let (milestones, place, today) = try await api.read(request) { lookup in
            let project = try lookup.project()
            return (
                try Milestones.list(project: project.id, filter, page: page, in: lookup.connection),
                try answerPlace(of: project, lookup), lookup.today
            )
        }
        return .page(milestones, page, of: request) { MilestoneAnswer(milestone: $0, place: place, today: today) }
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let id: MilestoneID = try request.identifier("milestone_id")
        let answer = try await api.read(request) { lookup in
            let project = try lookup.project()
            return MilestoneAnswer(
                milestone: try find(id, of: project, lookup), place: try answerPlace(of: project, lookup),
                today: lookup.today)
        }
        return Answer(answer)
    }

    @Sendable private func issues(_ request: APIRequest) async throws -> Answer {
        let id: MilestoneID = try request.identifier("milestone_id")
        let page = try request.read { $0.page() }
        let (issues, shown) = try await api.read(request) { lookup in
            let project = try lookup.project()
            var filter = IssueFilter(
                scope: try lookup.issueScope(of: project),
                confidentialAccess: try lookup.confidentialAccess(to: project))
            filter.items.milestoneID = try find(id, of: project, lookup).id
            let issues = try Issues.list(filter, sort: ItemSort(), page: page, in: lookup.connection)
            return (issues, try ShownIssues(issues.elements, showsLabelDetails: false, lookup))
        }
        return .page(issues, page, of: request) { shown.answer($0, externalURL: api.externalURL) }
    }

    @Sendable private func mergeRequests(_ request: APIRequest) async throws -> Answer {
        let id: MilestoneID = try request.identifier("milestone_id")
        let page = try request.read { $0.page() }
        let (found, shown) = try await api.read(request) { lookup in
            let project = try lookup.projectWithMergeRequests()
            var filter = MergeRequestFilter(scope: .project(project.id))
            filter.items.milestoneID = try find(id, of: project, lookup).id
            let found = try MergeRequests.list(filter, sort: ItemSort(), page: page, in: lookup.connection)
            return (found, try ShownMergeRequests(found.elements, showsLabelDetails: false, lookup))
        }
        return .page(found, page, of: request) { shown.answer($0, externalURL: api.externalURL) }
    }

    @Sendable private func listInGroup(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        _ = try await api.read(request) { try $0.group() }
        return .page(PagedRows<MilestoneAnswer>([], page), page, of: request) { $0 }
    }

    private func find(_ id: MilestoneID, of project: Project, _ lookup: Lookup) throws -> Milestone {
        guard let milestone = try Milestones.find(project: project.id, id: id, in: lookup.connection) else {
            throw APIError.recordNotFound
        }
        return milestone
    }

    private func answerPlace(of project: Project, _ lookup: Lookup) throws -> AnswerPlace {
        try lookup.place(of: project, externalURL: api.externalURL)
    }
}
