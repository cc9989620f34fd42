import Foundation

/// A message to one person, in plain text.
public struct MailMessage: Sendable, Hashable {
    public var to: String
    public var subject: String
    public var text: String

    public init(to: String, subject: String, text: String) {
        self.to = to
        self.subject = subject
        self.text = text
    }

    /// The message as it is sent: everything beyond ASCII encoded, lines of at most 76 characters, so that no server
    /// on the way has a reason to change it.
    func lines(from sender: String, date: Date, identifier: String) -> [String] {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
        let body = Data(text.utf8).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
        return [
            "From: <\(sender)>", "To: <\(to)>", "Subject: \(Self.encoded(subject))",
            "Date: \(formatter.string(from: date))", "Message-ID: <\(identifier)>", "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "",
        ] + body.split(separator: "\n").map(String.init)
    }

    /// RFC 2047, in words of at most 39 bytes; a subject in plain ASCII stays as it is.
    private static func encoded(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && text.utf8.count <= 60
        guard !isPlain else { return text }
        var words: [String] = []
        var current = ""
        for character in text where !character.isNewline {
            if current.utf8.count + character.utf8.count > 39 {
                words.append(current)
                current = ""
            }
            current.append(character)
        }
        words.append(current)
        return words.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }
}

/// Takes messages to people.
public protocol Mailer: Sendable {
    /// - Throws: ``MailError``; `CancellationError`.
    func send(_ message: MailMessage) async throws
}

/// Why a message was not sent. Nothing in it is secret or anybody's text.
public enum MailError: Error, Sendable, Equatable, CustomStringConvertible {
    /// An address that cannot be written into a message.
    case badAddress
    case unreachable(host: String, reason: String)
    /// The server offers no encryption and the settings demand it.
    case noEncryption(host: String)
    case encryption(host: String, reason: String)
    /// The server offers no way to log in that is known here.
    case noLogin(host: String)
    /// The server said no.
    case refused(host: String, step: String, status: Int)
    /// What it said is no SMTP, or it hung up.
    case malformed(host: String)
    case timedOut(host: String)

    public var description: String {
        switch self {
        case .badAddress: "the address is no mail address"
        case .unreachable(let host, let reason): "the mail server \(host) cannot be reached (\(reason))"
        case .noEncryption(let host):
            "the mail server \(host) offers no STARTTLS: set smtp-security to none if the way to it is safe"
        case .encryption(let host, let reason): "no secure connection to the mail server \(host): \(reason)"
        case .noLogin(let host): "the mail server \(host) does not offer AUTH PLAIN"
        case .refused(let host, let step, let status): "the mail server \(host) answered \(step) with \(status)"
        case .malformed(let host): "the mail server \(host) hung up or does not speak SMTP"
        case .timedOut(let host): "the mail server \(host) took too long"
        }
    }
}
