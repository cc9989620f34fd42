import Foundation
import Importer
import Model
import Remote
import Store

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Shows an import while it runs: redrawn in place on a terminal, plain lines elsewhere, JSON lines for scripts.
struct ProgressDisplay {
    enum Style {
        case terminal
        case plain
        case json

        static func suitable(json: Bool) -> Style {
            if json { return .json }
            return isatty(STDOUT_FILENO) == 1 ? .terminal : .plain
        }
    }

    private let style: Style
    private let startedAt: Timestamp
    private let plan: SourcePlan?
    private var linesDrawn = 0
    private var lastLine = ""

    /// - Parameter plan: what the import was expected to find and take.
    init(style: Style, startedAt: Timestamp, plan: SourcePlan? = nil) {
        self.plan = plan
        self.style = style
        self.startedAt = startedAt
    }

    mutating func show(_ report: ImportReport, now: Timestamp) {
        switch style {
        case .terminal: redraw(lines(of: report, seconds: now.seconds(since: startedAt)))
        case .plain: printChanged(line(of: report, seconds: now.seconds(since: startedAt)))
        case .json: printChanged(PrintableText.json(ReportText.json(report)))
        }
    }

    private mutating func redraw(_ lines: [String]) {
        let up = linesDrawn > 0 ? "\u{1B}[\(linesDrawn)A" : ""
        sayAsIs(up + lines.map { "\u{1B}[2K\(PrintableText.of($0))" }.joined(separator: "\n") + "\n")
        linesDrawn = lines.count
    }

    private mutating func printChanged(_ line: String) {
        guard line != lastLine else { return }
        lastLine = line
        say(line)
    }

    /// Done of total by kind, what runs, what it cost and how long it may take.
    func lines(of report: ImportReport, seconds: Double) -> [String] {
        let kinds = report.entries.map { entry in
            let total = (entry.source ?? plan?.counts[entry.kind]).map { " of \($0)" } ?? ""
            return "  \(ReportText.padded(ReportText.name(of: entry.kind), 18)) \(entry.imported)\(total)"
        }
        return [headline(of: report, seconds: seconds)] + kinds + [costs(of: report)]
    }

    private func line(of report: ImportReport, seconds: Double) -> String {
        let objects = report.entries.reduce(0) { $0 + $1.imported }
        return "\(headline(of: report, seconds: seconds)), \(objects) objects, \(costs(of: report))"
    }

    private func headline(of report: ImportReport, seconds: Double) -> String {
        let stages = report.runningStages.map { $0.rawValue.replacingOccurrences(of: "_", with: " ") }
        let stage = stages.isEmpty ? report.record.status.rawValue : stages.joined(separator: ", ")
        let expected =
            expectedSeconds(report, elapsed: seconds).map { ", about \(ReportText.duration($0)) to go" } ?? ""
        return "\(report.record.source.fullName): \(stage) — \(ReportText.duration(seconds))\(expected)"
    }

    /// By what was planned against what is spent, else by what the source announced against what is here; nothing while
    /// too little is known to be honest.
    private func expectedSeconds(_ report: ImportReport, elapsed: Double) -> Double? {
        if let plan {
            let planned = Double(plan.requests + plan.points)
            let spent = Double(report.spending.requests + report.spending.points)
            guard elapsed > 2, spent * 20 > planned, spent < planned else { return nil }
            return elapsed * (planned - spent) / spent
        }
        let known = report.entries.filter { $0.source != nil }
        let total = known.reduce(0) { $0 + ($1.source ?? 0) }
        let done = known.reduce(0) { $0 + $1.imported }
        guard elapsed > 3, total > 0, done * 10 > total, done < total else { return nil }
        return elapsed * Double(total - done) / Double(done)
    }

    private func costs(of report: ImportReport) -> String {
        let spending = report.spending
        let hasPoints = report.record.source.kind == .github
        var text = "\(spending.requests) requests\(hasPoints ? ", \(spending.points) points" : "") spent"
        if let plan { text += " of about \(plan.requests)\(hasPoints ? " and \(plan.points)" : "")" }
        let left = [
            spending.requestsLeft.map { "\($0) requests" }, spending.pointsLeft.map { "\($0) points" },
        ].compactMap(\.self)
        if !left.isEmpty { text += ", \(left.joined(separator: " and ")) left" }
        if let limit = spending.limitedBy { text += " — \(limit)" }
        return "  " + text
    }
}
