import Hummingbird
import NIOCore

/// The body of a request of git, unpacked as it is read: neither the packed nor the unpacked bytes are ever held whole.
struct GitBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    /// The wants and haves of a fetch take 50 bytes each, and git keeps 36 of them: room for a million and a quarter.
    static let limit = 64 << 20

    let body: RequestBody
    let isCompressed: Bool
    var limit = GitBody.limit

    struct AsyncIterator: AsyncIteratorProtocol {
        var base: RequestBody.AsyncIterator
        let isCompressed: Bool
        let limit: Int
        private var inflater: Inflater?
        private var total = 0

        init(_ body: GitBody) {
            base = body.body.makeAsyncIterator()
            isCompressed = body.isCompressed
            limit = body.limit
        }

        mutating func next() async throws -> ByteBuffer? {
            guard let piece = isCompressed ? try await nextInflated() : try await base.next() else { return nil }
            total += piece.readableBytes
            guard total <= limit else { throw GitBodyError.tooLarge(limit: limit) }
            return piece
        }

        private mutating func nextInflated() async throws -> ByteBuffer? {
            let inflater = try inflater ?? Inflater()
            self.inflater = inflater
            while true {
                if let piece = try inflater.next() { return piece }
                if inflater.isFinished { return nil }
                guard let packed = try await base.next() else { throw GitBodyError.damaged }
                inflater.feed(packed)
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(self)
    }
}
