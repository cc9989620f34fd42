import Model

/// `GET /version` and `GET /metadata`.
struct VersionRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("version", alsoScopes: [.readUser], use: show)
        router.get("metadata", alsoScopes: [.readUser], use: show)
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Answer {
        Answer(VersionAnswer(version: api.gitLabVersion, revision: api.revision))
    }
}

private struct VersionAnswer: Entity {
    var version: String
    var revision: String

    func write(_ object: inout JSONObject) {
        object.add("version", version)
        object.add("revision", revision)
        object.add("kas") { object in
            object.add("enabled", false)
            object.null("externalUrl", "externalK8sProxyUrl", "version")
        }
        object.add("enterprise", false)
    }
}
