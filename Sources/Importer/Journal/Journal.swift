import Model
import Remote
import Store

/// The pages of one collection of one import, as they came.
struct Journal: Sendable {
    let importID: ImportID
    /// What the collection is called here: its own name, or another where it is read again.
    let name: String
    /// The look that reads it; `nil` for the first.
    var pass: String?
    let store: any Datastore
    let clock: @Sendable () -> Timestamp

    /// Keeps a page, and what it says of where other collections begin, before anything is made of it.
    func keep(_ page: RemotePage, at cursor: Cursor) async throws {
        let compressed = try Compression.compress(page.payload)
        let following = page.following.map(\.rawValue)
        let (bytes, now) = (page.payload.count, clock())
        try await store.write { [importID, name, pass] connection in
            try JournalPages.insert(
                import: importID, collection: name, cursor: cursor.rawValue, following: following,
                compressed: compressed, bytes: bytes, at: now, in: connection)
            for (collection, cursors) in page.beginnings {
                try ImportBeginnings.insert(
                    cursors.map(\.rawValue), of: collection.rawValue, pass: pass, import: importID, in: connection)
            }
        }
    }

    /// What is here already, by cursor.
    func pages() async throws -> [Cursor: JournalPage] {
        let pages = try await store.read { [importID, name] connection in
            try JournalPages.list(import: importID, collection: name, in: connection)
        }
        return Dictionary(uniqueKeysWithValues: pages.map { (Cursor(rawValue: $0.cursor), $0) })
    }

    /// What is here of some pages.
    func pages(at cursors: [Cursor]) async throws -> [Cursor: JournalPage] {
        let pages = try await store.read { [importID, name] connection in
            try JournalPages.list(cursors.map(\.rawValue), import: importID, collection: name, in: connection)
        }
        return Dictionary(uniqueKeysWithValues: pages.map { (Cursor(rawValue: $0.cursor), $0) })
    }

    func payload(at cursor: Cursor) async throws -> [UInt8] {
        let stored = try await store.read { [importID, name] connection in
            try JournalPages.payload(
                import: importID, collection: name, cursor: cursor.rawValue, in: connection)
        }
        guard let stored else { throw StoreError.damaged("a page of the journal is missing") }
        return try Compression.decompress(stored.compressed, count: stored.bytes)
    }
}
