/// Where everything is kept. An adapter (SQLite now, PostgreSQL later) only runs the SQL that the tables in this module
/// write; no SQL stands anywhere else.
public protocol Datastore: Sendable {
    /// Reads from one consistent state. May run beside other readers and the writer.
    /// - Throws: ``StoreError``, and whatever `body` throws.
    func read<Result: Sendable>(_ body: @escaping @Sendable (any ReadConnection) throws -> Result) async throws
        -> Result

    /// Runs `body` in one transaction: all of it is kept, or, when it throws, nothing.
    /// - Throws: ``StoreError``, and whatever `body` throws.
    func write<Result: Sendable>(_ body: @escaping @Sendable (any WriteConnection) throws -> Result) async throws
        -> Result
}

/// Able to run one reading statement.
public protocol ReadConnection {
    /// Calls `body` for each row, one at a time.
    ///
    /// Parameters are `$1`, `$2`… and are bound by number. The SQL must be one both SQLite and PostgreSQL understand.
    func forEachRow(_ sql: String, _ parameters: [any SQLConvertible], _ body: (any ResultRow) throws -> Void) throws
}

/// Able to run one writing statement as well.
public protocol WriteConnection: ReadConnection {
    /// - Returns: how many rows it changed.
    @discardableResult
    func execute(_ sql: String, _ parameters: [any SQLConvertible]) throws -> Int
}

/// One row of an answer, read by column name.
public protocol ResultRow {
    /// - Throws: ``StoreError/noSuchColumn(_:)``.
    func value(_ column: String) throws -> SQLValue
}

extension ResultRow {
    /// The column's value as the type asked for.
    public func callAsFunction<Value: SQLDecodable>(_ column: String) throws -> Value {
        try Value(sqlValue: value(column), column: column)
    }
}

extension ReadConnection {
    public func rows<Element>(
        _ sql: String, _ parameters: [any SQLConvertible] = [], _ read: (any ResultRow) throws -> Element
    ) throws -> [Element] {
        var elements: [Element] = []
        try forEachRow(sql, parameters) { elements.append(try read($0)) }
        return elements
    }

    /// The first row, or `nil` where there is none.
    public func row<Element>(
        _ sql: String, _ parameters: [any SQLConvertible] = [], _ read: (any ResultRow) throws -> Element
    ) throws -> Element? {
        var element: Element?
        try forEachRow(sql, parameters) { row in
            if element == nil { element = try read(row) }
        }
        return element
    }

    /// The column called `value` of the first row.
    public func value<Value: SQLDecodable>(_ sql: String, _ parameters: [any SQLConvertible] = []) throws -> Value? {
        try row(sql, parameters) { try $0("value") }
    }

    public func exists(_ sql: String, _ parameters: [any SQLConvertible] = []) throws -> Bool {
        try row(sql, parameters) { _ in true } ?? false
    }
}
