import Access
import Model
import Store

/// Lists and shows projects in the form the caller is to see: shared by every route that answers with projects.
struct ProjectListing: Sendable {
    let api: APIContext

    func list(
        _ request: APIRequest,
        narrow: @escaping @Sendable (inout Projects.Filter, Lookup) throws -> Void = { _, _ in }
    ) async throws -> Answer {
        let query = try request.read { ProjectQuery(&$0) }
        if let keyset = query.keyset { return try await list(request, query, keyset, narrow) }
        let rows = try await api.read(request) { lookup in
            var filter = query.filter(lookup.viewer)
            try narrow(&filter, lookup)
            let found = try Projects.list(
                filter, order: query.order, direction: query.direction, page: query.page, in: lookup.connection)
            return PagedRows(elements: try shown(found.elements, query.isSimple, lookup), total: found.total)
        }
        return .page(rows, query.page, of: request) { $0 }
    }

    private func list(
        _ request: APIRequest, _ query: ProjectQuery, _ keyset: Keyset,
        _ narrow: @escaping @Sendable (inout Projects.Filter, Lookup) throws -> Void
    ) async throws -> Answer {
        let (rows, next) = try await api.read(request) { lookup in
            var filter = query.filter(lookup.viewer)
            try narrow(&filter, lookup)
            let found = try Projects.list(
                filter, after: nil, direction: keyset.direction, limit: keyset.size + 1, in: lookup.connection)
            let page = Array(found.prefix(keyset.size))
            let next = found.count > keyset.size ? page.last?.project.id : nil
            return (try shown(page, query.isSimple, lookup), next)
        }
        let name = keyset.direction == .ascending ? "id_after" : "id_before"
        return .keyset(rows, next: next.map { [(name, String($0.rawValue))] }, of: request) { $0 }
    }

    func show(_ id: ProjectID, withLicense: Bool = false, _ lookup: Lookup) throws -> ProjectShown {
        guard let details = try Projects.details(id, in: lookup.connection),
            let shown = try shown([details], false, withLicense: withLicense, lookup).first
        else { throw APIError.notFound("Project") }
        return shown
    }

    private func shown(
        _ rows: [ProjectDetails], _ isSimple: Bool, withLicense: Bool = false, _ lookup: Lookup
    ) throws -> [ProjectShown] {
        let settings = try Projects.settings(of: rows.map(\.project.id), in: lookup.connection)
        func license(_ details: ProjectDetails) -> ProjectLicenseShown {
            withLicense ? .asked(settings[details.project.id]?.license) : .notAsked
        }
        guard let user = lookup.caller.user, !isSimple else {
            return rows.map {
                .basic(ProjectBasicAnswer(details: $0, externalURL: api.externalURL, license: license($0)))
            }
        }
        let roles = try Members.permissions(
            of: user.id, projects: rows.map(\.project), today: lookup.today, using: lookup.connection)
        return rows.map { details in
            let own = roles[details.project.id] ?? (nil, nil)
            let highest = [own.project, own.group].compactMap { $0 }.max()
            return .full(
                ProjectAnswer(
                    details: details, externalURL: api.externalURL, roles: own,
                    showsImportError: lookup.authority.maySeeImportError(having: highest),
                    countsConfidentialIssues: lookup.authority.maySeeConfidentialIssues(having: highest),
                    settings: settings[details.project.id] ?? ProjectSettings(), license: license(details)))
        }
    }
}
