import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// What is at the addresses of pages: git repositories, and the files of releases.
struct WebRoutes: Sendable {
    let server: StandInGitHub

    func add(to router: Router<StandInContext>) {
        router.get(":owner/:repo/info/refs") { request, context in
            guard request.uri.queryParameters["service"] == "git-upload-pack" else {
                return Self.plain(.forbidden, "Only fetching is possible here.\n")
            }
            return try await git(request, context, path: "/info/refs")
        }
        router.post(":owner/:repo/git-upload-pack") { request, context in
            try await git(request, context, path: "/git-upload-pack")
        }
        router.get(":owner/:repo/releases/download/:tag/:file") { request, context in
            try asset(request, context)
        }
    }

    /// Repositories that are not there, or not for this token, ask for credentials first and are then not found.
    private func git(_ request: Request, _ context: StandInContext, path: String) async throws -> Response {
        server.state.withLock { $0.traffic.counts.gitRequests += 1 }
        guard let name = context.parameters.get("repo"), name.hasSuffix(".git") else { throw GitHubError.notFound }
        let isWiki = name.hasSuffix(".wiki.git")
        let owner = context.parameters.get("owner") ?? ""
        let token: StandInToken?
        do { token = try server.token(of: request) } catch { return Self.askForCredentials }
        if owner == "gist", let folder = server.state.withLock({ $0.gistRepositories[String(name.dropLast(4))] }) {
            return try await GitBackend(repository: folder).respond(to: request, path: path)
        }
        let hosted = server.hosted("\(owner)/\(name.dropLast(isWiki ? 9 : 4))")
        guard let hosted, hosted.isVisible(to: token),
            let folder = isWiki ? hosted.content.wiki : hosted.content.repository
        else { return token == nil ? Self.askForCredentials : Self.plain(.notFound, "Repository not found.\n") }
        return try await GitBackend(repository: folder).respond(to: request, path: path)
    }

    private func asset(_ request: Request, _ context: StandInContext) throws -> Response {
        let parameters = context.parameters
        let hosted = server.hosted("\(parameters.get("owner") ?? "")/\(parameters.get("repo") ?? "")")
        let token = try server.token(of: request)
        let release = hosted?.project.releases.first { $0.tag == parameters.get("tag") }
        let file = release?.assets.first { $0.name == parameters.get("file") }
        guard let hosted, hosted.isVisible(to: token), let file else { throw GitHubError.notFound }
        return Response(
            status: .ok, headers: [.contentType: file.contentType],
            body: ResponseBody(byteBuffer: ByteBuffer(string: file.content)))
    }

    private static var askForCredentials: Response {
        var response = plain(.unauthorized, "Repository not found.\n")
        response.headers[.wwwAuthenticate] = "Basic realm=\"GitHub\""
        return response
    }

    private static func plain(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
