import Foundation
import Model
import Remote
public import Store

/// The proof as JSON: the same from the API and on the command line.
public struct ReportDocument: Encodable, Sendable {
    private let report: ImportReport

    public init(_ report: ImportReport) {
        self.report = report
    }

    /// JSON with sorted keys.
    public var json: String {
        Importer.encode(self)
    }

    private enum CodingKeys: String, CodingKey {
        case projectID = "project_id"
        case source
        case importType = "import_type"
        case status
        case failure
        case complete
        case createdAt = "created_at"
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case runningStages = "running_stages"
        case requests
        case points
        case bytes
        case secondsWaited = "seconds_waited"
        case limitedBy = "limited_by"
        case kinds
        case exceptionsTotal = "exceptions_total"
        case exceptions
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let (record, spending) = (report.record, report.spending)
        try container.encode(record.projectID.rawValue, forKey: .projectID)
        try container.encode(record.source.fullName, forKey: .source)
        try container.encode(record.source.kind.rawValue, forKey: .importType)
        try container.encode(record.status.rawValue, forKey: .status)
        try container.encode(record.failure, forKey: .failure)
        try container.encode(report.isComplete, forKey: .complete)
        try container.encode(record.createdAt, forKey: .createdAt)
        try container.encode(record.startedAt, forKey: .startedAt)
        try container.encode(record.finishedAt, forKey: .finishedAt)
        try container.encode(report.runningStages.map(\.rawValue), forKey: .runningStages)
        try container.encode(spending.requests, forKey: .requests)
        try container.encode(spending.points, forKey: .points)
        try container.encode(spending.bytes, forKey: .bytes)
        try container.encode(spending.secondsWaited, forKey: .secondsWaited)
        try container.encode(spending.limitedBy, forKey: .limitedBy)
        try container.encode(report.entries.map(Kind.init), forKey: .kinds)
        try container.encode(report.exceptionCount, forKey: .exceptionsTotal)
        try container.encode(report.exceptions.map(ReportLine.init), forKey: .exceptions)
    }

    private struct Kind: Encodable {
        let entry: LedgerEntry

        enum CodingKeys: String, CodingKey {
            case kind, source, fetched, imported, degraded, skipped, failed, missing
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(entry.kind.rawValue, forKey: .kind)
            try container.encode(entry.source, forKey: .source)
            try container.encode(entry.fetched, forKey: .fetched)
            try container.encode(entry.imported, forKey: .imported)
            try container.encode(entry.degraded, forKey: .degraded)
            try container.encode(entry.skipped, forKey: .skipped)
            try container.encode(entry.failed, forKey: .failed)
            try container.encode(entry.missing, forKey: .missing)
        }
    }
}

/// One object that is not here whole, as JSON.
public struct ReportLine: Encodable, Sendable {
    private let listed: ImportExceptions.Listed

    public init(_ listed: ImportExceptions.Listed) {
        self.listed = listed
    }

    /// One line, without a line break in it.
    public var json: String { Importer.encode(self) }

    private enum CodingKeys: String, CodingKey {
        case id
        case createdAt = "created_at"
        case kind
        case outcome
        case sourceKey = "source_key"
        case sourceURL = "source_url"
        case reason
        case cure
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let exception = listed.exception
        try container.encode(listed.id, forKey: .id)
        try container.encode(listed.createdAt, forKey: .createdAt)
        try container.encode(exception.kind.rawValue, forKey: .kind)
        try container.encode(exception.outcome.rawValue, forKey: .outcome)
        try container.encode(exception.sourceKey.rawValue, forKey: .sourceKey)
        try container.encode(exception.sourceURL, forKey: .sourceURL)
        try container.encode(exception.reason, forKey: .reason)
        try container.encode(exception.cure, forKey: .cure)
    }
}

private func encode(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
}
