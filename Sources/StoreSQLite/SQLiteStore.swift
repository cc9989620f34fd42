public import Foundation
import GRDB
import Logging
public import Store

/// The store in one SQLite file, in write-ahead-log mode: one writer, many readers, several processes.
public struct SQLiteStore: Datastore {
    private let pool: DatabasePool

    /// Opens the file, makes it where it is missing, and brings its schema up to date.
    /// - Parameter migrations: the steps it knows; fewer make a store as an earlier Landfall left it.
    /// - Throws: ``StoreError``; ``StoreError/newerSchema(found:known:)`` for a file of a newer Landfall.
    public init(file: URL, migrations: [Migration] = Migration.all) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        configuration.maximumReaderCount = 8
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            // An erased credential leaves no bytes in free pages, sealed though they are.
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        pool = try rethrowing { try DatabasePool(path: file.path, configuration: configuration) }
        try rethrowing { try pool.write { try migrate($0, with: migrations) } }
    }

    public func read<Result: Sendable>(
        _ body: @escaping @Sendable (any ReadConnection) throws -> Result
    ) async throws -> Result {
        do {
            return try await pool.read { try body(SQLiteConnection(database: $0)) }
        } catch let error as DatabaseError {
            throw storeError(error)
        }
    }

    public func write<Result: Sendable>(
        _ body: @escaping @Sendable (any WriteConnection) throws -> Result
    ) async throws -> Result {
        do {
            return try await pool.write { try body(SQLiteConnection(database: $0)) }
        } catch let error as DatabaseError {
            throw storeError(error)
        }
    }

    /// Writes what the log holds into the file, so that a copy of the file is whole. For a clean end of the process.
    public func checkpoint() throws {
        try rethrowing { _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) } }
    }

    /// Reads the whole file, and tells what is wrong with it; empty where all is well.
    public func findDamage() throws -> [String] {
        try rethrowing {
            try pool.read { database in
                let pages = try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
                let orphans = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { row in
                    "a row of \(row["table"] as String? ?? "?") names one of \(row["parent"] as String? ?? "?") that is gone"
                }
                return pages + orphans
            }
        }
    }

    public func close() throws {
        try rethrowing { try pool.close() }
    }
}

/// Runs `body`, whose errors of SQLite come out as ``StoreError``.
func rethrowing<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as DatabaseError {
        throw storeError(error)
    }
}

private func migrate(_ database: Database, with migrations: [Migration]) throws {
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let known = migrations.map(\.number).max() ?? 0
    guard found <= known else { throw StoreError.newerSchema(found: found, known: known) }
    for migration in migrations where migration.number > found {
        try database.execute(sql: migration.sqlite)
        try database.execute(sql: "PRAGMA user_version = \(migration.number)")
    }
}
