import Foundation
import Model
import Outbound

/// One repository of Bitbucket Cloud: its addresses in the API and on the pages. All requests go to addresses made
/// here, so that no answer chooses where the credential goes.
struct CloudRepositoryAddress: Sendable, Hashable {
    let addresses: BitbucketCloudAddresses
    /// `workspace/slug`.
    let fullName: String

    /// `nil` for what is no name of a repository: it becomes part of addresses.
    init?(addresses: BitbucketCloudAddresses, fullName: String) {
        let parts = fullName.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy(Self.isName) else { return nil }
        self.addresses = addresses
        self.fullName = fullName
    }

    /// Letters, digits and `-_.`, or a UUID in braces.
    private static func isName(_ part: Substring) -> Bool {
        part != "." && part != ".." && (1...200).contains(part.utf8.count)
            && part.utf8.allSatisfy {
                (48...57).contains($0) || (97...122).contains($0 | 0x20) || "-_.{}".utf8.contains($0)
            }
    }

    var api: OutboundURL { addresses.api.appending(path: "repositories/\(fullName)") }

    func api(_ path: String) -> OutboundURL { api.appending(path: path) }

    var webOrigin: String { addresses.web.origin.description }
    var page: String { "\(webOrigin)/\(fullName)" }
    var cloneURL: String { "\(page).git" }

    func pullRequest(_ number: Int64) -> String { "\(page)/pull-requests/\(number)" }

    func comment(_ id: Int64, on pullRequest: Int64) -> String {
        "\(self.pullRequest(pullRequest))/_/diff#comment-\(id)"
    }

    func comment(_ id: Int64, on commit: ObjectHash) -> String { "\(page)/commits/\(commit)#comment-\(id)" }

    func issue(_ number: Int64) -> String { "\(page)/issues/\(number)" }

    /// Address in the API of a file in the list of downloads; `nil` for a name that is no element of a path.
    func download(_ name: String) -> OutboundURL? { Self.element(name).map { api("downloads/\($0)") } }

    func attachment(_ name: String, of issue: Int64) -> OutboundURL? {
        Self.element(name).map { api("issues/\(issue)/attachments/\($0)") }
    }

    private static func element(_ name: String) -> String? {
        guard !name.isEmpty, name != ".", name != ".." else { return nil }
        return name.addingPercentEncoding(withAllowedCharacters: plain)
    }

    private static let plain = CharacterSet(
        charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
}

extension ImportSource {
    /// A repository by what its list of repositories calls it.
    init(_ address: CloudRepositoryAddress, repositoryID: Int64) {
        self.init(
            kind: .bitbucket, webOrigin: address.webOrigin, apiBase: address.addresses.api.text,
            repositoryID: repositoryID, fullName: address.fullName, cloneURL: address.cloneURL)
    }
}
