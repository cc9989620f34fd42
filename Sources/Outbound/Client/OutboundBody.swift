import AsyncHTTPClient
public import NIOCore

/// The body of an answer, piece by piece as the network brings it; more is read only when the reader asks for it.
///
/// It can be iterated once, inside the closure it was given to. Its iterator throws ``OutboundError``.
public struct OutboundBody: AsyncSequence, Sendable {
    /// A piece of the body.
    public typealias Element = ByteBuffer

    let pieces: HTTPClientResponse.Body
    let url: OutboundURL
    let limit: Int
    let watch: Watch
    let tally: RequestTally?

    /// Reads the body once.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(pieces: pieces.makeAsyncIterator(), body: self)
    }

    /// Reads the body once, and counts.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var pieces: HTTPClientResponse.Body.AsyncIterator
        let body: OutboundBody
        var taken = 0

        init(pieces: HTTPClientResponse.Body.AsyncIterator, body: OutboundBody) {
            self.pieces = pieces
            self.body = body
        }

        /// The next piece, nil at the end.
        ///
        /// - Throws: ``OutboundError`` where the limit of bytes or of time is passed or the body breaks off.
        public mutating func next() async throws -> ByteBuffer? {
            body.watch.begins(.idle)
            defer { body.watch.ended() }
            do {
                guard let piece = try await pieces.next() else { return nil }
                taken += piece.readableBytes
                body.tally?.count(bytes: piece.readableBytes)
                guard taken <= body.limit else {
                    throw OutboundError.tooLarge(url: body.url.description, limit: body.limit)
                }
                return piece
            } catch {
                throw OutboundError.reading(error, url: body.url, progress: .reading)
            }
        }
    }
}
