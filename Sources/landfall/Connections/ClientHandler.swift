import HTTPTypes
import Logging
import NIOCore
import NIOHTTPTypes
import Outbound

/// Closes connections of clients that keep the server waiting, and of addresses that have too many.
final class ClientHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let addresses: ConnectionsByAddress
    private let logger: Logger
    private var watch: ConnectionWatch
    private var address: IPAddress?
    /// Whether it is one of its address's connections.
    private var isCounted = false
    private var look: Scheduled<Void>?

    init(patience: TimeAmount, addresses: ConnectionsByAddress, logger: Logger) {
        self.addresses = addresses
        self.logger = logger
        watch = ConnectionWatch(patience: patience, now: .now())
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard !isCounted else { return }
        let owner = ConnectionsByAddress.owner(of: context.remoteAddress)
        guard addresses.admits(owner) else {
            logger.debug("an address has too many connections")
            context.close(promise: nil)
            return
        }
        (address, isCounted) = (owner, true)
        keepUnsentBytesHere(context)
        lookLater(context)
    }

    private func end() {
        look?.cancel()
        look = nil
        if isCounted { addresses.ended(address) }
        isCounted = false
    }

    /// The kernel takes megabytes for a client that takes nothing, and then cannot tell a slow client from a dead one
    /// for minutes. So it gets little more than is on its way.
    private func keepUnsentBytesHere(_ context: ChannelHandlerContext) {
        // TCP_NOTSENT_LOWAT of tcp(7), which Glibc's headers in Swift leave out.
        let option = ChannelOptions.tcpOption(.init(rawValue: 25))
        try? context.channel.syncOptions?.setOption(option, value: 64 << 10)
    }

    private func lookLater(_ context: ChannelHandlerContext) {
        let quarter = TimeAmount.nanoseconds(watch.patience.nanoseconds / 4)
        let pause = max(TimeAmount.milliseconds(100), min(TimeAmount.seconds(5), quarter))
        look = context.eventLoop.assumeIsolated().scheduleTask(in: pause) {
            let buffered = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
            if self.watch.isOverdue(buffered: buffered, now: .now()) {
                self.drop(context)
            } else {
                self.lookLater(context)
            }
        }
    }

    private func drop(_ context: ChannelHandlerContext) {
        logger.debug("a client kept the server waiting for too long")
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: watch.requestBegan(now: .now())
        case .body(let bytes):
            if watch.received(bytes.readableBytes) { return drop(context) }
        case .end: watch.requestEnded()
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        watch.wants(false)
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        watch.wants(true)
        context.read()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head: break
        case .body(let bytes): watch.wrote(bytes.readableBytes)
        case .end: watch.answered(now: .now())
        }
        context.write(data, promise: promise)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .output { watch.finished(now: .now()) }
        context.close(mode: mode, promise: promise)
    }
}
