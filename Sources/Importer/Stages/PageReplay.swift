import Model
import Remote
import Store

/// Writes pages of the journal again, without asking the source: what they hang on has arrived since.
struct PageReplay: Sendable {
    let run: ImportRun
    let progress: StageProgress

    /// The pages with objects that found nothing to hang on.
    func replayWhatFailed() async throws {
        let id = run.record.id
        let failures = try await run.services.store.read { try ImportExceptions.failures(import: id, in: $0) }
        for page in failures.filter({ !$0.needsFetch }).compactMap(\.page) {
            try await replay(page.collection, Cursor(rawValue: page.cursor))
        }
    }

    /// All pages of a collection that were read for the import.
    func replayAll(_ collection: Collection) async throws {
        let pages = try await journal(collection.rawValue).pages().values.sorted { $0.id.rawValue < $1.id.rawValue }
        for page in pages { try await replay(collection.rawValue, Cursor(rawValue: page.cursor)) }
    }

    private func replay(_ name: String, _ cursor: Cursor) async throws {
        guard let (collection, pass) = ReadingPass.reading(journal: name) else { return }
        let payload = try await journal(name).payload(at: cursor)
        // A page that cannot be read is listed as such already.
        var mapped: MappedPage
        do {
            mapped = try await CommitNaming(run: run).map(payload, of: collection)
        } catch RemoteError.malformed {
            return
        }
        // What it said of others was heard the first time, and may have been said anew since.
        (mapped.announced, mapped.announcements, mapped.items) = ([:], [], [])
        try await PageWriter(run: run, pass: pass).write(mapped, collection: collection, cursor: cursor)
        progress.touch()
    }

    private func journal(_ name: String) -> Journal {
        Journal(importID: run.record.id, name: name, store: run.services.store, clock: run.services.clock)
    }
}
