import Model
import Remote
import Store

/// Asks the source how many of each kind it has, after everything was read: what the ledger is held against.
struct CountsStage: Sendable {
    let run: ImportRun

    func perform() async throws {
        let id = run.record.id
        let counts: [ObjectKind: Int64]
        do throws(RemoteError) {
            if let told = await told() { counts = told } else { counts = try await run.remote.counts() }
        } catch {
            return try await giveUp(because: error)
        }
        try await run.services.store.write { connection in
            for (kind, count) in counts {
                try LedgerEntries.setSource(count, kind: kind, import: id, in: connection)
            }
        }
    }

    /// What the second look was told.
    private func told() async -> [ObjectKind: Int64]? {
        let id = run.record.id
        return try? await run.services.store.read { try RecountState.load(id, in: $0) }.sourceCounts
    }

    /// Everything has arrived by now: without the counts it is not proven, but it is here.
    private func giveUp(because error: RemoteError) async throws {
        if error.endsImport { throw error }
        try await run.list(
            ImportException(
                kind: .repository, sourceKey: "counts", sourceURL: nil, outcome: .failed,
                reason: "what has arrived could not be counted against the source: \(error)",
                cure: "compare the numbers with those the source shows"))
    }
}
