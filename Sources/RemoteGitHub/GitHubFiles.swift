import Foundation
import HTTPTypes
import Model
import NIOCore
import Outbound
import Remote

/// Fetches files: attachments from GitHub's pages and storage, assets of releases from its API.
struct GitHubFiles: Sendable {
    let client: GitHubClient

    /// A file of two gigabytes over a slow line.
    private static let longestTime = Duration.seconds(4 * 3600)

    func download(
        _ file: RemoteFile, maximumBytes: Int, to sink: any RemoteFileSink
    ) async throws -> RemoteFileHead {
        var failure = RemoteFileError.remote(.notFound(what: "the file"))
        for place in file.places {
            do {
                return try await download(place, maximumBytes: maximumBytes, to: sink)
            } catch let error as RemoteFileError {
                failure = error
            }
        }
        throw failure
    }

    private func download(
        _ place: RemoteFile.Place, maximumBytes: Int, to sink: any RemoteFileSink
    ) async throws -> RemoteFileHead {
        let what = "the file at \(place.url)"
        let head: OutboundResponseHead
        do {
            head = try await client.rest.fetchFile(request(place, maximumBytes)) { part in
                switch part {
                case .beginning: try sink.restart()
                case .bytes(let bytes): try bytes.withUnsafeReadableBytes { try sink.write($0) }
                }
            }
        } catch let error as OutboundError {
            throw Self.reading(error, what: what)
        }
        try Self.judge(head, what: what)
        return RemoteFileHead(
            name: head.headers[.contentDisposition].flatMap(DispositionName.read),
            mediaType: head.headers[.contentType])
    }

    private func request(_ place: RemoteFile.Place, _ maximumBytes: Int) -> OutboundRequest {
        var request = OutboundRequest(
            .get, place.url, headers: [.userAgent: client.userAgent],
            credential: place.isOwn ? client.credential : nil)
        if let mediaType = place.mediaType {
            request.headers[.accept] = mediaType
            request.headers[GitHubHeaders.apiVersion] = "2022-11-28"
        }
        request.maximumBytes = maximumBytes
        request.timeouts = client.timeouts
        request.timeouts.total = max(client.timeouts.total, maximumBytes > 1 << 28 ? Self.longestTime : .zero)
        request.acceptsCompression = false
        return request
    }

    private static func reading(_ error: OutboundError, what: String) -> RemoteFileError {
        if case .tooLarge(_, let limit) = error { return .tooLarge(limit: limit) }
        switch GitHubFault(error, what: what) {
        case .tooHeavy(let detail): return .remote(.unavailable(what: what, detail: detail))
        case .remote(let error): return .remote(error)
        }
    }

    /// A refusal for one file says nothing of the import's right to read the repository.
    private static func judge(_ head: OutboundResponseHead, what: String) throws(RemoteFileError) {
        switch head.status.code {
        case 200:
            if head.url.path == "/login" || head.url.path.hasPrefix("/login/") || head.url.path == "/session" {
                throw .wantsSignIn
            }
        case 401, 403: throw .remote(.forbidden(what: what))
        case 404, 410, 451: throw .remote(.notFound(what: what))
        default: throw .remote(.unavailable(what: what, detail: "the source answered with status \(head.status.code)"))
        }
    }
}

extension GitHubRemote {
    func file(at address: String) -> RemoteFile? {
        files == nil ? nil : GitHubFileAddress.file(at: address, reader.host)
    }

    /// The address is made here rather than taken from an answer, so that no answer chooses where the credential goes.
    func file(ofAsset key: SourceKey) -> RemoteFile? {
        let repository = GitHubRepository.url(reader.repositoryID, at: reader.host)
        return RemoteFile(places: [
            RemoteFile.Place(
                url: repository.appending(path: "releases/assets/\(key)"), isOwn: true,
                mediaType: "application/octet-stream")
        ])
    }

    func download(
        _ file: RemoteFile, maximumBytes: Int, to sink: any RemoteFileSink
    ) async throws -> RemoteFileHead {
        guard let files else { throw RemoteFileError.remote(.notFound(what: "the file")) }
        return try await files.download(file, maximumBytes: maximumBytes, to: sink)
    }
}

/// The file name in a `Content-Disposition` field (RFC 6266).
enum DispositionName {
    static func read(_ field: String) -> String? {
        let parameters = field.split(separator: ";").dropFirst().map { $0.trimmingCharacters(in: .whitespaces) }
        for parameter in parameters where parameter.lowercased().hasPrefix("filename*=") {
            let value = parameter.dropFirst("filename*=".count)
            // Character set, language, then the name.
            let parts = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
            if parts.count == 3, let name = String(parts[2]).removingPercentEncoding, !name.isEmpty { return name }
        }
        for parameter in parameters where parameter.lowercased().hasPrefix("filename=") {
            let name = parameter.dropFirst("filename=".count).trimmingCharacters(in: ["\""])
            if !name.isEmpty { return name }
        }
        return nil
    }
}
