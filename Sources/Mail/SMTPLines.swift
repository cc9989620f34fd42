import NIOCore
import NIOTLS

/// A line of a reply, and whether it came encrypted.
struct SMTPLine: Sendable {
    let text: String
    let isSecure: Bool
}

/// Cuts what the server says into lines. What came in the clear before TLS began counts as never said: somebody on the
/// way may have put it there to be taken for a reply inside.
final class SMTPLines: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = SMTPLine

    struct TooLong: Error {}

    private static let limit = 8192
    private var pending = ByteBuffer()
    private var isSecure = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        pending.writeImmutableBuffer(unwrapInboundIn(data))
        while let end = pending.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
            let length = end - pending.readerIndex
            let line = pending.readString(length: length) ?? ""
            pending.moveReaderIndex(forwardBy: 1)
            let text = line.hasSuffix("\r") ? String(line.dropLast()) : line
            context.fireChannelRead(wrapInboundOut(SMTPLine(text: text, isSecure: isSecure)))
        }
        pending.discardReadBytes()
        if pending.readableBytes > Self.limit { context.fireErrorCaught(TooLong()) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent {
            pending.clear()
            isSecure = true
        }
        context.fireUserInboundEventTriggered(event)
    }
}
