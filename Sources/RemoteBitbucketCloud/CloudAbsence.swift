import Foundation
import Model

/// A page in place of a list that the source does not have.
struct CloudAbsence: Decodable, Sendable {
    var what: String

    enum CodingKeys: String, CodingKey {
        case what = "landfall_absent"
    }

    static let tracker = Array("{\"landfall_absent\":\"tracker\",\"values\":[]}".utf8)

    /// A fact about the source, which is no failure: a line of the ledger for the issues, nothing for their labels and
    /// milestones. It may have been switched on by the next time.
    static func exceptions(in payload: [UInt8]) -> [ImportException] {
        // Almost every page is no such page, and long.
        guard payload.count < 200, (try? JSONDecoder().decode(Self.self, from: Data(payload))) != nil else { return [] }
        return [
            ImportException(
                kind: .issue, sourceKey: .hidden("tracker"), sourceURL: nil, outcome: .skipped,
                reason: "there is no issue tracker: the repository has none, or it went with all others of Bitbucket "
                    + "Cloud, which Atlassian switched off in August 2026",
                cure: "bring issues from an export that was made before, where there is one")
        ]
    }
}
