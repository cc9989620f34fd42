public import NIOCore

/// git's framing: four hexadecimal digits of length, themselves counted, then the bytes; `0000` flushes.
public enum PktLine {
    /// The most bytes one packet can carry.
    public static let payloadLimit = 65_516

    /// A packet, as read.
    public enum Packet: Sendable, Equatable {
        /// Bytes.
        case data(ByteBuffer)
        /// `0000`, the end of a message.
        case flush
        /// `0001`, parts of a message in protocol version 2.
        case delimiter
        /// `0002`, the end of an answer in protocol version 2.
        case responseEnd
    }

    /// The text as one packet; nothing when it is longer than ``payloadLimit``.
    public static func encode(_ text: String) -> ByteBuffer {
        let count = text.utf8.count + 4
        guard count <= payloadLimit + 4 else { return ByteBuffer() }
        let digits = String(count, radix: 16)
        return ByteBuffer(string: String(repeating: "0", count: 4 - digits.count) + digits + text)
    }

    /// `0000`.
    public static var flush: ByteBuffer { ByteBuffer(string: "0000") }

    /// Takes one packet off the front; nil while it isn't whole.
    ///
    /// - Throws: ``GitError`` with cause `invalidInput` when the length is no length.
    public static func decode(_ buffer: inout ByteBuffer) throws -> Packet? {
        guard let head = buffer.getString(at: buffer.readerIndex, length: 4) else { return nil }
        guard head.utf8.allSatisfy(\.isHexDigit), let length = Int(head, radix: 16), length != 3 else {
            throw GitError(verb: "upload-pack", cause: .invalidInput("this is no packet"))
        }
        guard length >= 4 else {
            buffer.moveReaderIndex(forwardBy: 4)
            return [.flush, .delimiter, .responseEnd][length]
        }
        guard buffer.readableBytes >= length else { return nil }
        buffer.moveReaderIndex(forwardBy: 4)
        return buffer.readSlice(length: length - 4).map(Packet.data)
    }
}
