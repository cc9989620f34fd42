import Model
import Outbound
import Remote
import RemoteREST

/// `GET R/downloads`: a file that hangs on the repository. All of them become files of one release.
struct CloudDownload: Decodable, Sendable {
    var name: String
    var size: Int64?
    var user: CloudUser?
    var createdAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case name
        case size
        case user
        case createdAt = "created_on"
    }

    static let fields =
        ["next", "values.name", "values.size", "values.created_on"] + CloudUser.fields("values.user")

    static func map(_ payload: [UInt8], _ mapping: CloudMapping) throws(RemoteError) -> MappedPage {
        let list: CloudPage<Self> = try JSONText.decode(payload, what: "the downloads")
        let (rows, exceptions) = list.read(.releaseAsset)
        var page = MappedPage(exceptions: exceptions)
        guard !rows.isEmpty else { return page }
        let times = rows.compactMap(\.createdAt)
        let first = times.min() ?? Timestamp(millisecondsSinceEpoch: 0)
        var release = ReleaseDraft(
            sourceKey: "downloads", tag: "downloads", name: "Downloads", description: description(mapping),
            author: rows.compactMap(\.user?.person).first, isDraft: false, isPrerelease: false, createdAt: first,
            releasedAt: first)
        var seen: Set<String> = []
        release.assets = rows.filter { seen.insert($0.name).inserted }.map { $0.asset(first, mapping) }
        page.drafts = [.release(release)]
        page.announced[.release] = 1
        return page
    }

    private static func description(_ mapping: CloudMapping) -> String {
        "Files from \(mapping.address.page)/downloads/"
    }

    private func asset(_ first: Timestamp, _ mapping: CloudMapping) -> ReleaseAssetDraft {
        ReleaseAssetDraft(
            sourceKey: SourceKey(name.withoutNUL), name: name.withoutNUL, mediaType: nil, size: (size ?? 0).asCount,
            digest: nil, isComplete: true, sourceURL: mapping.address.download(name)?.text,
            createdAt: createdAt ?? first)
    }
}
