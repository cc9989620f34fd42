import Foundation
import Importer
import Model
import Remote
import Store

/// The proof of an import in text and JSON.
enum ReportText {
    /// A table of kinds, then every object that is not here whole, by name and with a reason.
    static func table(_ report: ImportReport) -> String {
        var lines = [
            "\(report.record.source.fullName) (\(report.record.source.kind.rawValue)) — \(report.record.status.rawValue)",
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
        lines += [
            "", "Cost: \(spending.requests) requests and \(spending.points) GraphQL points, \(spending.bytes) bytes.",
        ]
        lines.append(
            report.isComplete
                ? "Complete: everything the source says there is, is here or listed with its reason."
                : "Not complete.")
        return lines.joined(separator: "\n")
    }

    private static func exceptions(_ report: ImportReport) -> [String] {
        guard !report.exceptions.isEmpty else { return [] }
        let listed = report.exceptions.map(\.exception)
        return ["", "Not here whole:"]
            + listed.map { exception in
                let place = exception.sourceURL ?? exception.sourceKey.rawValue
                let cure = exception.cure.map { " (\(safe($0)))" } ?? ""
                return
                    "  \(exception.outcome.rawValue) \(name(of: exception.kind)) \(safe(place)): \(safe(exception.reason))\(cure)"
            }
    }

    static func json(_ report: ImportReport) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = (try? encoder.encode(ReportJSON(report))) ?? Data("{}".utf8)
        return String(decoding: data, as: UTF8.self)
    }

    static func name(of kind: ObjectKind) -> String {
        switch kind {
        case .repository: "repository"
        case .ref: "git refs"
        case .wiki: "wiki"
        case .label: "labels"
        case .milestone: "milestones"
        case .release: "releases"
        case .issue: "issues"
        case .pullRequest: "pull requests"
        case .note: "comments"
        case .diffNote: "review comments"
        case .review: "reviews"
        case .reviewThread: "review threads"
        case .mergedBy: "merges"
        case .event: "events"
        case .reaction: "reactions"
        case .commitComment: "comments on commits"
        case .collaborator: "collaborators"
        case .protectedBranch: "protected branches"
        case .protectedTag: "protected tags"
        case .lfsObject: "LFS objects"
        case .releaseAsset: "release assets"
        case .issueAttachment: "attachments of issues"
        case .mergeRequestAttachment: "attachments of pull requests"
        case .noteAttachment: "attachments of comments"
        case .releaseAttachment: "attachments of releases"
        case .discussion: "discussions"
        case .snippet: "snippets"
        case .user: "people"
        case .projectBoard: "projects (boards)"
        case .workflow: "workflows"
        case .package: "packages"
        case .webhook: "webhooks"
        case .deployKey: "deploy keys"
        case .environment: "environments"
        case .deployment: "deployments"
        case .page: "Pages"
        case .securityAlert: "security alerts"
        case .autolink: "autolinks"
        case .star: "stars"
        case .watcher: "watchers"
        case .fork: "forks"
        }
    }

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

    /// Without control characters: names from a source must not drive the terminal.
    static func safe(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.value < 32 || (127..<160).contains($0.value) ? " " : Character($0) })
    }
}

/// The report's JSON: stable keys, for scripts.
private struct ReportJSON: Encodable {
    struct Kind: Encodable {
        var kind: String
        var source: Int64?
        var fetched: Int64
        var imported: Int64
        var degraded: Int64
        var skipped: Int64
        var failed: Int64
        var missing: Int64
    }

    struct Exception: Encodable {
        var kind: String
        var outcome: String
        var sourceKey: String
        var sourceURL: String?
        var reason: String
        var cure: String?
    }

    var source: String
    var status: String
    var failure: String?
    var complete: Bool
    var runningStages: [String]
    var requests: Int64
    var points: Int64
    var bytes: Int64
    var kinds: [Kind]
    var exceptions: [Exception]

    init(_ report: ImportReport) {
        source = report.record.source.fullName
        status = report.record.status.rawValue
        failure = report.record.failure
        complete = report.isComplete
        runningStages = report.runningStages.map(\.rawValue)
        requests = report.spending.requests
        points = report.spending.points
        bytes = report.spending.bytes
        kinds = report.entries.map { entry in
            Kind(
                kind: entry.kind.rawValue, source: entry.source, fetched: entry.fetched, imported: entry.imported,
                degraded: entry.degraded, skipped: entry.skipped, failed: entry.failed, missing: entry.missing)
        }
        exceptions = report.exceptions.map(\.exception).map { exception in
            Exception(
                kind: exception.kind.rawValue, outcome: exception.outcome.rawValue,
                sourceKey: exception.sourceKey.rawValue, sourceURL: exception.sourceURL, reason: exception.reason,
                cure: exception.cure)
        }
    }
}
