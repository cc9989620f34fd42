import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// GitHub's REST API, version 3, as far as an importer reads it.
struct RESTRoutes: Sendable {
    let server: StandInGitHub
    /// `/api/v3` or nothing.
    let prefix: String

    func add(to router: Router<StandInContext>) {
        let group = router.group(RouterPath(prefix)).add(middleware: AccessMiddleware(server: server, resource: .core))
        addAccounts(to: group)
        addGists(to: group)
        for base in ["repos/:owner/:repo", "repositories/:id"] {
            addRepository(to: group, base)
            addAssets(to: group, base)
            addSettings(to: group, base)
            addIssues(to: group, base)
            addPullRequests(to: group, base)
            addCommitComments(to: group, base)
        }
    }

    private func addAccounts(to group: RouterGroup<StandInContext>) {
        group.get("rate_limit") { _, context in rateLimit(context) }
        group.get("meta") { _, _ in Response.json(["verifiable_password_authentication": false]) }
        group.get("user") { request, context in
            guard let token = context.token else { throw GitHubError.unauthenticated }
            return Response.json(Answers.profile(owner(of: token), addresses(request)))
        }
        group.get("users/:login") { request, context in
            guard let user = anyUser(context.parameters.get("login")) else { throw GitHubError.notFound }
            return Response.json(Answers.profile(user, addresses(request)))
        }
        group.get("user/:id") { request, context in
            guard let user = anyUser(id: context.parameters.get("id", as: Int.self)) else { throw GitHubError.notFound }
            return Response.json(Answers.profile(user, addresses(request)))
        }
    }

    private func rateLimit(_ context: StandInContext) -> Response {
        let configuration = server.configuration
        let (core, graphql) = server.state.withLock {
            ($0.bucket(context.token, .core, configuration), $0.bucket(context.token, .graphql, configuration))
        }
        return .json(["resources": ["core": core.answer, "graphql": graphql.answer], "rate": core.answer])
    }

    func addresses(_ request: Request) -> Addresses {
        Addresses(request, prefix: prefix, fallback: server.url)
    }

    /// The project a request is about.
    /// - Throws: ``GitHubError/notFound`` when there is none, or none the token may see.
    func answers(_ request: Request, _ context: StandInContext) throws -> Answers {
        let parameters = context.parameters
        let hosted: HostedProject?
        if let id = parameters.get("id", as: Int.self) {
            hosted = server.hosted(id: id)
        } else {
            hosted = server.hosted("\(parameters.get("owner") ?? "")/\(parameters.get("repo") ?? "")")
        }
        guard let hosted, hosted.isVisible(to: context.token) else { throw GitHubError.notFound }
        return Answers(hosted: hosted, addresses: addresses(request))
    }

    /// A page of a list whose rows are in `positions`.
    func list(
        _ request: Request, _ answers: Answers, path: String, count: Int, depth: Int = .max,
        row: (Int) -> JSONValue
    ) throws -> Response {
        let page = RESTPage(request)
        let rows = try page.rows(of: count, depth: depth)
        let address = "\(addresses(request).api)/repositories/\(answers.project.repository.id)/\(path)"
        let link = page.link(request, address: address, count: count, depth: depth)
        return tagged(.array(rows.map(row)), link: link)
    }

    /// An answer with the `ETag` by which a client can ask whether anything has changed; good until the server ends.
    func tagged(_ value: JSONValue, link: String? = nil) -> Response {
        let buffer = value.buffer()
        var hasher = Hasher()
        buffer.withUnsafeReadableBytes { hasher.combine(bytes: $0) }
        hasher.combine(link)
        var headers: HTTPFields = [.contentType: "application/json; charset=utf-8"]
        headers[.eTag] = "W/\"\(String(UInt(bitPattern: hasher.finalize()), radix: 16))\""
        headers[.link] = link
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: buffer))
    }

    private func owner(of token: StandInToken) -> SampleUser {
        anyUser(token.login) ?? SampleUser(id: 60_000_001, login: token.login, name: "Stand-in Importer")
    }

    private func anyUser(_ login: String?) -> SampleUser? {
        guard let login = login?.removingPercentEncoding else { return nil }
        if login == SampleUser.ghost.login { return .ghost }
        return server.state.withLock { $0.hosted.values.lazy.compactMap { $0.user(login) }.first }
    }

    private func anyUser(id: Int?) -> SampleUser? {
        server.state.withLock { $0.hosted.values.lazy.flatMap { $0.project.users }.first { $0.id == id } }
    }
}

extension HostedProject {
    /// Private repositories are there only for tokens that see them.
    func isVisible(to token: StandInToken?) -> Bool {
        !project.repository.isPrivate || token?.seesPrivate == true
    }
}
