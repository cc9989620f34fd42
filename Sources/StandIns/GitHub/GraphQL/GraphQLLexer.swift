/// A piece of a query.
struct GraphQLToken: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case name(String)
        case punctuator(String)
        case int(Int)
        case float(Double)
        case string(String)
        case end
    }

    var kind: Kind
    var location: GraphQLLocation
}

/// Cuts a query into tokens.
struct GraphQLLexer {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var lineStart = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// All tokens, the last of them ``GraphQLToken/Kind/end``.
    /// - Throws: ``GraphQLError`` for a character that has no place in a query.
    mutating func tokens() throws -> [GraphQLToken] {
        var tokens: [GraphQLToken] = []
        while true {
            skipIgnored()
            let location = GraphQLLocation(line: line, column: position - lineStart + 1)
            guard position < bytes.count else { return tokens + [GraphQLToken(kind: .end, location: location)] }
            tokens.append(GraphQLToken(kind: try next(location), location: location))
        }
    }

    private mutating func skipIgnored() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\n"):
                position += 1
                line += 1
                lineStart = position
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: ","): position += 1
            case UInt8(ascii: "#"):
                while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            default: return
            }
        }
    }

    private mutating func next(_ location: GraphQLLocation) throws -> GraphQLToken.Kind {
        let byte = bytes[position]
        if byte.isNameStart { return .name(take { $0.isNameStart || $0.isDigit }) }
        if byte.isDigit || byte == UInt8(ascii: "-") { return try number(location) }
        if byte == UInt8(ascii: "\"") { return .string(try string(location)) }
        if bytes[position...].starts(with: Array("...".utf8)) {
            position += 3
            return .punctuator("...")
        }
        guard "!$&()/:=@[]{|}".utf8.contains(byte) else {
            let character = String(decoding: [byte], as: UTF8.self)
            throw GraphQLError.parse("Parse error on \"\(character)\" (error)", location)
        }
        position += 1
        return .punctuator(String(decoding: [byte], as: UTF8.self))
    }

    private mutating func take(while belongs: (UInt8) -> Bool) -> String {
        let start = position
        while position < bytes.count, belongs(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func number(_ location: GraphQLLocation) throws -> GraphQLToken.Kind {
        let text = take { $0.isDigit || "+-.eE".utf8.contains($0) }
        if let value = Int(text) { return .int(value) }
        if let value = Double(text) { return .float(value) }
        throw GraphQLError.parse("Parse error on \"\(text)\" (error)", location)
    }

    private mutating func string(_ location: GraphQLLocation) throws -> String {
        if bytes[position...].starts(with: Array("\"\"\"".utf8)) { return try block(location) }
        position += 1
        var text: [UInt8] = []
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") { text += try escape(location) } else { text.append(byte) }
        }
        throw GraphQLError.parse("Parse error on \"\\\"\" (error)", location)
    }

    /// A string between three quotes, taken as it is.
    private mutating func block(_ location: GraphQLLocation) throws -> String {
        position += 3
        let quotes = Array("\"\"\"".utf8)
        guard let end = bytes[position...].firstRange(of: quotes) else {
            throw GraphQLError.parse("Parse error on \"\\\"\" (error)", location)
        }
        defer { position = end.upperBound }
        let text = bytes[position..<end.lowerBound]
        for (offset, byte) in text.enumerated() where byte == UInt8(ascii: "\n") {
            line += 1
            lineStart = position + offset + 1
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func escape(_ location: GraphQLLocation) throws -> [UInt8] {
        guard position < bytes.count else { throw GraphQLError.parse("Parse error on \"\\\" (error)", location) }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "u"):
            let digits = String(decoding: bytes[position..<min(position + 4, bytes.count)], as: UTF8.self)
            position = min(position + 4, bytes.count)
            guard let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code) else {
                throw GraphQLError.parse("Parse error on \"\\u\" (error)", location)
            }
            return Array(String(Character(scalar)).utf8)
        default: return [byte]
        }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    fileprivate var isNameStart: Bool { self == 0x5F || (self | 0x20 >= 0x61 && self | 0x20 <= 0x7A) }
}
