import Remote
import Synchronization

/// Which time a collection is read: once for the import, then again for what has changed meanwhile.
struct ReadingPass: Sendable {
    /// What sets its pages apart in the journal; `nil` the first time.
    let name: String?
    /// Whether its pages together are all that the source has: what they do not show is gone.
    var isWalk = false
    let findings: RecountFindings?

    static let first = ReadingPass(name: nil, findings: nil)

    var isRecount: Bool { name != nil }

    /// The journal's name for a collection.
    func journalName(of collection: Collection) -> String {
        name.map { "\(collection.rawValue)#\($0)" } ?? collection.rawValue
    }

    /// The collection and the pass that a journal's name means.
    static func reading(journal name: String) -> (collection: Collection, pass: ReadingPass)? {
        let parts = name.split(separator: "#", maxSplits: 1).map { String($0) }
        guard let collection = parts.first.flatMap(Collection.init(rawValue:)) else { return nil }
        return (collection, parts.count == 1 ? .first : ReadingPass(name: parts[1], findings: nil))
    }
}

/// What a second look has come upon in this process.
final class RecountFindings: Sendable {
    private let counted = Mutex<(written: Int, lost: Int)>((0, 0))

    /// Rows that are new, or that have changed.
    var written: Int { counted.withLock { $0.written } }
    /// Pages that could not be had.
    var lostPages: Int { counted.withLock { $0.lost } }

    func write(_ rows: Int) { counted.withLock { $0.written += rows } }
    func losePage() { counted.withLock { $0.lost += 1 } }
}
