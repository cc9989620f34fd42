import Access
import Git
import HTTPTypes
import Model
import Store

/// Who sends a request, as far as the request tells.
struct GitSender: Sendable {
    var headers: HTTPFields
    var client: ClientAddress
}

/// Finds the repository a request names, as far as its sender may read it.
struct GitAccess: Sendable {
    let store: any Datastore
    let authenticator: Authenticator
    let repositories: RepositoryStorage
    let clock: @Sendable () -> Timestamp

    /// - Returns: the repository, and among whom its sender takes turns.
    /// - Throws: ``GitRefusal``, and ``StoreError`` where the store can't answer.
    func repository(_ path: String, from sender: GitSender) async throws -> (GitRepository, caller: String) {
        let caller = try await caller(sender)
        let now = clock()
        let repositories = repositories
        let repository = try await store.read { connection in
            let authority = Authority(caller: caller, now: now, in: connection)
            guard let place = try Self.place(path, authority, connection) else {
                // A client without credentials asks for them only after a 401.
                throw caller.user == nil ? GitRefusal.unauthorized : .notFound
            }
            switch place {
            case .wiki(let project): return repositories.wiki(project.id)
            case .snippet(let snippet): return repositories.snippet(snippet.id)
            case .code(let project):
                guard try authority.mayReadCode(of: project) else { throw GitRefusal.noCode }
                return repositories.project(project.id)
            }
        }
        guard repository.exists else { throw GitRefusal.noRepository }
        return (repository, caller.user.map { "user \($0.id)" } ?? "")
    }

    private enum Place {
        case code(Project)
        case wiki(Project)
        case snippet(Snippet)
    }

    /// The project whose code a request names, as far as its sender may read it.
    /// - Throws: as ``repository(_:from:)``.
    func codeProject(_ path: String, from sender: GitSender) async throws -> Project {
        let caller = try await caller(sender)
        let now = clock()
        return try await store.read { connection in
            let authority = Authority(caller: caller, now: now, in: connection)
            guard case .code(let project)? = try Self.place(path, authority, connection) else {
                throw caller.user == nil ? GitRefusal.unauthorized : .notFound
            }
            guard try authority.mayReadCode(of: project) else { throw GitRefusal.noCode }
            return project
        }
    }

    /// A project may itself be called `x.wiki`: it comes before the wiki of `x`, as in GitLab.
    private static func place(
        _ path: String, _ authority: Authority, _ connection: any ReadConnection
    ) throws -> Place? {
        if let project = try Projects.find(fullPath: path, in: connection), try authority.mayRead(project) {
            return .code(project)
        }
        if let number = path.wholeMatch(of: #/snippets/([0-9]{1,18})/#)?.output.1, let id = Int64(number) {
            return try Snippets.find(SnippetID(id), in: connection)
                .flatMap { authority.mayRead($0) ? .snippet($0) : nil }
        }
        guard path.hasSuffix(".wiki") else { return nil }
        let owner = try Projects.find(fullPath: String(path.dropLast(".wiki".count)), in: connection)
        guard let project = owner, project.isWikiEnabled, try authority.mayRead(project) else { return nil }
        return .wiki(project)
    }

    private func caller(_ sender: GitSender) async throws -> Caller {
        guard let tokens = BasicCredentials.tokens(in: sender.headers) else { return .anonymous }
        guard !tokens.isEmpty else { throw GitRefusal.unauthorized }
        do {
            let caller = try await authenticator.caller(firstOf: tokens, from: sender.client)
            let scopes: [TokenScope] = [.readRepository, .writeRepository, .readAPI, .api]
            guard caller.hasScope(among: scopes) else { throw GitRefusal.scope }
            return caller
        } catch let refusal as Refusal {
            throw Self.gitRefusal(refusal)
        }
    }

    private static func gitRefusal(_ refusal: Refusal) -> GitRefusal {
        switch refusal {
        case .unknown: .unauthorized
        case .expired, .revoked: GitRefusal(status: .unauthorized, text: refusal.description)
        case .accountState(let reason): GitRefusal(status: .forbidden, text: reason)
        case .throttled(let throttled):
            GitRefusal(
                status: .tooManyRequests, text: "Too many wrong tokens came from this address. Retry later.",
                seconds: throttled.seconds)
        }
    }
}
