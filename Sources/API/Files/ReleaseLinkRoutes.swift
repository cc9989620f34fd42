import Access
import Files
import HTTPTypes
import Hummingbird
import Importer
import Model
import Store

/// The files of releases, as GitLab's release links, and their bytes.
struct ReleaseLinkRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        let release = "projects/:id/releases/:tag_name"
        router.get("\(release)/assets/links", .everyone, use: list)
        router.get("\(release)/assets/links/:link_id", .everyone, use: show)
        router.get("\(release)/downloads/:filepath", .everyone, use: download)
        router.get("projects/:id/releases/permalink/latest/downloads/:filepath", .everyone, use: downloadOfLatest)
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        let (links, place, tag) = try await api.read(request) { lookup in
            let release = try self.release(lookup)
            let assets = try ReleaseAssets.of([release.id], in: lookup.connection)[release.id] ?? []
            return (assets, try self.place(lookup), release.tag)
        }
        // The newest first, as GitLab has them.
        let shown = Array(links.reversed().dropFirst(page.offset).prefix(page.size))
        return .page(PagedRows(elements: shown, total: links.count), page, of: request) {
            ReleaseLinkAnswer(asset: $0, tag: tag, place: place)
        }
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        let id: ReleaseAssetID = try request.identifier("link_id")
        let (asset, place, tag) = try await api.read(request) { lookup in
            let release = try self.release(lookup)
            let asset = try ReleaseAssets.find(id, release: release.id, in: lookup.connection)
            return (asset, try self.place(lookup), release.tag)
        }
        guard let asset else { throw APIError.notFound }
        return Answer(ReleaseLinkAnswer(asset: asset, tag: tag, place: place))
    }

    @Sendable private func download(_ request: APIRequest) async throws -> ServedFile {
        let name = request.path("filepath")
        return try served(
            try await api.read(request) { lookup in
                try ReleaseAssets.find(named: name, release: try self.release(lookup).id, in: lookup.connection)
            })
    }

    @Sendable private func downloadOfLatest(_ request: APIRequest) async throws -> ServedFile {
        let name = request.path("filepath")
        return try served(
            try await api.read(request) { lookup in
                let project = try lookup.projectWithCode()
                guard let latest = try Releases.latest(project: project.id, now: lookup.now, in: lookup.connection)
                else { throw APIError.notFound }
                return try ReleaseAssets.find(named: name, release: latest.id, in: lookup.connection)
            })
    }

    /// The release a request names, a draft for Maintainers only.
    private func release(_ lookup: Lookup) throws -> Release {
        let project = try lookup.projectWithCode()
        let includesDrafts = try lookup.authority.has(.maintainer, in: project)
        guard
            let release = try Releases.find(
                project: project.id, tag: lookup.request.path("tag_name"), includesDrafts: includesDrafts,
                in: lookup.connection)
        else { throw APIError.notFound }
        return release
    }

    private func place(_ lookup: Lookup) throws -> AnswerPlace {
        try lookup.place(of: try lookup.project(), externalURL: api.externalURL)
    }

    private func served(_ asset: ReleaseAsset?) throws(APIError) -> ServedFile {
        guard let asset, let path = api.imports.files.path(of: asset.digest) else { throw .notFound }
        return ServedFile(
            path: path, name: asset.name, mediaType: asset.mediaType ?? "", size: asset.size, digest: asset.digest)
    }
}

/// A file of a release (GitLab's `Releases::Link`).
struct ReleaseLinkAnswer: Entity {
    var asset: ReleaseAsset
    var tag: String
    var place: AnswerPlace

    func write(_ object: inout JSONObject) {
        let name = NestedForm.escape(asset.name)
        let url = place.webURL("releases/\(NestedForm.escape(tag))/downloads/\(name)")
        object.add("id", asset.id)
        object.add("name", asset.name)
        object.add("url", url)
        object.add("direct_asset_url", url)
        object.add("link_type", "other")
    }
}
