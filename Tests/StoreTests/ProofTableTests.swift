import Foundation
import Model
import Store
import StoreSQLite
import Testing

/// The ledger's memory: what was said by whom, and where each line came from.
struct ProofTableTests {
    private static let moment = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)

    /// A store with one import in it.
    private func withImport(
        _ test: @Sendable (SQLiteStore, ImportID, ProjectID) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "landfall-proof-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteStore(file: folder.appending(path: "landfall.sqlite"))
        defer { try? store.close() }
        let (id, project) = try await store.write { connection -> (ImportID, ProjectID) in
            let root = try Users.insert(
                Users.Draft(
                    kind: .human, username: "root", name: "Root", email: "root@example.org", isAdministrator: true,
                    createdAt: Self.moment), in: connection)
            let group = try Namespaces.insertGroup(
                Namespaces.GroupDraft(path: "g", name: "g", visibility: .public, createdAt: Self.moment), parent: nil,
                in: connection)
            guard let namespace = try Namespaces.find(group, in: connection) else { throw StoreError.failed("none") }
            let project = try Projects.insert(
                Projects.Draft(
                    namespace: namespace, creatorID: root, path: "p", name: "p", description: nil, visibility: .public,
                    createdAt: Self.moment), in: connection)
            let source = ImportSource(
                kind: .github, webOrigin: "https://github.com", apiBase: "https://api.github.com", repositoryID: 1,
                fullName: "a/b", cloneURL: "https://github.com/a/b.git")
            let id = try Imports.insert(
                Imports.New(
                    projectID: project, source: source, settings: ImportSettings(), correlationID: "c",
                    requestedBy: root), at: Self.moment, in: connection)
            return (id, project)
        }
        try await test(store, id, project)
    }

    private func notes(_ store: SQLiteStore, _ id: ImportID) async throws -> LedgerEntry? {
        try await store.read { try LedgerEntries.list(import: id, in: $0).first { $0.kind == .note } }
    }

    @Test func whatAnObjectSaysAgainReplacesWhatItSaidBefore() async throws {
        try await withImport { store, id, _ in
            let first = [1, 2, 3].map { Announcement(kind: .note, of: .issue, number: $0, count: 10) }
            try await store.write { try ImportAnnouncements.set(first, import: id, in: $0) }
            #expect(try await notes(store, id)?.source == 30)
            let again = [
                Announcement(kind: .note, of: .issue, number: 2, count: 12),
                Announcement(kind: .note, of: .mergeRequest, number: 4, count: 1),
            ]
            for _ in 0..<2 {
                try await store.write { try ImportAnnouncements.set(again, import: id, in: $0) }
                #expect(try await notes(store, id)?.source == 33)
            }
            try await store.write { try ImportAnnouncements.forget(.issue, number: 1, import: id, in: $0) }
            #expect(try await notes(store, id)?.source == 23)
        }
    }

    @Test func linesAboutAPageGoWhenThePageIsWrittenAndTheCountsWithThem() async throws {
        try await withImport { store, id, _ in
            let pages = ["1", "2"].map { ExceptionOrigin.Page(collection: "comments", cursor: $0) }
            try await store.write { connection in
                for (index, page) in pages.enumerated() {
                    try ImportExceptions.insert(
                        ImportException(
                            kind: .note, sourceKey: SourceKey(Int64(index)), sourceURL: nil, outcome: .failed,
                            reason: "r"),
                        from: ExceptionOrigin(stage: "comments", page: page, needsFetch: true), import: id,
                        at: Self.moment, in: connection)
                }
            }
            #expect(try await store.read { try ImportExceptions.failures(import: id, in: $0) }.count == 2)
            try await store.write { try ImportExceptions.remove(about: pages[0], import: id, in: $0) }
            let left = try await store.read { try ImportExceptions.failures(import: id, in: $0) }
            #expect(left.map(\.page) == [pages[1]])
            let entry = try await notes(store, id)
            #expect(entry?.fetched == 1 && entry?.failed == 1)
        }
    }

    @Test func anObjectThatArrivesIsNoLongerListedAsFailedWhereverItFailed() async throws {
        try await withImport { store, id, _ in
            let lines: [(Outcome, String?)] = [(.failed, "issues"), (.degraded, "issues"), (.degraded, nil)]
            try await store.write { connection in
                for (index, line) in lines.enumerated() {
                    try ImportExceptions.insert(
                        ImportException(
                            kind: .issue, sourceKey: "7", sourceURL: nil, outcome: line.0, reason: "\(index)"),
                        from: ExceptionOrigin(
                            stage: nil, page: line.1.map { ExceptionOrigin.Page(collection: $0, cursor: "1") }),
                        import: id, at: Self.moment, in: connection)
                }
                try ImportExceptions.remove(
                    about: ["7", "8"], of: .issue, readIn: "issues", import: id, in: connection)
            }
            let left = try await store.read { try ImportExceptions.list(import: id, limit: 10, in: $0) }
            #expect(left.map(\.exception.reason) == ["2"])
        }
    }

    @Test func anObjectCountsOnceHoweverManyLinesItHas() async throws {
        try await withImport { store, id, _ in
            let lines: [(SourceKey, Outcome)] = [
                ("1", .failed), ("1", .failed), ("1", .skipped), ("1", .degraded), ("2", .skipped), ("2", .skipped),
                ("3", .degraded), ("3", .degraded),
            ]
            try await store.write { connection in
                for (index, line) in lines.enumerated() {
                    try ImportExceptions.insert(
                        ImportException(
                            kind: .note, sourceKey: line.0, sourceURL: nil, outcome: line.1, reason: "\(index)"),
                        import: id, at: Self.moment, in: connection)
                }
                try LedgerEntries.add(4, kind: .note, import: id, in: connection)
            }
            let wanted = LedgerEntry(kind: .note, fetched: 6, imported: 4, degraded: 1, skipped: 1, failed: 1)
            #expect(try await notes(store, id) == wanted)
            try await store.write { try ImportExceptions.remove(kind: .note, sourceKey: "1", import: id, in: $0) }
            let left = LedgerEntry(kind: .note, fetched: 5, imported: 4, degraded: 1, skipped: 1)
            #expect(try await notes(store, id) == left)
        }
    }

    @Test func whatIsHereAndFailedWhenItWasReadAgainIsNotCountedTwice() async throws {
        try await withImport { store, id, project in
            try await store.write { connection in
                for title in ["bug", "idea"] {
                    let draft = LabelDraft(
                        sourceKey: SourceKey(title), title: title, description: nil, color: "#aabbcc")
                    _ = try Labels.upsert(draft, project: project, in: connection)
                }
                try LedgerEntries.add(2, kind: .label, import: id, in: connection)
                for name in ["bug", "unnamed object 1"] {
                    try ImportExceptions.insert(
                        ImportException(
                            kind: .label, sourceKey: SourceKey(name), sourceURL: nil, outcome: .failed, reason: "r"),
                        import: id, at: Self.moment, in: connection)
                }
            }
            let entry = try await store.read { try LedgerEntries.list(import: id, in: $0).first { $0.kind == .label } }
            #expect(entry == LedgerEntry(kind: .label, fetched: 3, imported: 1, failed: 2))
        }
    }

    @Test func aSizeIsKeptForItsRepositoryAlone() async throws {
        try await withImport { store, _, _ in
            try await store.write { connection in
                try PageSizes.set(["reviews": 25, "threads": 6], source: "one", at: Self.moment, in: connection)
                try PageSizes.set(["reviews": 50], source: "two", at: Self.moment, in: connection)
                try PageSizes.set(["reviews": 12], source: "one", at: Self.moment, in: connection)
            }
            #expect(try await store.read { try PageSizes.all(source: "one", in: $0) } == ["reviews": 12, "threads": 6])
            #expect(try await store.read { try PageSizes.all(source: "three", in: $0) }.isEmpty)
        }
    }
}
