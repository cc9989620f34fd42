import Foundation
import Git
import Importer
import Model
import Store
import StoreSQLite

/// All that an import has brought: rows, ledger, files and git.
enum MatrixDump {
    static func lines(_ engine: any ImportEngine, _ record: Import) async throws -> [String] {
        var lines = try await StoreDump.lines(engine.store, withLedger: false).map(\.withoutUploadSecrets)
        lines += try await engine.store.read { connection in
            var rows: [String] = []
            for (table, columns) in tables {
                try connection.forEachRow("SELECT \(columns) AS value FROM \(table)", []) { row in
                    let value: String = try row("value")
                    rows.append("\(table): \(value)")
                }
            }
            return rows
        }
        let (project, wiki) = (
            engine.services.repositories.project(record.projectID), engine.services.repositories.wiki(record.projectID)
        )
        lines += try await refs(project, "git")
        if FileManager.default.fileExists(atPath: wiki.directory) { lines += try await refs(wiki, "wiki") }
        return lines.sorted()
    }

    private static let tables = [
        ("uploads", "file_name || ' ' || digest || ' ' || media_type"),
        ("attachments", "item_table || ' ' || address || ' ' || (upload_id IS NULL)"),
        ("release_assets", "source_key || ' ' || coalesce(digest, 'missing')"),
        ("lfs_objects", "oid"),
        ("import_exceptions", "kind || ' ' || source_key || ' ' || outcome || ' ' || reason"),
        (
            "ledger_entries",
            "kind || ' ' || coalesce(source, '?') || ' ' || fetched || ' ' || imported || ' ' || left_behind"
        ),
        ("projects", "path || ' ' || coalesce(default_branch, '')"),
    ]

    private static func refs(_ repository: GitRepository, _ name: String) async throws -> [String] {
        do {
            return try await repository.refs(under: "refs/", peeled: true).map {
                "\(name): \($0.name.full) \(($0.peeled ?? $0.target).hex)"
            }
        } catch let error as GitError {
            // An import that waits for its source, or failed, may not have come so far.
            guard case .notARepository = error.cause else { throw error }
            return ["\(name): none"]
        }
    }
}

extension String {
    /// Half of an upload's address is made up anew in each project.
    fileprivate var withoutUploadSecrets: String { replacing(/uploads\/[0-9a-f]{32}\//, with: "uploads/…/") }
}
