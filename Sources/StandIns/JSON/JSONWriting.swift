import NIOCore

// Pages of a hundred objects are half a megabyte, and tests run without optimization: so the text is put together by
// String, whose appending is compiled optimized, and plain pieces are taken over whole.
extension JSONValue {
    /// The value as text in UTF-8.
    func buffer() -> ByteBuffer {
        var text = ""
        write(to: &text)
        return ByteBuffer(string: text)
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += String(value)
        case .double(let value): text += value.isFinite ? "\(value)" : "null"
        case .string(let value): Self.write(value, to: &text)
        case .array(let values):
            text += "["
            var isFirst = true
            for value in values {
                if !isFirst { text += "," }
                isFirst = false
                value.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            var isFirst = true
            for member in members {
                text += isFirst ? "\"" : ",\""
                isFirst = false
                // Keys are names of GitHub's or of a query: there is nothing to escape in them.
                text += member.key
                text += "\":"
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ value: String, to text: inout String) {
        var value = value
        text += "\""
        value.withUTF8 { bytes in
            var start = 0
            for position in 0..<bytes.count
            where bytes[position] < 0x20 || bytes[position] == 0x22 || bytes[position] == 0x5C {
                text += String(decoding: bytes[start..<position], as: UTF8.self)
                text += escape(bytes[position])
                start = position + 1
            }
            text += String(decoding: bytes[start..<bytes.count], as: UTF8.self)
        }
        text += "\""
    }

    private static func escape(_ byte: UInt8) -> String {
        switch byte {
        case 0x22: return "\\\""
        case 0x5C: return "\\\\"
        case 0x0A: return "\\n"
        case 0x0D: return "\\r"
        case 0x09: return "\\t"
        default:
            let digits = String(byte, radix: 16)
            return "\\u00" + (digits.count == 1 ? "0" : "") + digits
        }
    }
}
