import Foundation
import GRDB
import Store

/// Runs the shared SQL on one SQLite connection.
struct SQLiteConnection: WriteConnection {
    let database: Database

    func forEachRow(_ sql: String, _ parameters: [any SQLConvertible], _ body: (any ResultRow) throws -> Void) throws {
        try rethrowing {
            let statement = try statement(sql, parameters)
            let rows = try GRDB.Row.fetchCursor(statement, arguments: try arguments(parameters))
            while let row = try rows.next() {
                try body(SQLiteRow(row: row))
            }
        }
    }

    func execute(_ sql: String, _ parameters: [any SQLConvertible]) throws -> Int {
        try rethrowing {
            let statement = try statement(sql, parameters)
            try statement.execute(arguments: try arguments(parameters))
            return database.changesCount
        }
    }

    /// Statements are kept for the next time, but not those whose length requests choose: there is no end of them.
    private func statement(_ sql: String, _ parameters: [any SQLConvertible]) throws -> Statement {
        parameters.count > 40 ? try database.makeStatement(sql: sql) : try database.cachedStatement(sql: sql)
    }

    /// By name, because SQLite takes `$2` for a name and would bind by order of appearance.
    private func arguments(_ parameters: [any SQLConvertible]) throws -> StatementArguments {
        var named: [String: DatabaseValue] = [:]
        for (index, parameter) in parameters.enumerated() {
            named[String(index + 1)] = parameter.sqlValue.databaseValue
        }
        return StatementArguments(named)
    }
}

private struct SQLiteRow: ResultRow {
    let row: GRDB.Row

    func value(_ column: String) throws -> SQLValue {
        guard let value = row[column] as DatabaseValue? else { throw StoreError.noSuchColumn(column) }
        switch value.storage {
        case .null: return .null
        case .int64(let number): return .integer(number)
        case .double: throw StoreError.malformedValue(column: column, expected: "a whole number, text or bytes")
        case .string(let text): return .text(text)
        case .blob(let data): return .blob([UInt8](data))
        }
    }
}

extension SQLValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        }
    }
}
