public import Foundation
public import NIOCore
public import Remote

/// JSON as sources send it.
public enum JSONText {
    /// Whether a body is complete JSON.
    public static func isWhole(_ body: ByteBuffer) -> Bool { isWhole(body.readableBytesView) }

    /// Whether a body is complete JSON.
    public static func isWhole(_ body: some Sequence<UInt8>) -> Bool {
        (try? JSONDecoder().decode(Anything.self, from: Data(body))) != nil
    }

    /// - Parameter what: what it is an answer for, in words for a person.
    /// - Throws: ``RemoteError/malformed(what:)``.
    public static func decode<Value: Decodable>(
        _ payload: some Sequence<UInt8>, what: String, with decoder: JSONDecoder = JSONDecoder()
    ) throws(RemoteError) -> Value {
        do {
            return try decoder.decode(Value.self, from: Data(payload))
        } catch {
            throw .malformed(what: what)
        }
    }
}
