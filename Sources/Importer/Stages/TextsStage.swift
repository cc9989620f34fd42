import Model
import Store

/// Runs the text pass over descriptions again, now that every number they may refer to is known.
struct TextsStage: Sendable {
    let run: ImportRun
    let progress: StageProgress

    private static let batchSize = 200

    func perform() async throws {
        for table in [ImportedTable.issues, .mergeRequests, .releases, .milestones] {
            try await rewrite(table)
        }
    }

    private func rewrite(_ table: ImportedTable) async throws {
        let run = run
        var previous: Int64 = 0
        while true {
            let after = previous
            let last = try await run.services.store.write { connection -> Int64? in
                let texts = try ImportedTexts.list(
                    table, project: run.project.id, after: after, limit: Self.batchSize, in: connection)
                try StoredTexts(run.textTarget).rewrite(texts, of: table, in: connection)
                return texts.last?.row
            }
            guard let last else { return }
            previous = last
            progress.touch()
        }
    }
}
