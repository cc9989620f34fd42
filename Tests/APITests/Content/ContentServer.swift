import Store
import StoreSQLite

/// A server with the project of ``ContentFixture``, as one reader sees it.
struct ContentServer: Sendable {
    let api: APIServer
    let fixture: ContentFixture

    static func with(_ test: @Sendable (ContentServer) async throws -> Void) async throws {
        try await APIServer.with { api in
            let fixture = try await api.store.write { try ContentFixture.write(to: $0) }
            try await test(ContentServer(api: api, fixture: fixture))
        }
    }

    /// Gets a path under the project; `nil` stands for somebody without an account.
    func get(_ path: String, as reader: ContentFixture.Reader? = .maintainer) async throws -> Reply {
        try await api.get("/projects/\(fixture.project)\(path)", token: reader?.token)
    }

    /// Gets any path of the API.
    func getPath(_ path: String, as reader: ContentFixture.Reader? = .maintainer) async throws -> Reply {
        try await api.get(path, token: reader?.token)
    }

    func iids(_ path: String, as reader: ContentFixture.Reader? = .maintainer) async throws -> [Int64] {
        try await get(path, as: reader).list.compactMap { $0["iid"]?.number }
    }
}

extension Reply {
    /// GitLab's one-line error.
    var message: String? { object["message"]?.text ?? object["error"]?.text }
}

extension JSONTree {
    var keys: Set<String> { if case .object(let object) = self { Set(object.keys) } else { [] } }
    var list: [JSONTree] { if case .array(let list) = self { list } else { [] } }

    /// The value at `a.b.c`.
    func at(_ path: String) -> JSONTree? {
        path.split(separator: ".").reduce(Optional(self)) { $0?[String($1)] }
    }
}
