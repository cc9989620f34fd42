import Model
import Store

/// Runs the text pass again, now that all they may refer to is known: over descriptions, over notes that name other
/// notes or items that were not here yet, and over texts of other projects that name this one's repository.
struct TextsStage: Sendable {
    let run: ImportRun
    let progress: StageProgress

    private static let batchSize = 200

    func perform() async throws {
        for table in [ImportedTable.issues, .mergeRequests, .releases, .milestones] {
            try await rewrite(table)
        }
        try await rewriteNotesNamingNotes()
        try await rewriteOtherProjects()
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

    private func rewriteNotesNamingNotes() async throws {
        let run = run
        var previous: Int64 = 0
        while true {
            let after = previous
            let last = try await run.services.store.write { connection -> Int64? in
                let texts = try ImportedTexts.listNotesNamingNotes(
                    project: run.project.id, after: after, limit: Self.batchSize, in: connection)
                try StoredTexts(run.textTarget).rewrite(texts, of: .notes, in: connection)
                return texts.last?.row
            }
            guard let last else { return }
            previous = last
            progress.touch()
        }
    }

    /// Whatever was imported before this project left its references to it pointing at the source.
    private func rewriteOtherProjects() async throws {
        let (own, project) = (run.record.source, run.project.id)
        let externalURL = run.services.externalURL
        var cursor: TextsNaming.Cursor?
        repeat {
            let after = cursor
            cursor = try await run.services.store.write { connection in
                let texts = TextsNaming(subjects: [.repository(own.fullName)], externalURL: externalURL) {
                    other, source, _ in
                    source.webOrigin == own.webOrigin && source.kind == own.kind && other.id != project
                }
                return try texts.rewriteNext(Self.batchSize, after: after, in: connection)
            }
            progress.touch()
        } while cursor != nil
    }
}
