public import Access
public import Git
import HTTPTypes
public import Hummingbird
public import Logging
public import Model
import NIOCore
public import Store

/// Serves clones and fetches over git's smart HTTP protocol, versions 0 to 2: `GROUP/PROJECT.git`, the same without
/// `.git`, `GROUP/PROJECT.wiki.git`, `snippets/NUMBER.git`; and the large files of projects to git-lfs.
///
/// Whoever may read a project's code may fetch it; a token stands as the password of HTTP Basic. Pushes are refused in
/// words git shows. The server hands it what ``handles(_:)``.
public struct GitHTTPResponder: Sendable {
    private static let requestType = "application/x-git-upload-pack-request"
    private let access: GitAccess
    private let largeFiles: LFSResponder
    private let transfers: Turnstile
    private let logger: Logger

    /// - Parameters:
    ///   - store: where projects and tokens are looked up.
    ///   - repositories: where the git repositories lie.
    ///   - clock: the time by which tokens expire.
    ///   - externalURL: where people reach this server, without a trailing slash: what git-lfs is told. Nil stands
    ///     for what each request calls it.
    ///   - refusals: told of every credential that is refused.
    ///   - failures: throttles who shows tokens that nobody has; one for all doors of a server.
    ///   - transfers: what each clone and fetch passes before it begins.
    ///   - logger: told of failures; neither tokens nor names of projects are logged.
    public init(
        store: any Datastore, repositories: RepositoryStorage, clock: @escaping @Sendable () -> Timestamp,
        externalURL: String? = nil, refusals: RefusalCounter? = nil,
        failures: FailedAuthentications = FailedAuthentications(limit: 0),
        transfers: Turnstile = Turnstile(Turnstile.Limits(places: 32)), logger: Logger
    ) {
        self.transfers = transfers
        access = GitAccess(
            store: store,
            authenticator: Authenticator(store: store, clock: clock, refusals: refusals, failures: failures),
            repositories: repositories, clock: clock)
        largeFiles = LFSResponder(
            access: access, files: repositories.largeFiles, externalURL: externalURL, logger: logger)
        self.logger = logger
    }

    /// Whether a request is git's.
    public static func handles(_ request: Request) -> Bool {
        LFSRequest(request) != nil || GitRequest(request) != nil
    }

    /// - Parameter client: where the request comes from.
    public func respond(
        to request: Request, context: some RequestContext, client: ClientAddress
    ) async throws -> Response {
        let sender = GitSender(headers: request.headers, client: client)
        if let lfs = LFSRequest(request) {
            return await largeFiles.respond(to: lfs, request, from: sender, context: context)
        }
        guard let git = GitRequest(request) else { return GitRefusal.notFound.response }
        do {
            return try await answer(git, request, from: sender)
        } catch let refusal as GitRefusal {
            return refusal.response
        } catch let error as Turnstile.Full {
            var response = GitRefusal(status: .serviceUnavailable, text: "\(error)").response
            response.headers[.retryAfter] = String(error.retryAfter)
            return response
        } catch let error as StoreError {
            logger.error("the store could not serve git", metadata: ["error": "\(error)"])
            return GitRefusal(status: .serviceUnavailable, text: "The server cannot read its store now.").response
        }
    }

    private func answer(_ git: GitRequest, _ request: Request, from sender: GitSender) async throws -> Response {
        switch (git.operation, request.method) {
        case (.advertisement(service: "git-receive-pack"), _), (.receivePack, _): throw GitRefusal.readOnly
        case (.advertisement(service: "git-upload-pack"), .get):
            let (repository, caller) = try await access.repository(git.path, from: sender)
            return advertise(repository, request, try await transfers.enter(caller: caller))
        case (.uploadPack, .post):
            let (repository, caller) = try await access.repository(git.path, from: sender)
            let input = try body(of: request)
            return serve(repository, request, input: input, try await transfers.enter(caller: caller))
        case (.advertisement(service: "git-upload-pack"), _), (.uploadPack, _): throw GitRefusal.method
        case (.advertisement, _), (.file, _): throw GitRefusal.dumbProtocol
        }
    }

    /// git compresses bodies from 1 KB on. The type is demanded so that no page elsewhere can send this in a form.
    private func body(of request: Request) throws -> GitBody {
        guard request.headers[.contentType]?.lowercased() == Self.requestType else {
            throw GitRefusal.mediaType(Self.requestType)
        }
        switch request.headers[.contentEncoding]?.lowercased() {
        case nil, "identity": return GitBody(body: request.body, isCompressed: false)
        case "gzip", "x-gzip": return GitBody(body: request.body, isCompressed: true)
        default: throw GitRefusal.mediaType(Self.requestType)
        }
    }

    private func version(_ request: Request) -> GitProtocolVersion {
        GitProtocolVersion(header: request.headers[.gitProtocol])
    }

    private func advertise(
        _ repository: GitRepository, _ request: Request, _ place: Turnstile.Place
    ) -> Response {
        let version = version(request)
        return response("application/x-git-upload-pack-advertisement") { writer in
            try await write(to: &writer, place) { write in
                try await UploadPack(repository).advertise(version) { try await write($0) }
            }
        }
    }

    private func serve(
        _ repository: GitRepository, _ request: Request, input: GitBody, _ place: Turnstile.Place
    ) -> Response {
        let version = version(request)
        return response("application/x-git-upload-pack-result") { writer in
            try await input.relayed { relayed in
                try await write(to: &writer, place) { write in
                    try await UploadPack(repository).serve(version, input: relayed) { try await write($0) }
                }
            }
        }
    }

    private func response(
        _ type: String, _ body: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        let headers: HTTPFields = [
            .contentType: type, .cacheControl: "no-cache, max-age=0, must-revalidate",
            .expires: "Fri, 01 Jan 1980 00:00:00 GMT", .pragma: "no-cache",
        ]
        return Response(status: .ok, headers: headers, body: ResponseBody { try await body(&$0) })
    }

    /// Writes what git says, to the end.
    private func write(
        to writer: inout any ResponseBodyWriter, _ place: Turnstile.Place,
        _ run: (_ write: (GitByteStream) async throws -> Void) async throws -> Void
    ) async throws {
        defer { place.leave() }
        do {
            try await run { stream in
                for try await chunk in stream { try await writer.write(chunk) }
            }
        } catch let error as GitError {
            try Self.judge(error, logger)
        }
        try await writer.finish(nil)
    }

    /// A git that ended with a status has told the client why, in the answer itself; it does so, too, after the first
    /// half of a shallow fetch in version 0, where all is well. Any other end breaks the connection off, so that
    /// nobody takes half an answer for a whole one.
    private static func judge(_ error: GitError, _ logger: Logger) throws {
        if case .exited = error.status {
            logger.debug("git refused to serve", metadata: ["error": "\(error)"])
            return
        }
        logger.error("git could not serve a repository", metadata: ["error": "\(error)"])
        throw error
    }
}

extension HTTPField.Name {
    private static func named(_ text: String) -> HTTPField.Name {
        // The names below are fixed and valid; `Via` could never be meant by a typing mistake in one of them.
        HTTPField.Name(text) ?? .via
    }

    fileprivate static let gitProtocol = named("Git-Protocol")
    fileprivate static let pragma = named("Pragma")
}
