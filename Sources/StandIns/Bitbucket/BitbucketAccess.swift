import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

extension StandInBitbucket {
    /// Whose credentials a request came with; nil for none and for unknown ones.
    func account(of request: Request, forGit: Bool = false) -> BitbucketAccount? {
        guard let header = request.headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        let accounts = state.withLock { $0.accounts }
        guard parts[0].lowercased() == "basic" else { return accounts.first { $0.token == parts[1] } }
        guard let data = Data(base64Encoded: parts[1]), let pair = String(data: data, encoding: .utf8),
            let colon = pair.firstIndex(of: ":")
        else { return nil }
        let user = String(pair[..<colon])
        let secret = String(pair[pair.index(after: colon)...])
        return accounts.first { account in
            let isKnown = forGit && face == .cloud ? account.gitUsers.contains(user) : account.user == user
            return isKnown && (account.secret == secret || (face == .server && account.token == secret))
                && isAccepted(account)
        }
    }

    private func isAccepted(_ account: BitbucketAccount) -> Bool {
        configuration.acceptsAppPasswords || account.name != BitbucketAccount.cloudApp.name
    }

    /// The account a request came with, none for a request without credentials.
    /// - Throws: ``BitbucketError`` 401 for credentials that are not known, and where Basic is switched off.
    func caller(_ request: Request, forGit: Bool = false) throws -> BitbucketAccount? {
        guard let header = request.headers[.authorization] else { return nil }
        if face == .server, !configuration.acceptsBasic, !forGit, header.lowercased().hasPrefix("basic") {
            throw BitbucketError(
                status: .unauthorized, message: "Basic authentication has been disabled on this instance.",
                exception: "auth.BasicAuthenticationDisabledException")
        }
        guard let account = account(of: request, forGit: forGit) else {
            throw face == .server ? BitbucketError.notAuthenticated : .notAuthorized
        }
        return account
    }

    /// The repository's git for a request: asks for credentials where they are needed.
    func git(_ request: Request, folder: String?, path: String) async throws -> Response {
        withTraffic { $0.counts.gitRequests += 1 }
        let account: BitbucketAccount?
        do { account = try caller(request, forGit: true) } catch { return askForCredentials }
        let hosted = hosted
        guard hosted.project.isPublic || account != nil else { return askForCredentials }
        guard hosted.project.isPublic || account?.level != nil, let folder, !state.withLock({ $0.isGone }) else {
            return Response(
                status: .notFound, headers: [.contentType: "text/plain; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: "Repository not found\n")))
        }
        let backend = GitBackend(
            repository: folder, servesUnadvertisedCommits: configuration.servesUnadvertisedCommits)
        return try await backend.respond(to: request, path: path)
    }

    private var askForCredentials: Response {
        Response(
            status: .unauthorized,
            headers: [.contentType: "text/plain; charset=utf-8", .wwwAuthenticate: "Basic realm=\"Bitbucket\""],
            body: ResponseBody(byteBuffer: ByteBuffer(string: "Authentication failed\n")))
    }
}
