import Logging
import Mail
import Model
public import Store

/// Tells the person, after the end, which gists did not arrive: by mail where a mail server is configured, and in any
/// case in the report.
struct GistReporting: Sendable {
    let services: GistServices

    private static let attempts = 3

    func tell(_ record: GistImport) async throws {
        let (failures, address) = try await services.base.store.read { connection in
            (
                try GistImportItems.exceptions(
                    import: record.id, limit: GistReport.exceptionLimit, in: connection
                ).filter(\.isMissing),
                try Users.find(record.userID, in: connection)?.email
            )
        }
        guard !failures.isEmpty, let address else { return }
        let outcome = try await send(
            MailMessage(to: address, subject: GistMail.subject, text: GistMail.text(failures)))
        try await services.base.store.write { try GistImports.setMail(outcome, of: record.id, in: $0) }
    }

    /// A mail that cannot be sent must not make the import fail: what it says is in the report.
    private func send(_ message: MailMessage) async throws -> String {
        guard let mailer = services.mailer else { return "not sent: no mail server is configured" }
        for attempt in 1... {
            do {
                try await mailer.send(message)
                return "sent"
            } catch let error as MailError {
                guard attempt < Self.attempts else {
                    services.base.logger.warning("a mail could not be sent", metadata: ["error": "\(error)"])
                    return "not sent: \(error)"
                }
                try await Task.sleep(for: .milliseconds(200 * attempt))
            }
        }
        return "not sent"
    }
}

/// The mail about gists that did not arrive: GitLab's words, and what each gist is called, which GitLab leaves out.
public enum GistMail {
    static let subject = "GitHub Gists import finished with errors"

    /// - Parameter failures: the gists that are no snippets.
    public static func text(_ failures: [GistImportItems.Exception]) -> String {
        let lines = failures.map { failure in
            let reason = failure.reason.hasSuffix(".") ? failure.reason : failure.reason + "."
            let title = failure.title.isEmpty ? "" : " (\(PrintableText.of(failure.title)))"
            let address = failure.sourceURL.map { "\n  \($0)" } ?? ""
            return "Gist with id \(failure.sourceKey)\(title) failed due to error: \(reason)\(address)"
        }
        return (["GitHub gists that were not imported:", ""] + lines).joined(separator: "\n") + "\n"
    }
}
