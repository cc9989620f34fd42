public import Foundation
public import NIOCore
import Outbound
public import Remote

/// JSON as sources send it.
public enum JSONText {
    /// Whether a body is complete JSON.
    public static func isWhole(_ body: ByteBuffer) -> Bool { isWhole(body.readableBytesView) }

    /// Whether a body is complete JSON.
    public static func isWhole(_ body: some Sequence<UInt8>) -> Bool {
        (try? JSONDecoder().decode(Anything.self, from: Data(body))) != nil
    }

    /// Whether a body begins as JSON and ends before what it opens is closed: a part of an answer, not an answer to
    /// something else.
    public static func isCut(_ body: some Sequence<UInt8>) -> Bool {
        var (depth, hasBegun, strings) = (0, false, JSONStrings())
        for byte in body where !strings.take(byte) {
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["): (depth, hasBegun) = (depth + 1, true)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): break
            default: if !hasBegun { return false }
            }
        }
        return hasBegun && (depth > 0 || strings.isOpen)
    }

    /// The payload without the escapes of NUL characters: no store can hold them, and a text would end there
    /// (GitLab's importer leaves them out too, `lib/gitlab/github_import/markdown_text.rb`).
    public static func withoutNUL(_ payload: some Sequence<UInt8>) -> Data {
        let data = Data(payload)
        let escape = Data("\\u0000".utf8)
        guard data.range(of: escape) != nil else { return data }
        var kept = Data(capacity: data.count)
        var rest = data[...]
        while let byte = rest.first {
            // `\\u0000` is a backslash and four digits.
            let isEscape = byte == UInt8(ascii: "\\")
            if isEscape, rest.starts(with: escape) {
                rest = rest.dropFirst(escape.count)
            } else {
                kept += rest.prefix(isEscape ? 2 : 1)
                rest = rest.dropFirst(isEscape ? 2 : 1)
            }
        }
        return kept
    }

    /// - Parameter what: what it is an answer for, in words for a person.
    /// - Throws: ``RemoteError/malformed(what:)``.
    public static func decode<Value: Decodable>(
        _ payload: some Sequence<UInt8>, what: String, with decoder: JSONDecoder = JSONDecoder()
    ) throws(RemoteError) -> Value {
        do {
            return try decoder.decode(Value.self, from: withoutNUL(payload))
        } catch {
            throw .malformed(what: what)
        }
    }
}
