import Model
import Remote
import Store

/// Asks the source how many of each kind it has, after everything was read: what the ledger is held against.
struct CountsStage: Sendable {
    let run: ImportRun

    func perform() async throws {
        let counts: [ObjectKind: Int64]
        do {
            counts = try await run.remote.counts()
        } catch {
            return try await giveUp(because: error)
        }
        let id = run.record.id
        try await run.services.store.write { connection in
            for (kind, count) in counts {
                try LedgerEntries.setSource(count, kind: kind, import: id, in: connection)
            }
        }
    }

    /// Everything has arrived by now: without the counts it is not proven, but it is here.
    private func giveUp(because error: RemoteError) async throws {
        switch error {
        case .unauthorized, .rateLimited, .refusedAddress, .cancelled: throw error
        case .forbidden, .notFound, .malformed, .unavailable: break
        }
        try await run.list(
            ImportException(
                kind: .repository, sourceKey: "counts", sourceURL: nil, outcome: .failed,
                reason: "what has arrived could not be counted against the source: \(error)",
                cure: "compare the numbers with those the source shows"))
    }
}
