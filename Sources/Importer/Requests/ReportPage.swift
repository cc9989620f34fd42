import Foundation
import Model
import Remote
import Secrets
public import Store

/// The proof as a page for people: in one piece, without anything that runs or is fetched. It comes in three parts, so
/// that the lines in the middle can be streamed.
public struct ReportPage: Sendable {
    private let report: ImportReport

    public init(_ report: ImportReport) {
        self.report = report
    }

    /// Nothing runs, nothing is fetched, nothing is sent.
    public static let contentSecurityPolicy =
        "default-src 'none'; style-src 'sha256-\(styleDigest)'; base-uri 'none'; form-action 'none'"

    private static var styleDigest: String {
        var hexadecimal = Substring(Digest.sha256("\(style)"))
        var bytes: [UInt8] = []
        while let byte = UInt8(hexadecimal.prefix(2), radix: 16) {
            bytes.append(byte)
            hexadecimal = hexadecimal.dropFirst(2)
        }
        return Data(bytes).base64EncodedString()
    }

    public var head: String {
        let title = "Import of \(report.record.source.fullName)"
        let opening = HTML.joined([
            .own("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"),
            .own("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"),
            .own("<meta name=\"robots\" content=\"noindex\">"),
            .void("meta", ["http-equiv": "Content-Security-Policy", "content": Self.contentSecurityPolicy]),
            .element("title", [:], .text(title)), .element("style", [:], .own(style)), .own("</head><body><main>"),
            .element("h1", [:], .text(title)), verdict, facts, table, .element("h2", [:], .text("Not here whole")),
        ])
        return opening.source + linesHead
    }

    public static func lines(_ listed: [ImportExceptions.Listed]) -> String {
        HTML.joined(listed.map(\.exception).map(row)).source
    }

    public var tail: String {
        HTML.own("</tbody></table></main></body></html>\n").source
    }

    private var verdict: HTML {
        let text =
            report.isComplete
            ? "Complete: everything the source says there is, is here or listed with its reason."
            : "Not complete."
        return .element("p", ["class": report.isComplete ? "good" : "bad"], .text(text))
    }

    private var facts: HTML {
        let (record, spending) = (report.record, report.spending)
        var parts = ["Status: \(record.status.rawValue)."]
        if let failure = record.failure { parts.append("Failed: \(failure).") }
        if let finished = record.finishedAt { parts.append("Finished \(finished).") }
        // Points are GitHub's.
        let points = report.record.source.kind == .github ? " and \(spending.points) points" : ""
        parts.append("Cost: \(spending.requests) requests\(points), \(spending.bytes) bytes.")
        return .element("p", [:], .text(parts.joined(separator: " ")))
    }

    private var table: HTML {
        let titles = ["Kind", "At the source", "Fetched", "Imported", "Degraded", "Skipped", "Failed", "Missing"]
        let rows = report.entries.map { entry in
            HTML.element(
                "tr", [:], .element("th", ["scope": "row"], .text(entry.kind.title)),
                .joined(
                    [
                        entry.source.map(String.init) ?? "not told", "\(entry.fetched)", "\(entry.imported)",
                        "\(entry.degraded)", "\(entry.skipped)", "\(entry.failed)", "\(entry.missing)",
                    ].map { .element("td", [:], .text($0)) }))
        }
        return .element(
            "table", [:],
            .element("thead", [:], .element("tr", [:], .joined(titles.map { .element("th", [:], .text($0)) }))),
            .element("tbody", [:], .joined(rows)))
    }

    private var linesHead: String {
        let titles = ["Outcome", "Kind", "Where", "Reason", "What to do"]
        return HTML.own("<table class=\"lines\"><thead>").source
            + HTML.element("tr", [:], .joined(titles.map { .element("th", [:], .text($0)) })).source
            + HTML.own("</thead><tbody>").source
    }

    private static func row(_ exception: ImportException) -> HTML {
        let place = exception.sourceURL.map { HTML.link($0) } ?? .text(exception.sourceKey.rawValue)
        return .element(
            "tr", [:], .element("td", [:], .text(exception.outcome.rawValue)),
            .element("td", [:], .text(exception.kind.title)), .element("td", [:], place),
            .element("td", [:], .text(exception.reason)), .element("td", [:], .text(exception.cure ?? "")))
    }
}

/// Without a line break at its ends: the policy names it by its digest.
private let style: StaticString =
    "body{font:15px/1.5 system-ui,sans-serif;margin:2rem;color:#1f2328}main{max-width:75rem;margin:auto}table{border-collapse:collapse;margin:1rem 0;width:100%}th,td{border-bottom:1px solid #d1d9e0;padding:.3rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}td:not(.lines td){text-align:right}.lines td{text-align:left}.good{color:#116329;font-weight:600}.bad{color:#a40e26;font-weight:600}"
