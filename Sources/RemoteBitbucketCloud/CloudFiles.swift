import HTTPTypes
import Model
import Outbound
import Remote
import RemoteREST

extension CloudRemote {
    func file(at address: String) -> RemoteFile? {
        files == nil ? nil : CloudFileAddress.file(at: address, reader.address)
    }

    /// The address is made here rather than taken from an answer, so that no answer chooses where the credential goes.
    func file(ofAsset key: SourceKey) -> RemoteFile? {
        reader.address.download(key.rawValue).map {
            RemoteFile(places: [RemoteFile.Place(url: $0, isOwn: true)], name: key.rawValue)
        }
    }

    func download(
        _ file: RemoteFile, maximumBytes: Int, to sink: any RemoteFileSink
    ) async throws -> RemoteFileHead {
        guard let files else { throw RemoteFileError.remote(.notFound(what: "the file")) }
        return try await files.download(file, maximumBytes: maximumBytes, to: sink)
    }
}

extension FileDownloads {
    /// Downloads and attachments from the API, which sends on to a storage; images from the pages.
    init(bitbucket client: RESTClient, userAgent: String) {
        self.init(
            client: client.budgeted, credential: client.credential, headers: [.userAgent: userAgent],
            timeouts: client.timeouts
        ) { url in
            url.path.hasPrefix("/account/signin") || url.host == "id.atlassian.com"
        }
    }
}
