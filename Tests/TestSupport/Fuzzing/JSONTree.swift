/// JSON with all that a reader may be shown: numbers as they are written, strings as they stand between their quotes (so
/// that half a surrogate or a wrong escape can be written), and names that occur twice.
public indirect enum JSONTree: Sendable, Equatable {
    /// `null`, `true`, a number, or what is none of these.
    case word(String)
    /// What stands between the quotes.
    case string(String)
    case array([JSONTree])
    case object([Member])

    /// A name, as it stands between its quotes, and what it names.
    public struct Member: Sendable, Equatable {
        public var name: String
        public var value: JSONTree

        public init(_ name: String, _ value: JSONTree) {
            self.name = name
            self.value = value
        }
    }

    /// Reads well-formed JSON; `nil` for anything else, and for what nests deeper than 200 levels.
    public init?(_ bytes: [UInt8]) {
        var reader = JSONTreeReader(bytes)
        guard let tree = reader.value(depth: 0), reader.isAtEnd else { return nil }
        self = tree
    }

    /// As JSON.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .word(let text): bytes += Array(text.utf8)
        case .string(let text): Self.write(quoted: text, to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.write(quoted: member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func write(quoted text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        bytes += Array(text.utf8)
        bytes.append(UInt8(ascii: "\""))
    }

    /// How many values there are in it, itself counted.
    public var count: Int {
        switch self {
        case .word, .string: 1
        case .array(let elements): elements.reduce(1) { $0 + $1.count }
        case .object(let members): members.reduce(1) { $0 + $1.value.count }
        }
    }

    /// How deep it nests.
    public var depth: Int {
        switch self {
        case .word, .string: 0
        case .array(let elements): 1 + (elements.map(\.depth).max() ?? 0)
        case .object(let members): 1 + (members.map(\.value.depth).max() ?? 0)
        }
    }

    /// The tree with its `index`-th value, in the order of the text, changed; taken out where the change answers `nil`.
    /// - Returns: `nil` where the whole tree is taken out.
    public func changing(_ index: Int, _ change: (JSONTree) -> JSONTree?) -> JSONTree? {
        var remaining = index
        return changing(&remaining, change)
    }

    /// Whether the `index`-th value stands in a list.
    public func isElement(_ index: Int) -> Bool {
        var next = index - 1
        switch self {
        case .word, .string: return false
        case .array(let elements):
            for element in elements {
                if next == 0 { return true }
                let size = element.count
                if next < size { return element.isElement(next) }
                next -= size
            }
        case .object(let members):
            for member in members {
                let size = member.value.count
                if next < size { return next > 0 && member.value.isElement(next) }
                next -= size
            }
        }
        return false
    }

    /// `remaining` is how many values to pass over, and less than none behind the one that was changed.
    private func changing(_ remaining: inout Int, _ change: (JSONTree) -> JSONTree?) -> JSONTree? {
        remaining -= 1
        if remaining == -1 { return change(self) }
        switch self {
        case .word, .string: return self
        case .array(let elements): return .array(elements.compactMap { $0.changedWithin(&remaining, change) })
        case .object(let members):
            return .object(
                members.compactMap { member in
                    member.value.changedWithin(&remaining, change).map { Member(member.name, $0) }
                })
        }
    }

    private func changedWithin(_ remaining: inout Int, _ change: (JSONTree) -> JSONTree?) -> JSONTree? {
        if remaining < 0 { return self }
        let size = count
        guard remaining >= size else { return changing(&remaining, change) }
        remaining -= size
        return self
    }
}

private struct JSONTreeReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool {
        mutating get {
            skipBlanks()
            return index == bytes.count
        }
    }

    private mutating func skipBlanks() {
        while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
    }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard index < bytes.count, UInt32(bytes[index]) == byte.value else { return false }
        index += 1
        return true
    }

    mutating func value(depth: Int) -> JSONTree? {
        guard depth < 200 else { return nil }
        if take("[") { return array(depth) }
        if take("{") { return object(depth) }
        if take("\"") { return string().map { .string($0) } }
        let start = index
        while index < bytes.count, !",]} \t\r\n".utf8.contains(bytes[index]) { index += 1 }
        return index > start ? .word(String(decoding: bytes[start..<index], as: UTF8.self)) : nil
    }

    private mutating func array(_ depth: Int) -> JSONTree? {
        var elements: [JSONTree] = []
        if take("]") { return .array([]) }
        repeat {
            guard let element = value(depth: depth + 1) else { return nil }
            elements.append(element)
        } while take(",")
        return take("]") ? .array(elements) : nil
    }

    private mutating func object(_ depth: Int) -> JSONTree? {
        var members: [JSONTree.Member] = []
        if take("}") { return .object([]) }
        repeat {
            guard take("\""), let name = string(), take(":"), let value = value(depth: depth + 1) else { return nil }
            members.append(JSONTree.Member(name, value))
        } while take(",")
        return take("}") ? .object(members) : nil
    }

    /// From behind the opening quote to behind the closing one.
    private mutating func string() -> String? {
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard index < bytes.count else { return nil }
        index += 1
        return String(decoding: bytes[start..<index - 1], as: UTF8.self)
    }
}
