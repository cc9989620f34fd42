import API
import ArgumentParser
import Model
import Store

/// `landfall audit`: who did what.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Shows who imported, reassigned, made tokens, changed members and more; the oldest first.")

    @Option(help: "Only what was done since then: YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ.")
    var since: String?

    @Option(help: "Only what was done until then.")
    var until: String?

    @Flag(help: "One JSON object a line, as GET /audit_events shows them.")
    var json = false

    @OptionGroup var options: SettingOptions

    func run() async throws {
        var filter = AuditEvents.Filter()
        filter.createdAfter = try since.map { try Self.time($0, of: "--since") }
        filter.createdBefore = try until.map { try Self.time($0, of: "--until") }
        try await Instance.with(try Settings(options)) { [filter] instance in
            var last: Identifier<AuditEvent>?
            while true {
                let events = try await instance.store.read { [last] connection in
                    try AuditEvents.list(filter, after: last, direction: .ascending, limit: 500, in: connection)
                }
                for event in events { say(json ? AuditEventJSON.text(event) : Self.line(event)) }
                guard events.count == 500 else { return }
                last = events.last?.id
            }
        }
    }

    private static func time(_ text: String, of option: String) throws -> Timestamp {
        guard let time = Timestamp(iso8601: text) else {
            throw ValidationError("\(option) takes YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ")
        }
        return time
    }

    /// Names are people's, and must not drive the terminal.
    private static func line(_ event: AuditEvent) -> String {
        var who = event.actor.name
        if let token = event.actor.tokenName { who += " (token \(token))" }
        if let address = event.actor.address { who += " from \(address)" }
        let what = event.entity.path.isEmpty ? event.action.message : "\(event.action.message): \(event.entity.path)"
        let details = event.details.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return ([event.createdAt.iso8601, who, what] + details).map(ReportText.safe).joined(separator: "\t")
    }
}
