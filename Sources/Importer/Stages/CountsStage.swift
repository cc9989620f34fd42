import Model
import Remote
import Store

/// Asks the source how many of each kind it has, after everything was read: what the ledger is held against.
struct CountsStage: Sendable {
    let run: ImportRun

    func perform() async throws {
        let counts = try await run.remote.counts()
        let id = run.record.id
        try await run.services.store.write { connection in
            for (kind, count) in counts {
                try LedgerEntries.setSource(count, kind: kind, import: id, in: connection)
            }
        }
    }
}
