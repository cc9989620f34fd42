import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOHTTPCompression

extension OutboundError {
    /// How far a request had come when something was thrown.
    enum Progress {
        case asking
        case reading
    }

    /// Turns what the HTTP client throws into this module's error; `CancellationError` and ours stay as they are.
    static func reading(_ error: any Error, url: OutboundURL, progress: Progress) -> any Error {
        if error is CancellationError || error is OutboundError { return error }
        let place = url.description
        switch error {
        case let error as HTTPClientError: return reading(error, place: place, progress: progress)
        case let error as HTTPParserError: return reading(error, place: place)
        case is NIOHTTPDecompression.ExtraDecompressionError: return OutboundError.truncated(url: place)
        case is NIOHTTPDecompression.DecompressionError:
            return OutboundError.malformedAnswer(url: place, reason: "its gzip can't be decompressed")
        case ChannelError.connectTimeout: return OutboundError.timedOut(url: place, step: .connect)
        case let error as IOError: return reading(error, place: place, progress: progress)
        default: return readingOther(error, place: place, progress: progress)
        }
    }

    private static func reading(_ error: HTTPClientError, place: String, progress: Progress) -> any Error {
        switch error {
        case .cancelled: CancellationError()
        case .connectTimeout, .getConnectionFromPoolTimeout: OutboundError.timedOut(url: place, step: .connect)
        case .tlsHandshakeTimeout: OutboundError.tls(url: place, reason: "the handshake took too long")
        case .deadlineExceeded, .readTimeout, .writeTimeout: OutboundError.timedOut(url: place, step: .firstByte)
        case .alreadyShutdown: OutboundError.shutDown
        case .remoteConnectionClosed, .uncleanShutdown:
            progress == .asking ? OutboundError.connectionLost(url: place) : OutboundError.truncated(url: place)
        default: OutboundError.malformedAnswer(url: place, reason: error.shortDescription)
        }
    }

    private static func reading(_ error: HTTPParserError, place: String) -> OutboundError {
        switch error {
        case .headerOverflow: .headTooLarge(url: place)
        case .invalidEOFState, .closedConnection: .truncated(url: place)
        default: .malformedAnswer(url: place, reason: "it isn't HTTP")
        }
    }

    private static func reading(_ error: IOError, place: String, progress: Progress) -> OutboundError {
        switch (error.errnoCode, progress) {
        case (ECONNRESET, .asking), (EPIPE, .asking): .connectionLost(url: place)
        case (_, .reading): .truncated(url: place)
        case (ETIMEDOUT, _): .timedOut(url: place, step: .connect)
        default: .connectionFailed(url: place, reason: String(cString: strerror(error.errnoCode)))
        }
    }

    private static func readingOther(_ error: any Error, place: String, progress: Progress) -> OutboundError {
        let kind = String(reflecting: type(of: error))
        // NIOSSL is a dependency of the HTTP client, not of ours: its errors are told by their module's name.
        if kind.hasPrefix("NIOSSL.") {
            if progress == .reading { return .truncated(url: place) }
            return .tls(url: place, reason: reason(inTLSError: "\(error)"))
        }
        return progress == .reading ? .truncated(url: place) : .connectionLost(url: place)
    }

    /// The library's own word ("certificate verify failed") out of a text that also names source files.
    private static func reason(inTLSError text: String) -> String {
        guard let mark = text.firstRange(of: "OPENSSL_internal:") else {
            return String(text.prefix { $0.isLetter })
        }
        return text[mark.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            .lowercased().replacing("_", with: " ")
    }
}
