import Access
import Git
import HTTPTypes
import Hummingbird
import Model
import Store

/// The releases of projects, by their tags. Drafts are for Maintainers: at the source, too, only those who may publish
/// them see them.
struct ReleaseRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("projects/:id/releases", .everyone, use: list)
        router.get("projects/:id/releases/:tag_name", .everyone, use: show)
        router.get("projects/:id/releases/permalink/latest", .everyone, use: latest)
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        let (order, direction, page) = try request.read { reader in
            (
                reader.optional("order_by", among: Releases.Order.self) ?? .releasedAt,
                reader.optional("sort", among: SortDirection.self) ?? .descending, reader.page()
            )
        }
        let (releases, stored) = try await api.read(request) { lookup in
            let project = try lookup.project()
            let releases = try Releases.list(
                project: project.id, includesDrafts: try lookup.authority.has(.maintainer, in: project), order: order,
                direction: direction, page: page, in: lookup.connection)
            return (releases, try prepare(releases.elements, of: project, lookup))
        }
        let shown = try await withCommits(stored, of: releases.elements)
        return .page(releases, page, of: request) { shown.answer($0) }
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let tag = request.path("tag_name")
        let (release, stored) = try await api.read(request) { lookup in
            let project = try lookup.projectWithCode()
            let includesDrafts = try lookup.authority.has(.maintainer, in: project)
            guard
                let release = try Releases.find(
                    project: project.id, tag: tag, includesDrafts: includesDrafts, in: lookup.connection)
            else { throw APIError.notFound }
            return (release, try prepare([release], of: project, lookup))
        }
        return Answer(try await withCommits(stored, of: [release]).answer(release))
    }

    /// Leads to the latest published release, as GitLab does.
    @Sendable private func latest(_ request: APIRequest) async throws -> Response {
        let (project, tag) = try await api.read(request) { lookup in
            let project = try lookup.projectWithCode()
            guard let release = try Releases.latest(project: project.id, now: lookup.now, in: lookup.connection)
            else { throw APIError.notFound }
            return (project.id, release.tag)
        }
        // A path, so that a client stays on the host it came by.
        let path = "/api/v4/projects/\(project)/releases/\(NestedForm.escape(tag))"
        return Response(status: .found, headers: [.location: path])
    }

    private func prepare(_ releases: [Release], of project: Project, _ lookup: Lookup) throws -> ShownReleases {
        ShownReleases(
            project: project, authors: try Users.byID(releases.map(\.authorID), in: lookup.connection),
            place: try lookup.place(of: project, externalURL: api.externalURL), now: lookup.now,
            showsCode: try lookup.authority.mayReadCode(of: project),
            mayEdit: try lookup.authority.has(.developer, in: project),
            assets: try ReleaseAssets.of(releases.map(\.id), in: lookup.connection))
    }

    /// Adds the commits the tags lead to, all of them at once. A release outlives its tag, and comes before the
    /// repository is there.
    private func withCommits(_ shown: ShownReleases, of releases: [Release]) async throws -> ShownReleases {
        let git = api.repositories.project(shown.project.id)
        guard shown.showsCode, git.exists else { return shown }
        let tags = try await git.tags(named: releases.compactMap { RefName(tag: $0.tag) })
        var shown = shown
        shown.commits = Dictionary(tags.compactMap { tag in tag.commit.map { (tag.name, $0) } }) { first, _ in first }
        return shown
    }
}

/// What the answers about a page of releases need.
private struct ShownReleases: Sendable {
    var project: Project
    var authors: [UserID: User]
    var place: AnswerPlace
    var now: Timestamp
    var showsCode: Bool
    var mayEdit: Bool
    var assets: [ReleaseID: [ReleaseAsset]]
    /// By tag.
    var commits: [String: GitCommit] = [:]

    func answer(_ release: Release) -> ReleaseAnswer {
        ReleaseAnswer(
            release: release, author: authors[release.authorID], commit: commits[release.tag], place: place, now: now,
            showsCode: showsCode, mayEdit: mayEdit, assets: assets[release.id] ?? [])
    }
}
