import CZlib
import NIOCore

/// Unpacks gzip a piece at a time; holds one piece of input and one of output.
///
/// It belongs to one reader: zlib's state is not for two threads at once.
final class Inflater {
    private static let pieceSize = 64 * 1024
    private let stream: UnsafeMutablePointer<z_stream>
    private var input: [UInt8] = []
    private var consumed = 0
    /// zlib had more to say than the last piece could take.
    private var hasMore = false

    /// Whether the end of the packed data was seen.
    private(set) var isFinished = false

    /// - Throws: ``GitBodyError/noMemory``.
    init() throws(GitBodyError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard landfall_inflate_init_gzip(stream) == Z_OK else { throw .noMemory }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// Takes the next piece; call it only when ``next()`` has nothing more.
    func feed(_ piece: ByteBuffer) {
        input = Array(piece.readableBytesView)
        consumed = 0
    }

    /// The next unpacked piece of at most 64 KiB; nil when it needs more input or is finished.
    ///
    /// - Throws: ``GitBodyError/damaged``.
    func next() throws(GitBodyError) -> ByteBuffer? {
        guard !isFinished, hasMore || consumed < input.count else { return nil }
        var output = [UInt8](repeating: 0, count: Self.pieceSize)
        var status = Z_OK
        input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.pointee.next_in = input.baseAddress.map { $0 + consumed }
                stream.pointee.avail_in = UInt32(input.count - consumed)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                status = inflate(stream, Z_NO_FLUSH)
            }
        }
        consumed = input.count - Int(stream.pointee.avail_in)
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { throw .damaged }
        isFinished = status == Z_STREAM_END
        let written = output.count - Int(stream.pointee.avail_out)
        hasMore = stream.pointee.avail_out == 0
        return written > 0 ? ByteBuffer(bytes: output.prefix(written)) : nil
    }
}

/// What is wrong with the body of a request.
enum GitBodyError: Error, Equatable {
    /// It is no gzip, or ends too early.
    case damaged
    /// It has, unpacked, more bytes than this.
    case tooLarge(limit: Int)
    /// zlib found no memory to work with.
    case noMemory
}
