import HTTPTypes
import Outbound
import Remote
import RemoteREST

/// Fetches files in the form of signing in that the server was found to take.
struct BitbucketServerDownloads: Sendable {
    private let signIn: BitbucketServerSignIn
    private let basic: FileDownloads
    private let bearer: FileDownloads

    init(signIn: BitbucketServerSignIn, basic: RESTClient, bearer: RESTClient, host: BitbucketServerHost) {
        self.signIn = signIn
        self.basic = Self.downloads(basic, host)
        self.bearer = Self.downloads(bearer, host)
    }

    private static func downloads(_ client: RESTClient, _ host: BitbucketServerHost) -> FileDownloads {
        let login = host.base.appending(path: "login").path
        var headers = client.headers
        headers[.accept] = nil
        return FileDownloads(
            client: client.budgeted, credential: client.credential, headers: headers, timeouts: client.timeouts
        ) { $0.path == login }
    }

    /// - Throws: as `FileDownloads` does.
    func download(
        _ file: RemoteFile, maximumBytes: Int, to sink: any RemoteFileSink
    ) async throws -> RemoteFileHead {
        let isBearer = await signIn.scheme == .bearer
        return try await (isBearer ? bearer : basic).download(file, maximumBytes: maximumBytes, to: sink)
    }
}
