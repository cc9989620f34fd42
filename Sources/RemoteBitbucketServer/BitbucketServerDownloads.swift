import HTTPTypes
import Outbound
import Remote
import RemoteREST

/// Fetches files in the form of signing in that the server was found to take.
struct BitbucketServerDownloads: Sendable {
    private let signIn: BitbucketServerSignIn
    private let basic: FileDownloads
    private let bearer: FileDownloads
    private let place: BitbucketServerPlace

    init(signIn: BitbucketServerSignIn, basic: RESTClient, bearer: RESTClient, place: BitbucketServerPlace) {
        self.signIn = signIn
        self.place = place
        self.basic = Self.downloads(basic, place.host)
        self.bearer = Self.downloads(bearer, place.host)
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
        // An import that goes on in another process may begin with its files.
        if await signIn.scheme == nil {
            _ = try? await signIn.get(place.host.rest(place.repository), what: "the repository \(place.repository)")
        }
        let isBearer = await signIn.scheme == .bearer
        return try await (isBearer ? bearer : basic).download(file, maximumBytes: maximumBytes, to: sink)
    }
}
