import Foundation
import Mail
import NIOCore
import NIOPosix
import Outbound
import Synchronization
import Testing

@Suite struct SMTPTests {
    private func settings(
        _ server: SMTPServer, security: SMTPSettings.Security = .none, user: String? = nil
    ) -> SMTPSettings {
        SMTPSettings(
            host: "127.0.0.1", port: server.port, security: security, user: user,
            password: user.map { _ in Secret("s3cret") },
            from: "landfall@forge.example.org")
    }

    @Test func aMessageArrivesWholeInAnyScript() async throws {
        try await SMTPServer.with { server in
            let text = "Gist „Grüße“ 🎁\n.\nends here\n" + String(repeating: "x", count: 2000)
            try await SMTPClient(settings: settings(server)).send(
                MailMessage(to: "ada@example.org", subject: "Überraschung: nicht alles ist angekommen", text: text))
            let seen = server.lines
            #expect(seen.contains("MAIL FROM:<landfall@forge.example.org>"))
            #expect(seen.contains("RCPT TO:<ada@example.org>"))
            #expect(seen.allSatisfy { $0.utf8.count <= 76 && $0.utf8.allSatisfy { $0 < 0x80 } })
            let start = try #require(seen.firstIndex(of: ""))
            let end = try #require(seen.firstIndex(of: "."))
            let body = Data(base64Encoded: seen[(start + 1)..<end].joined())
            #expect(body.map { String(decoding: $0, as: UTF8.self) } == text)
            #expect(seen.contains { $0.hasPrefix("Subject: =?utf-8?B?") })
            #expect(seen.last == "QUIT")
        }
    }

    @Test func thePasswordIsShownToWhoOffersToTakeIt() async throws {
        try await SMTPServer.with(offers: ["AUTH LOGIN PLAIN"]) { server in
            try await SMTPClient(settings: settings(server, user: "forge")).send(
                MailMessage(to: "ada@example.org", subject: "Hello", text: "Hello"))
            #expect(server.lines.contains("AUTH PLAIN " + Data("\0forge\0s3cret".utf8).base64EncodedString()))
        }
        try await SMTPServer.with { server in
            await #expect(throws: MailError.noLogin(host: "127.0.0.1")) {
                try await SMTPClient(settings: settings(server, user: "forge")).send(
                    MailMessage(to: "ada@example.org", subject: "Hello", text: "Hello"))
            }
        }
    }

    @Test func withoutEncryptionNothingIsSaidWhereItIsDemanded() async throws {
        try await SMTPServer.with(offers: ["AUTH PLAIN"]) { server in
            await #expect(throws: MailError.noEncryption(host: "127.0.0.1")) {
                try await SMTPClient(settings: settings(server, security: .starttls, user: "forge")).send(
                    MailMessage(to: "ada@example.org", subject: "Hello", text: "Hello"))
            }
            #expect(server.lines == ["EHLO localhost"])
        }
    }

    @Test(arguments: ["a@b\r\nRCPT TO:<c@d>", "a", "a@", "a b@c", "a@b>", "ä@b"])
    func noAddressBecomesAnotherCommand(address: String) async throws {
        try await SMTPServer.with { server in
            await #expect(throws: MailError.badAddress) {
                try await SMTPClient(settings: settings(server)).send(
                    MailMessage(to: address, subject: "Hello", text: "Hello"))
            }
            #expect(server.lines.isEmpty)
        }
    }

    @Test func aRefusalNamesItsStep() async throws {
        try await SMTPServer.with(refusing: "RCPT TO") { server in
            await #expect(throws: MailError.refused(host: "127.0.0.1", step: "RCPT TO", status: 550)) {
                try await SMTPClient(settings: settings(server)).send(
                    MailMessage(to: "ada@example.org", subject: "Hello", text: "Hello"))
            }
        }
    }

    @Test func aServerThatSaysNothingIsGivenUp() async throws {
        try await SMTPServer.with(isSilent: true) { server in
            await #expect(throws: MailError.timedOut(host: "127.0.0.1")) {
                try await SMTPClient(settings: settings(server), timeout: .milliseconds(200)).send(
                    MailMessage(to: "ada@example.org", subject: "Hello", text: "Hello"))
            }
        }
    }
}

/// A mail server that keeps what it is told.
private final class SMTPServer: Sendable {
    let port: Int
    private let heard = Mutex<[String]>([])
    private let offers: [String]
    private let refused: String?
    private let isSilent: Bool

    var lines: [String] { heard.withLock { $0 } }

    private init(port: Int, offers: [String], refusing refused: String?, isSilent: Bool) {
        self.port = port
        self.offers = offers
        self.refused = refused
        self.isSilent = isSilent
    }

    static func with(
        offers: [String] = [], refusing refused: String? = nil, isSilent: Bool = false,
        _ test: @Sendable (SMTPServer) async throws -> Void
    ) async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let server = SMTPServer(
            port: channel.channel.localAddress?.port ?? 0, offers: offers, refusing: refused, isSilent: isSilent)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await channel.executeThenClose { connections in
                    for try await connection in connections { try? await server.serve(connection) }
                }
            }
            defer { group.cancelAll() }
            try await test(server)
        }
    }

    private func serve(_ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async throws {
        try await connection.executeThenClose { inbound, outbound in
            if !isSilent { try await outbound.write(ByteBuffer(string: "220 mail.example.org\r\n")) }
            var pending = ""
            var isMessage = false
            for try await piece in inbound {
                pending += String(buffer: piece)
                while let end = pending.firstRange(of: "\r\n") {
                    let line = String(pending[..<end.lowerBound])
                    pending = String(pending[end.upperBound...])
                    heard.withLock { $0.append(line) }
                    if isMessage, line != "." { continue }
                    try await outbound.write(ByteBuffer(string: answer(line)))
                    isMessage = line == "DATA"
                    if line == "QUIT" { return }
                }
            }
        }
    }

    private func answer(_ line: String) -> String {
        if let refused, line.hasPrefix(refused) { return "550 no such person\r\n" }
        switch line.prefix(4) {
        case "EHLO":
            let all = ["mail.example.org"] + offers + ["8BITMIME"]
            return all.enumerated().map { "250\($0.offset == all.count - 1 ? " " : "-")\($0.element)\r\n" }.joined()
        case "AUTH": return "235 welcome\r\n"
        case "DATA": return "354 go on\r\n"
        case "QUIT": return "221 bye\r\n"
        default: return "250 fine\r\n"
        }
    }
}
