public import HTTPTypes
import NIOCore
public import Outbound
public import Remote

/// Fetches files: the source's own with the credential, all others without.
public struct FileDownloads: Sendable {
    private let client: BudgetedClient
    private let credential: Credential
    private let headers: HTTPFields
    private let timeouts: OutboundTimeouts
    /// Whether an answer at this address is the source's page for signing in, in place of the file.
    private let isSignIn: @Sendable (OutboundURL) -> Bool

    /// A file of two gigabytes over a slow line.
    private static let longestTime = Duration.seconds(4 * 3600)

    public init(
        client: BudgetedClient, credential: Credential, headers: HTTPFields, timeouts: OutboundTimeouts,
        isSignIn: @escaping @Sendable (OutboundURL) -> Bool
    ) {
        self.client = client
        self.credential = credential
        self.headers = headers
        self.timeouts = timeouts
        self.isSignIn = isSignIn
    }

    /// Tries the file's places in their order.
    /// - Throws: ``RemoteFileError``; what the sink throws; `CancellationError`.
    public func download(
        _ file: RemoteFile, maximumBytes: Int, to sink: any RemoteFileSink
    ) async throws -> RemoteFileHead {
        var failure = RemoteFileError.remote(.notFound(what: "the file"))
        for place in file.places {
            do {
                return try await download(place, of: file.name, maximumBytes: maximumBytes, to: sink)
            } catch let error as RemoteFileError {
                failure = error
            }
        }
        throw failure
    }

    private func download(
        _ place: RemoteFile.Place, of name: String?, maximumBytes: Int, to sink: any RemoteFileSink
    ) async throws -> RemoteFileHead {
        let what = "the file at \(place.url)"
        let head: OutboundResponseHead
        do {
            head = try await client.fetchFile(request(place, maximumBytes)) { part in
                switch part {
                case .beginning: try sink.restart()
                case .bytes(let bytes): try bytes.withUnsafeReadableBytes { try sink.write($0) }
                }
            }
        } catch let error as OutboundError {
            throw Self.reading(error, what: what)
        }
        try judge(head, what: what)
        if Self.isPage(head, inPlaceOf: name) {
            throw RemoteFileError.remote(
                .unavailable(what: what, detail: "the source answered with a web page in its place"))
        }
        return RemoteFileHead(
            name: head.headers[.contentDisposition].flatMap(DispositionName.read),
            mediaType: head.headers[.contentType])
    }

    /// A page to sign in or of an error may come with status 200. A file without an ending may be anything.
    private static func isPage(_ head: OutboundResponseHead, inPlaceOf name: String?) -> Bool {
        let kind = head.headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        guard kind == "text/html", let name, let dot = name.lastIndex(of: ".") else { return false }
        return !["html", "htm", "xhtml"].contains(name[dot...].dropFirst().lowercased())
    }

    private func request(_ place: RemoteFile.Place, _ maximumBytes: Int) -> OutboundRequest {
        var request = OutboundRequest(
            .get, place.url, headers: headers, credential: place.isOwn ? credential : nil)
        request.headers[.accept] = place.mediaType
        request.maximumBytes = maximumBytes
        request.timeouts = timeouts
        request.timeouts.total = max(timeouts.total, maximumBytes > 1 << 28 ? Self.longestTime : .zero)
        request.acceptsCompression = false
        return request
    }

    private static func reading(_ error: OutboundError, what: String) -> RemoteFileError {
        if case .tooLarge(_, let limit) = error { return .tooLarge(limit: limit) }
        switch SourceFault(error, what: what) {
        case .tooHeavy(let detail): return .remote(.unavailable(what: what, detail: detail))
        case .remote(let error): return .remote(error)
        }
    }

    /// A refusal for one file says nothing of the import's right to read the repository.
    private func judge(_ head: OutboundResponseHead, what: String) throws(RemoteFileError) {
        switch head.status.code {
        case 200: if isSignIn(head.url) { throw .wantsSignIn }
        case 401, 403: throw .remote(.forbidden(what: what))
        case 404, 410, 451: throw .remote(.notFound(what: what))
        default: throw .remote(.unavailable(what: what, detail: "the source answered with status \(head.status.code)"))
        }
    }
}
