extension ReadConnection {
    /// The rows whose column is one of the values; none, and no statement, for no values.
    func rows<Element, Value: SQLConvertible & Hashable & Comparable>(
        _ select: String, where column: String, isOneOf values: Set<Value>, order: String? = nil,
        _ read: (any ResultRow) throws -> Element
    ) throws -> [Element] {
        guard !values.isEmpty else { return [] }
        var condition = Condition()
        condition.add(column, isOneOf: padded(values))
        let ordered = order.map { " ORDER BY " + $0 } ?? ""
        return try rows("\(select) \(condition.sql)\(ordered)", condition.parameters, read)
    }
}

/// The values as a list whose length is a power of two, the last one repeated: statements are kept prepared by their
/// text, and every other length would be another statement.
func padded<Value: Hashable & Comparable>(_ values: Set<Value>) -> [Value] {
    let sorted = values.sorted()
    guard let last = sorted.last else { return [] }
    var length = 1
    while length < sorted.count { length *= 2 }
    return sorted + Array(repeating: last, count: length - sorted.count)
}
