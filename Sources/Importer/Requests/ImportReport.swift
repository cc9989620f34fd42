public import Model
public import Remote
public import Store

/// How an import stands or ended: the proof.
public struct ImportReport: Sendable {
    public var record: Import
    public var entries: [LedgerEntry]
    public var stages: [String: ImportStages.State]
    public var spending: RemoteSpending
    /// The first exceptions, in the order they were found.
    public var exceptions: [ImportExceptions.Listed]
    /// How many there are.
    public var exceptionCount: Int64 = 0

    /// Exceptions listed at most; the ledger counts all of them.
    public static let exceptionLimit = 1000

    public static func read(_ id: ImportID, in connection: any ReadConnection) throws -> ImportReport? {
        guard let record = try Imports.find(id, in: connection) else { return nil }
        var spending = RemoteSpending(json: try Imports.spending(of: id, in: connection)) ?? RemoteSpending()
        if record.status.isComplete {
            // An import that was canceled while it waited waits for nothing any more.
            (spending.limitedBy, spending.limitedUntil) = (nil, nil)
        }
        return ImportReport(
            record: record, entries: try LedgerEntries.list(import: id, in: connection),
            stages: try ImportStages.states(of: id, in: connection),
            spending: spending,
            exceptions: try ImportExceptions.list(import: id, limit: exceptionLimit, in: connection),
            exceptionCount: try ImportExceptions.count(import: id, in: connection))
    }

    /// Whether everything the source says there is, is here, or is listed with a reason.
    public var isComplete: Bool {
        record.status == .finished && entries.allSatisfy { $0.missing == 0 && $0.failed == 0 }
    }

    /// Stages that run now, in the order of the table.
    public var runningStages: [Stage] {
        Stage.allCases.filter { stages[$0.rawValue] == .running }
    }
}
