import Store

/// A place in a list of items as the `cursor` parameter carries it.
enum KeysetCursor {
    static func text(_ position: KeysetPosition) -> String {
        let value =
            switch position.value {
            case .integer(let number): String(number)
            case .text(let text): text
            case .null, .blob: ""
            }
        return Keyset.cursor([value, String(position.id)])
    }

    /// `nil` for a cursor of another list.
    static func position(_ values: [String], by key: ItemSort.Key) -> KeysetPosition? {
        guard values.count == 2, let id = Int64(values[1]) else { return nil }
        switch key {
        case .title, .dueDate, .milestoneDue: return KeysetPosition(value: .text(values[0]), id: id)
        case .createdAt, .updatedAt, .mergedAt, .relativePosition:
            return Int64(values[0]).map { KeysetPosition(value: .integer($0), id: id) }
        }
    }
}
