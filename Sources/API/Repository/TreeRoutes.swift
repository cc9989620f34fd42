import Access
import Git
import HTTPTypes
import Model
import Store

/// Directories of a project's repository.
struct TreeRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("projects/:id/repository/tree", .everyone, use: list)
    }

    @Sendable private func list(_ request: APIRequest) async throws -> Answer {
        let input = try request.read(TreeParameters.init)
        let repository = try await api.repository(request)
        let revision = try repository.revision(input.ref, orNotFound: "Tree")
        guard try await repository.git.resolve(revision) != nil else { throw APIError.notFound("Tree") }
        let tree = try await repository.reading(orNotFound: "Tree") {
            try await repository.git.tree(revision, path: input.path, recursive: input.isRecursive)
        }
        switch input.paging {
        case .page(let page):
            return .page(PagedRows(tree.entries, page), page, of: request) { TreeEntryAnswer(entry: $0) }
        case .none: return Answer(tree.entries.map { TreeEntryAnswer(entry: $0) })
        case .keyset(let size, let token):
            return try page(of: tree.entries, after: token, size: size, request)
        }
    }

    private func page(
        of entries: [TreeEntry], after token: String?, size: Int, _ request: APIRequest
    ) throws -> Answer {
        var rest = entries[...]
        if let token {
            guard let last = entries.firstIndex(where: { TreeParameters.token(of: $0) == token || $0.id.hex == token })
            else { throw APIError(.unprocessableContent, .message("422 Unprocessable Entity - invalid page token")) }
            rest = entries[(last + 1)...]
        }
        let shown = Array(rest.prefix(size))
        let next = rest.count > size ? shown.last.map { [("page_token", TreeParameters.token(of: $0))] } : nil
        return .keyset(shown, next: next, of: request) { TreeEntryAnswer(entry: $0) }
    }
}

/// What a request says about a directory.
struct TreeParameters: Sendable {
    enum Paging: Sendable {
        case page(Page)
        /// Entries after the one a token names.
        case keyset(size: Int, token: String?)
        case none
    }

    private enum Method: String {
        case legacy, keyset, none
    }

    let ref: String?
    let path: String
    let isRecursive: Bool
    let paging: Paging

    init(_ reader: inout ParameterReader) {
        ref = reader.optional("ref", String.self)
        path = reader.optional("path", String.self) ?? ""
        isRecursive = reader.optional("recursive", Bool.self) ?? false
        switch reader.optional("pagination", among: Method.self) {
        case nil, .legacy: paging = .page(reader.page())
        case .keyset:
            let keyset = reader.keyset(orders: ["name"])
            let token = reader.optional("page_token", String.self).flatMap { $0.isEmpty ? nil : $0 }
            paging = .keyset(size: keyset?.size ?? 20, token: token)
        case .some(.none):
            if !isRecursive { reader.fail("pagination cannot be \"none\" unless \"recursive\" is true") }
            paging = .none
        }
    }

    /// GitLab's token is the entry's object, which two files with the same content share: here it is the path, and the
    /// object is understood as well.
    static func token(of entry: TreeEntry) -> String {
        Base64URL.text(Array(entry.path.utf8))
    }
}
