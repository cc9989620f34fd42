import Importer
import Model
import Remote
import Store

/// The proof of an import in text and JSON.
enum ReportText {
    /// A table of kinds, then every object that is not here whole, by name and with a reason.
    static func table(_ report: ImportReport) -> String {
        var lines = [
            "\(safe(report.record.source.fullName)) (\(report.record.source.kind.rawValue)) — \(report.record.status.rawValue)",
            "",
            ["kind", "at the source", "arrived", "degraded", "skipped", "failed", "missing"].enumerated()
                .map { $0.offset == 0 ? padded($0.element, 20) : aligned($0.element, 14) }.joined(),
        ]
        for entry in report.entries {
            let numbers = [
                entry.source.map(String.init) ?? "not told", String(entry.imported), String(entry.degraded),
                String(entry.skipped), String(entry.failed), String(entry.missing),
            ]
            lines.append(padded(name(of: entry.kind), 20) + numbers.map { aligned($0, 14) }.joined())
        }
        if let failure = report.record.failure { lines += ["", "Failed: \(safe(failure))"] }
        lines += exceptions(report)
        let spending = report.spending
        let points = report.record.source.kind == .github ? " and \(spending.points) GraphQL points" : ""
        lines += ["", "Cost: \(spending.requests) requests\(points), \(spending.bytes) bytes."]
        lines.append(
            report.isComplete
                ? "Complete: everything the source says there is, is here or listed with its reason."
                : "Not complete.")
        return lines.joined(separator: "\n")
    }

    private static func exceptions(_ report: ImportReport) -> [String] {
        guard !report.exceptions.isEmpty else { return [] }
        let listed = report.exceptions.map(\.exception)
        let more = report.exceptionCount - Int64(listed.count)
        return ["", "Not here whole:"]
            + listed.map { exception in
                let place = exception.sourceURL ?? exception.sourceKey.rawValue
                let cure = exception.cure.map { " (\(safe($0)))" } ?? ""
                return
                    "  \(exception.outcome.rawValue) \(name(of: exception.kind)) \(safe(place)): \(safe(exception.reason))\(cure)"
            } + (more > 0 ? ["  and \(more) more: landfall report … --ndjson"] : [])
    }

    static func json(_ report: ImportReport) -> String { ReportDocument(report).json }

    static func name(of kind: ObjectKind) -> String { kind.title }

    static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole / 60 % 60) min"
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func aligned(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }

    /// On one line and without what drives a terminal: names and reasons come from sources.
    static func safe(_ text: String) -> String { PrintableText.of(text) }
}
