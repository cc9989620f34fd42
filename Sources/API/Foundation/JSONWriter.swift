public import Model

/// Writes JSON as UTF-8, straight into bytes: a page of a hundred issues needs no tree of values in between.
public final class JSONWriter {
    private(set) var bytes: [UInt8] = []

    public init(capacity: Int = 4096) {
        bytes.reserveCapacity(capacity)
    }

    func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    func raw(ascii text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var copy = text
        copy.withUTF8 { utf8 in
            for byte in utf8 { append(escaping: byte) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func append(escaping byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): raw("\\\"")
        case UInt8(ascii: "\\"): raw("\\\\")
        case 0x0A: raw("\\n")
        case 0x0D: raw("\\r")
        case 0x09: raw("\\t")
        case 0..<0x20:
            raw("\\u00")
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        default: bytes.append(byte)
        }
    }

    /// One object; `fields` adds its keys in the order they are to stand.
    func object(_ fields: (inout JSONObject) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        var object = JSONObject(writer: self)
        fields(&object)
        bytes.append(UInt8(ascii: "}"))
    }

    func array<Element>(_ elements: some Sequence<Element>, _ write: (Element) -> Void) {
        bytes.append(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            write(element)
        }
        bytes.append(UInt8(ascii: "]"))
    }
}

/// The keys of one object, in the order in which they are added. A value that is `nil` is written as `null`.
public struct JSONObject {
    private let writer: JSONWriter
    private var isFirst = true

    init(writer: JSONWriter) {
        self.writer = writer
    }

    private mutating func key(_ key: String) {
        if !isFirst { writer.raw(",") }
        isFirst = false
        writer.string(key)
        writer.raw(":")
    }

    public mutating func add(_ key: String, _ value: (some JSONWritable)?) {
        self.key(key)
        if let value { value.write(to: writer) } else { writer.raw("null") }
    }

    /// Enumerations, identifiers and the like stand as their raw values.
    public mutating func add<Value: RawRepresentable>(_ key: String, _ value: Value?)
    where Value.RawValue: JSONWritable {
        add(key, value?.rawValue)
    }

    /// A nested object.
    public mutating func add(_ key: String, _ fields: (inout JSONObject) -> Void) {
        self.key(key)
        writer.object(fields)
    }

    public mutating func null(_ keys: String...) {
        for key in keys {
            self.key(key)
            writer.raw("null")
        }
    }
}

/// Has a place in an answer.
public protocol JSONWritable {
    func write(to writer: JSONWriter)
}

/// An object of an answer: one of GitLab's entities, with the keys in GitLab's order.
public protocol Entity: JSONWritable {
    func write(_ object: inout JSONObject)
}

extension Entity {
    public func write(to writer: JSONWriter) {
        writer.object { write(&$0) }
    }
}

extension String: JSONWritable {
    public func write(to writer: JSONWriter) { writer.string(self) }
}

extension Bool: JSONWritable {
    public func write(to writer: JSONWriter) { if self { writer.raw("true") } else { writer.raw("false") } }
}

extension Int64: JSONWritable {
    public func write(to writer: JSONWriter) { writer.raw(ascii: String(self)) }
}

extension Int: JSONWritable {
    public func write(to writer: JSONWriter) { writer.raw(ascii: String(self)) }
}

extension Timestamp: JSONWritable {
    public func write(to writer: JSONWriter) { writer.string(iso8601) }
}

extension CalendarDate: JSONWritable {
    public func write(to writer: JSONWriter) { writer.string(description) }
}

extension Array: JSONWritable where Element: JSONWritable {
    public func write(to writer: JSONWriter) { writer.array(self) { $0.write(to: writer) } }
}
