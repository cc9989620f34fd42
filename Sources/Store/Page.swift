/// Which part of a list is asked for.
public struct Page: Sendable, Hashable {
    /// From 1.
    public var number: Int
    /// Rows a page, 1 to 100.
    public var size: Int

    public init(number: Int, size: Int) {
        self.number = max(1, number)
        self.size = min(max(1, size), 100)
    }

    public var offset: Int { (number - 1) * size }
}

/// One page of a list, and how long the list is.
public struct PagedRows<Element: Sendable>: Sendable {
    public var elements: [Element]
    /// `nil` past ``countLimit``: GitLab leaves the totals out there too, and counting on would cost more than reading.
    public var total: Int?

    public init(elements: [Element], total: Int?) {
        self.elements = elements
        self.total = total
    }
}

/// Lists longer than this are not counted (GitLab's `api/rest`, "Pagination response headers").
public let countLimit = 10_000

/// Ascending or descending.
public enum SortDirection: String, Sendable {
    case ascending = "asc"
    case descending = "desc"

    var sql: String { self == .ascending ? "ASC" : "DESC" }
}

/// A list's `WHERE`, put together from the filters that were asked for, with its parameters in order.
struct Condition {
    private(set) var clauses: [String] = []
    private(set) var parameters: [any SQLConvertible] = []

    /// Adds a clause; each `?` in it becomes the next `$n`.
    mutating func add(_ clause: String, _ values: any SQLConvertible...) {
        add(clause, values)
    }

    mutating func add(_ clause: String, _ values: [any SQLConvertible]) {
        var remaining = values[...]
        var text = ""
        for character in clause {
            if character == "?", let value = remaining.popFirst() {
                parameters.append(value)
                text += "$\(parameters.count)"
            } else {
                text.append(character)
            }
        }
        clauses.append(text)
    }

    /// `column IN (…)`, or nothing at all where the list is empty.
    mutating func add(_ column: String, isOneOf values: [any SQLConvertible]) {
        guard !values.isEmpty else {
            clauses.append("1 = 0")
            return
        }
        add("\(column) IN (\(Array(repeating: "?", count: values.count).joined(separator: ", ")))", values)
    }

    /// All clauses as one for another condition, with a `?` for each of ``parameters``.
    var nested: String {
        clauses.isEmpty ? "1 = 1" : clauses.joined(separator: " AND ").replacing(#/\$[0-9]+/#, with: "?")
    }

    var sql: String { clauses.isEmpty ? "" : "WHERE " + clauses.joined(separator: " AND ") }
}

extension ReadConnection {
    /// Reads one page of `SELECT columns FROM tables condition ORDER BY order` and counts the list up to the limit.
    func page<Element: Sendable>(
        _ columns: String, from tables: String, where condition: Condition, order: String, page: Page,
        _ read: (any ResultRow) throws -> Element
    ) throws -> PagedRows<Element> {
        let elements = try rows(
            "SELECT \(columns) FROM \(tables) \(condition.sql) ORDER BY \(order) LIMIT \(page.size) OFFSET \(page.offset)",
            condition.parameters, read)
        if page.number == 1, elements.count < page.size {
            return PagedRows(elements: elements, total: elements.count)
        }
        let counted: Int =
            try value(
                "SELECT count(*) AS value FROM (SELECT 1 FROM \(tables) \(condition.sql) LIMIT \(countLimit + 1)) AS counted",
                condition.parameters) ?? 0
        return PagedRows(elements: elements, total: counted > countLimit ? nil : counted)
    }
}
