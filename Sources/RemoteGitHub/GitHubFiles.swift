import HTTPTypes
import Model
import Outbound
import Remote
import RemoteREST

extension GitHubClient {
    /// Attachments from GitHub's pages and storage, assets of releases from its API.
    var files: FileDownloads {
        FileDownloads(
            client: rest, credential: credential,
            headers: [.userAgent: userAgent, GitHubHeaders.apiVersion: "2022-11-28"], timeouts: timeouts
        ) { url in
            url.path == "/login" || url.path.hasPrefix("/login/") || url.path == "/session"
        }
    }
}

extension GitHubRemote {
    func file(at address: String) -> RemoteFile? {
        files == nil ? nil : GitHubFileAddress.file(at: address, reader.host, in: reader.name)
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
        var file = file
        for index in file.places.indices where !file.places[index].isOwn {
            guard let name = GitHubFileAddress.repository(of: file.places[index].url, at: reader.host) else { continue }
            file.places[index].isOwn = try await formerNames.contains(name)
        }
        return try await files.download(file, maximumBytes: maximumBytes, to: sink)
    }
}
