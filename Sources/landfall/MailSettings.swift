import ArgumentParser
import Foundation
import Mail
import Outbound

extension Settings {
    /// Names of the mail settings, which stand in the configuration file or in the environment: a password is nothing
    /// for a command line.
    static let mailNames: Set<String> = [
        "SMTP_HOST", "SMTP_PORT", "SMTP_SECURITY", "SMTP_USER", "SMTP_PASSWORD", "SMTP_FROM",
    ]

    /// The mail server; `nil` where none is named.
    static func mail(_ source: SettingSource, externalURL: String) throws -> SMTPSettings? {
        guard let host = source["SMTP_HOST"] else { return nil }
        let security = source["SMTP_SECURITY"] ?? SMTPSettings.Security.starttls.rawValue
        guard let security = SMTPSettings.Security(rawValue: security.lowercased()) else {
            throw ValidationError("smtp-security knows starttls, tls and none")
        }
        guard (source["SMTP_USER"] == nil) == (source["SMTP_PASSWORD"] == nil) else {
            throw ValidationError("smtp-user and smtp-password go together")
        }
        let name = URL(string: externalURL)?.host ?? "localhost"
        return SMTPSettings(
            host: host, port: try source.number("SMTP_PORT") ?? SMTPSettings.usualPort(security), security: security,
            user: source["SMTP_USER"], password: source["SMTP_PASSWORD"].map { Secret($0) },
            from: source["SMTP_FROM"] ?? "landfall@\(name)")
    }
}
