import Foundation
import Model
import Store

/// How far the second look is: kept with its stage, so that a restart goes on with the same pages.
struct RecountState: Sendable, Codable {
    static let stage = Stage.recount.rawValue

    /// Which time all of it is done: a retry looks again.
    var generation = 1
    var round = 1
    /// Changes from here on are asked for, by the source's clock.
    var since: Timestamp?
    /// By how much the source's count and what is here still differed after a list was walked through, by collection.
    var walked: [String: Int64] = [:]
    var hasChangedPullRequests = false
    /// By how much the source's count of the comments on a pull request and what is here differed when it was asked for
    /// once more, by its number; for sources that count all comments together.
    var askedAgain: [String: Int64]? = nil
    /// The source's counts, where it gave them: what ``CountsStage`` holds the ledger against.
    var counts: [String: Int64]?

    /// What sets this round's pages apart.
    var pass: String { "\(generation).\(round)" }
    /// The same, of lists that are walked through.
    var walk: String { pass + "w" }
    var walkBefore: String { "\(generation).\(round - 1)w" }

    static func load(_ id: ImportID, in connection: any ReadConnection) throws -> RecountState {
        guard let text = try ImportStages.facts(stage: stage, of: id, in: connection),
            let state = try? JSONDecoder().decode(RecountState.self, from: Data(text.utf8))
        else { return RecountState() }
        return state
    }

    func save(_ id: ImportID, at now: Timestamp, in connection: any WriteConnection) throws {
        let text = String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
        try ImportStages.setFacts(text, stage: Self.stage, of: id, at: now, in: connection)
    }

    /// As it begins another time.
    var again: RecountState { RecountState(generation: generation + 1, since: nil) }

    var sourceCounts: [ObjectKind: Int64]? {
        counts.map { counts in
            Dictionary(
                uniqueKeysWithValues: counts.compactMap { name, count in
                    ObjectKind(rawValue: name).map { ($0, count) }
                })
        }
    }
}
