public import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Outbound

/// Hands messages to a mail server (RFC 5321), one connection each: mail is rare here.
public struct SMTPClient: Mailer {
    private let settings: SMTPSettings
    private let timeout: Duration
    private let now: @Sendable () -> Date

    /// - Parameters:
    ///   - settings: the server.
    ///   - timeout: for the whole conversation.
    ///   - now: what stands as the date of messages.
    public init(
        settings: SMTPSettings, timeout: Duration = .seconds(60), now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.settings = settings
        self.timeout = timeout
        self.now = now
    }

    public func send(_ message: MailMessage) async throws {
        guard Self.isAddress(message.to), Self.isAddress(settings.from) else { throw MailError.badAddress }
        let (settings, timeout) = (settings, timeout)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await converse(message)
                return true
            }
            group.addTask {
                try await Task.sleep(for: timeout)
                return false
            }
            let isSent = try await group.next() ?? false
            group.cancelAll()
            guard isSent else { throw MailError.timedOut(host: settings.host) }
        }
    }

    private func converse(_ message: MailMessage) async throws {
        let channel = try await connect()
        do {
            try await channel.executeThenClose { inbound, outbound in
                var dialogue = SMTPDialogue(
                    host: settings.host, lines: inbound.makeAsyncIterator(), writer: outbound,
                    isSecure: settings.security == .tls)
                try await talk(&dialogue, channel.channel, message)
            }
        } catch is NIOSSLError {
            throw MailError.encryption(
                host: settings.host, reason: "check its certificate and this server's ca-certificates")
        } catch is NIOSSLExtraError {
            throw MailError.encryption(
                host: settings.host, reason: "check its certificate and this server's ca-certificates")
        } catch let error as IOError {
            throw MailError.unreachable(host: settings.host, reason: String(cString: strerror(error.errnoCode)))
        } catch is ChannelError {
            throw MailError.malformed(host: settings.host)
        } catch is SMTPLines.TooLong {
            throw MailError.malformed(host: settings.host)
        }
    }

    private func connect() async throws -> NIOAsyncChannel<SMTPLine, ByteBuffer> {
        let settings = settings
        do {
            return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(10))
                .connect(host: settings.host, port: settings.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        if settings.security == .tls { try pipeline.addHandler(Self.encryption(settings.host)) }
                        try pipeline.addHandler(SMTPLines())
                        return try NIOAsyncChannel<SMTPLine, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
        } catch is NIOSSLError {
            throw MailError.encryption(
                host: settings.host, reason: "check its certificate and this server's ca-certificates")
        } catch {
            throw MailError.unreachable(host: settings.host, reason: "no connection to port \(settings.port)")
        }
    }

    private static func encryption(_ host: String) throws -> NIOSSLClientHandler {
        let context = try NIOSSLContext(configuration: .makeClientConfiguration())
        // A name is told to the server; an address can not be.
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
    }

    private func talk(_ dialogue: inout SMTPDialogue, _ channel: any Channel, _ message: MailMessage) async throws {
        try await dialogue.expect(220, after: "the connection")
        var offers = try await dialogue.hello()
        if settings.security == .starttls {
            guard offers.contains("STARTTLS") else { throw MailError.noEncryption(host: settings.host) }
            try await dialogue.say("STARTTLS", expecting: 220)
            let host = settings.host
            try await channel.eventLoop.submit {
                try channel.pipeline.syncOperations.addHandler(try Self.encryption(host), position: .first)
            }.get()
            dialogue.isSecure = true
            offers = try await dialogue.hello()
        }
        try await logIn(&dialogue, offers)
        try await dialogue.say("MAIL FROM:<\(settings.from)>", expecting: 250, step: "MAIL FROM")
        try await dialogue.say("RCPT TO:<\(message.to)>", expecting: 250, step: "RCPT TO")
        try await dialogue.say("DATA", expecting: 354)
        let domain = settings.from.split(separator: "@").last.map(String.init) ?? "localhost"
        let lines = message.lines(
            from: settings.from, date: now(), identifier: "\(UUID().uuidString.lowercased())@\(domain)")
        // No line begins with a dot: headers do not, and base64 has none.
        try await dialogue.say(lines.joined(separator: "\r\n") + "\r\n.", expecting: 250, step: "the message")
        try? await dialogue.say("QUIT", expecting: 221)
    }

    private func logIn(_ dialogue: inout SMTPDialogue, _ offers: Set<String>) async throws {
        guard let user = settings.user, let password = settings.password else { return }
        guard offers.contains("AUTH PLAIN") else { throw MailError.noLogin(host: settings.host) }
        let proof = password.withUnsealed { Data("\0\(user)\0\($0)".utf8).base64EncodedString() }
        try await dialogue.say("AUTH PLAIN \(proof)", expecting: 235, step: "AUTH")
    }

    /// Enough of an address to be safe inside `<…>`: one `@`, ASCII, nothing that ends the line or the brackets.
    static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && text.utf8.count <= 254
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"<>()[]\\,;:\"".utf8.contains($0) }
    }
}

/// One conversation: says a line, waits for the reply.
struct SMTPDialogue {
    let host: String
    var lines: NIOAsyncChannelInboundStream<SMTPLine>.AsyncIterator
    let writer: NIOAsyncChannelOutboundWriter<ByteBuffer>
    /// Whether only what comes encrypted counts.
    var isSecure: Bool

    /// Greets, and learns what the server offers: its keywords, and each way to log in as `AUTH …`.
    mutating func hello() async throws -> Set<String> {
        let reply = try await ask("EHLO localhost", step: "EHLO")
        guard reply.status == 250 else { throw MailError.refused(host: host, step: "EHLO", status: reply.status) }
        var offers: Set<String> = []
        for line in reply.lines.dropFirst() {
            let words = line.uppercased().split(separator: " ").map(String.init)
            guard let keyword = words.first else { continue }
            offers.insert(keyword)
            for way in words.dropFirst() { offers.insert("\(keyword) \(way)") }
        }
        return offers
    }

    mutating func say(_ text: String, expecting status: Int, step: String? = nil) async throws {
        let reply = try await ask(text, step: step ?? text)
        guard reply.status == status else {
            throw MailError.refused(host: host, step: step ?? text, status: reply.status)
        }
    }

    mutating func expect(_ status: Int, after step: String) async throws {
        let reply = try await reply()
        guard reply.status == status else { throw MailError.refused(host: host, step: step, status: reply.status) }
    }

    private mutating func ask(_ text: String, step: String) async throws -> (status: Int, lines: [String]) {
        try await writer.write(ByteBuffer(string: text + "\r\n"))
        return try await reply()
    }

    /// `250-first`, `250-second`, `250 last`.
    private mutating func reply() async throws -> (status: Int, lines: [String]) {
        var texts: [String] = []
        while let line = try await lines.next() {
            guard line.isSecure || !isSecure else { continue }
            guard let status = Int(line.text.prefix(3)), texts.count < 100 else { break }
            texts.append(String(line.text.dropFirst(4)))
            if line.text.dropFirst(3).first != "-" { return (status, texts) }
        }
        throw MailError.malformed(host: host)
    }
}
