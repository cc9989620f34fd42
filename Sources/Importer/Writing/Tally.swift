import Model
import Store

/// What a page adds to the ledger.
struct Tally {
    private let importID: ImportID
    private var fetched: [ObjectKind: Int64] = [:]
    private var imported: [ObjectKind: Int64] = [:]
    /// Drafts that are no row of their own.
    private(set) var leftOut = 0
    /// Where the lines it writes come from.
    var origin: ExceptionOrigin

    init(importID: ImportID, origin: ExceptionOrigin) {
        self.importID = importID
        self.origin = origin
    }

    /// One more object of this kind is in the store.
    mutating func arrived(_ kind: ObjectKind) {
        fetched[kind, default: 0] += 1
        imported[kind, default: 0] += 1
    }

    /// What was drafted is told by another row, here or later.
    mutating func leaveOut() { leftOut += 1 }

    /// Writes a line; an object that is not in the store at all was fetched all the same.
    mutating func list(
        _ exception: ImportException, at now: Timestamp, in connection: any WriteConnection
    ) throws {
        let isNew = try ImportExceptions.insert(
            exception, from: origin, import: importID, at: now, in: connection)
        if isNew, exception.outcome != .degraded { fetched[exception.kind, default: 0] += 1 }
    }

    func write(in connection: any WriteConnection) throws {
        for kind in ObjectKind.allCases {
            try LedgerEntries.add(
                fetched: fetched[kind] ?? 0, imported: imported[kind] ?? 0, kind: kind, import: importID, in: connection
            )
        }
    }
}
