import Foundation
import Secrets
import Store
import StoreSQLite
import Testing

/// A store of an earlier Landfall is brought up to date at the start.
struct MigrationKills: KillScenario {
    let name = "migration of the schema"
    /// A store as an earlier version left it.
    let template: URL
    let version: Int

    func prepare(_ place: KillPlace) async throws {
        try FileManager.default.copyItem(at: template, to: place.data)
    }

    func attempt(_ place: KillPlace, kill: Duration?) async throws -> Bool {
        let program = KillableProgram(arguments: ["report", "harbour/lantern", "--json", "--data", place.data.path])
        let end = try await program.run(temporary: place.temporary, killAfter: kill)
        guard let status = end.status else { return false }
        #expect(status == 0 || status == 2, "\(end.output.suffix(800))")
        return true
    }

    func dump(_ place: KillPlace) async throws -> [String] {
        try await place.withStore { store in
            try await store.read { connection in
                let schema: [String] = try connection.rows(
                    "SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS value FROM sqlite_master ORDER BY 1", []
                ) { try $0("value") }
                return try schema + StoreCopy.tables(in: connection).flatMap { try StoreCopy.rows($0, in: connection) }
            }
        }
    }

    /// Writes a store of an earlier schema with the rows of `full`, as far as that schema had a place for them.
    static func makeTemplate(at folder: URL, version: Int, from full: URL) async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let old = try SQLiteStore(
            file: folder.appending(path: "landfall.sqlite"),
            migrations: Migration.all.filter { $0.number <= version })
        defer { try? old.close() }
        let new = try SQLiteStore(file: full.appending(path: "landfall.sqlite"))
        defer { try? new.close() }
        let content = try await new.read { connection in
            try StoreCopy.tables(in: connection).map { ($0, try StoreCopy.content($0, in: connection)) }
        }
        try copyFiles(from: full, to: folder, version: version)
        try await old.write { connection in
            try connection.execute("PRAGMA defer_foreign_keys = ON", [])
            let known = Set(try StoreCopy.tables(in: connection))
            for (table, rows) in content where known.contains(table) {
                try StoreCopy.write(rows, to: table, in: connection)
            }
        }
    }

    /// What lies beside the store, as far as that schema knows of it: files came with the fourth, LFS with the fifth.
    private static func copyFiles(from full: URL, to folder: URL, version: Int) throws {
        let repositories = folder.appending(path: "repositories")
        try FileManager.default.createDirectory(at: repositories, withIntermediateDirectories: true)
        for name in try FileManager.default.contentsOfDirectory(atPath: full.appending(path: "repositories").path)
        where name.hasSuffix(".git") || name == "lfs" && version >= 5 {
            try FileManager.default.copyItem(
                at: full.appending(path: "repositories/\(name)"), to: repositories.appending(path: name))
        }
        guard version >= 4 else { return }
        try FileManager.default.copyItem(at: full.appending(path: "files"), to: folder.appending(path: "files"))
    }
}

/// Tables as they are, whatever their columns.
enum StoreCopy {
    static func tables(in connection: any ReadConnection) throws -> [String] {
        try connection.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name", []
        ) { try $0("name") }
    }

    static func columns(_ table: String, in connection: any ReadConnection) throws -> [String] {
        try connection.rows("SELECT name FROM pragma_table_info('\(table)')", []) { try $0("name") }
    }

    static func content(
        _ table: String, in connection: any ReadConnection
    ) throws -> [[String: SQLValue]] {
        let columns = try columns(table, in: connection)
        return try connection.rows("SELECT * FROM \(table)", []) { row in
            try Dictionary(uniqueKeysWithValues: columns.map { ($0, try row.value($0)) })
        }
    }

    static func rows(_ table: String, in connection: any ReadConnection) throws -> [String] {
        try content(table, in: connection).map { row in
            table + row.sorted { $0.key < $1.key }.map { " \($0.key)=\(text(of: $0.value))" }.joined()
        }.sorted()
    }

    /// Pages of the journal are long: their digests tell them apart as well.
    private static func text(of value: SQLValue) -> String {
        if case .blob(let bytes) = value { return Digest.sha256(bytes) }
        return "\(value)"
    }

    static func write(
        _ rows: [[String: SQLValue]], to table: String, in connection: any WriteConnection
    ) throws {
        let known = try columns(table, in: connection)
        for row in rows {
            let columns = known.filter { row[$0] != nil }
            let marks = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
            try connection.execute(
                "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks))",
                columns.map { row[$0] ?? .null })
        }
    }
}
