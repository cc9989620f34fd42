import Model
import Store

/// What a page adds to the ledger.
struct Tally {
    private let importID: ImportID
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
    mutating func arrived(_ kind: ObjectKind) { imported[kind, default: 0] += 1 }

    /// What was drafted is told by another row, here or later.
    mutating func leaveOut() { leftOut += 1 }

    func list(_ exception: ImportException, at now: Timestamp, in connection: any WriteConnection) throws {
        try ImportExceptions.insert(exception, from: origin, import: importID, at: now, in: connection)
    }

    func write(in connection: any WriteConnection) throws {
        for (kind, count) in imported {
            // Roles have no row of their own that tells whether they were counted before; they are one page as a whole.
            let put = kind == .collaborator ? LedgerEntries.setImported : LedgerEntries.add
            try put(count, kind, importID, connection)
        }
    }
}
