import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Ends an answer that was broken on purpose.
struct BrokenOnPurpose: Error {}

extension Channel {
    /// Closes the connection with a reset instead of an orderly end.
    func reset() async throws {
        if let socket = self as? any SocketOptionProvider {
            try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try await close().get()
    }
}

extension ByteBuffer {
    /// The first half of the bytes.
    var half: ByteBuffer {
        getSlice(at: readerIndex, length: readableBytes / 2) ?? ByteBuffer()
    }
}

extension ResponseBody {
    /// The whole body in memory. The sample projects' answers are small.
    func collected() async throws -> ByteBuffer {
        let collector = BodyCollector()
        try await write(collector)
        return collector.bytes
    }
}

private final class BodyCollector: ResponseBodyWriter {
    private let buffer = Mutex(ByteBuffer())

    var bytes: ByteBuffer { buffer.withLock { $0 } }

    func write(_ buffer: ByteBuffer) async throws {
        self.buffer.withLock { _ = $0.writeImmutableBuffer(buffer) }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
