public import Model

/// A value as databases know it.
public enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

/// Can stand for a `$n` in a statement.
public protocol SQLConvertible: Sendable {
    var sqlValue: SQLValue { get }
}

/// Can be read from a column.
public protocol SQLDecodable {
    /// - Throws: ``StoreError/malformedValue(column:expected:)``.
    init(sqlValue: SQLValue, column: String) throws
}

extension SQLValue: SQLConvertible {
    public var sqlValue: SQLValue { self }
}

extension Int64: SQLConvertible, SQLDecodable {
    public var sqlValue: SQLValue { .integer(self) }

    public init(sqlValue: SQLValue, column: String) throws {
        guard case .integer(let number) = sqlValue else {
            throw StoreError.malformedValue(column: column, expected: "a number")
        }
        self = number
    }
}

extension Int: SQLConvertible, SQLDecodable {
    public var sqlValue: SQLValue { .integer(Int64(self)) }

    public init(sqlValue: SQLValue, column: String) throws {
        self = Int(try Int64(sqlValue: sqlValue, column: column))
    }
}

/// Booleans are 0 and 1 in both databases, because `col = 1` and `col = TRUE` cannot both be written for both.
extension Bool: SQLConvertible, SQLDecodable {
    public var sqlValue: SQLValue { .integer(self ? 1 : 0) }

    public init(sqlValue: SQLValue, column: String) throws {
        self = try Int64(sqlValue: sqlValue, column: column) != 0
    }
}

extension String: SQLConvertible, SQLDecodable {
    /// A NUL cannot be stored by PostgreSQL and ends the text for C clients: it is left out.
    public var sqlValue: SQLValue { .text(utf8.contains(0) ? String(unicodeScalars.filter { $0.value != 0 }) : self) }

    public init(sqlValue: SQLValue, column: String) throws {
        guard case .text(let text) = sqlValue else {
            throw StoreError.malformedValue(column: column, expected: "text")
        }
        self = text
    }
}

extension Array: SQLConvertible where Element == UInt8 {
    public var sqlValue: SQLValue { .blob(self) }
}

extension Array: SQLDecodable where Element == UInt8 {
    public init(sqlValue: SQLValue, column: String) throws {
        guard case .blob(let bytes) = sqlValue else {
            throw StoreError.malformedValue(column: column, expected: "bytes")
        }
        self = bytes
    }
}

extension Optional: SQLConvertible where Wrapped: SQLConvertible {
    public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

extension Optional: SQLDecodable where Wrapped: SQLDecodable {
    public init(sqlValue: SQLValue, column: String) throws {
        self = if case .null = sqlValue { nil } else { try Wrapped(sqlValue: sqlValue, column: column) }
    }
}

extension Identifier: SQLConvertible, SQLDecodable {
    public var sqlValue: SQLValue { .integer(rawValue) }

    public init(sqlValue: SQLValue, column: String) throws {
        self.init(try Int64(sqlValue: sqlValue, column: column))
    }
}

/// Moments are stored as milliseconds since 1970: they sort, and both databases have the type.
extension Timestamp: SQLConvertible, SQLDecodable {
    public var sqlValue: SQLValue { .integer(millisecondsSinceEpoch) }

    public init(sqlValue: SQLValue, column: String) throws {
        self.init(millisecondsSinceEpoch: try Int64(sqlValue: sqlValue, column: column))
    }
}

extension CalendarDate: SQLConvertible, SQLDecodable {
    public var sqlValue: SQLValue { .text(description) }

    public init(sqlValue: SQLValue, column: String) throws {
        guard let date = CalendarDate(iso8601: try String(sqlValue: sqlValue, column: column)) else {
            throw StoreError.malformedValue(column: column, expected: "a date")
        }
        self = date
    }
}

extension SQLConvertible where Self: RawRepresentable, RawValue: SQLConvertible {
    public var sqlValue: SQLValue { rawValue.sqlValue }
}

extension SQLDecodable where Self: RawRepresentable, RawValue: SQLDecodable {
    public init(sqlValue: SQLValue, column: String) throws {
        guard let value = Self(rawValue: try RawValue(sqlValue: sqlValue, column: column)) else {
            throw StoreError.malformedValue(column: column, expected: "a \(Self.self)")
        }
        self = value
    }
}

extension SourceKey: SQLConvertible, SQLDecodable {}
extension ObjectHash: SQLConvertible, SQLDecodable {}
extension Visibility: SQLConvertible, SQLDecodable {}
extension AccessLevel: SQLConvertible, SQLDecodable {}
extension User.Kind: SQLConvertible, SQLDecodable {}
extension User.State: SQLConvertible, SQLDecodable {}
extension Namespace.Kind: SQLConvertible, SQLDecodable {}
extension Namespace.ProjectCreationLevel: SQLConvertible, SQLDecodable {}
extension ImportStatus: SQLConvertible, SQLDecodable {}
extension ImportKind: SQLConvertible, SQLDecodable {}
extension Issue.State: SQLConvertible, SQLDecodable {}
extension MergeRequest.State: SQLConvertible, SQLDecodable {}
extension Milestone.State: SQLConvertible, SQLDecodable {}
extension NoteableKind: SQLConvertible, SQLDecodable {}
extension Reviewer.State: SQLConvertible, SQLDecodable {}
extension SourceUser.Status: SQLConvertible, SQLDecodable {}
extension SystemNoteAction: SQLConvertible, SQLDecodable {}
extension ResourceEvent.State: SQLConvertible, SQLDecodable {}
extension ResourceEvent.Action: SQLConvertible, SQLDecodable {}
extension IssueLink.Kind: SQLConvertible, SQLDecodable {}
extension IssueLink.Nature: SQLConvertible, SQLDecodable {}
extension CloseReason: SQLConvertible, SQLDecodable {}
extension LockReason: SQLConvertible, SQLDecodable {}
extension MergeMethod: SQLConvertible, SQLDecodable {}
extension ItemDetailsDraft.ReviewDecision: SQLConvertible, SQLDecodable {}
extension ObjectKind: SQLConvertible, SQLDecodable {}
extension Outcome: SQLConvertible, SQLDecodable {}
extension ProtectedRefLevel: SQLConvertible, SQLDecodable {}
extension ProjectSettings.MergeMethod: SQLConvertible, SQLDecodable {}
extension ProjectSettings.SquashOption: SQLConvertible, SQLDecodable {}
