import Foundation
import Git
import Importer
import Jobs
import Model
import Store
import StoreSQLite

/// What all engines have, whatever their source is: an import works on it, and tests look at what it has written.
protocol ImportEngine: Sendable {
    var folder: URL { get }
    var store: SQLiteStore { get }
    var lease: ProcessLease { get }
    var services: ImportServices { get }
    var root: UserID { get }
    var group: Namespace { get }
    var personal: Namespace { get }
}

extension ImportEngine {
    var requests: ImportRequests { ImportRequests(services: services) }

    func workers(count: Int = 1) -> Workers {
        Workers(
            store: store, lease: lease, handler: ImportRunner(services: services), count: count, clock: services.clock,
            logger: Engine.quiet)
    }

    /// Works on an import once, to its end or as far as it goes, and tells how it stands.
    @discardableResult
    func work(on record: Import) async throws -> ImportReport {
        _ = try await workers().runOne(subject: record.id.rawValue)
        return try await report(record)
    }

    func report(_ record: Import) async throws -> ImportReport {
        guard let report = try await store.read({ try ImportReport.read(record.id, in: $0) }) else {
            throw Engine.MissingRow()
        }
        return report
    }

    func repository(_ record: Import) -> GitRepository { services.repositories.project(record.projectID) }

    func execute(_ sql: String) async throws {
        try await store.write { _ = try $0.execute(sql, []) }
    }

    /// The rows of a statement as text, columns separated by bars, sorted.
    func rows(_ columns: String, _ rest: String) async throws -> [String] {
        try await store.read { connection in
            let texts = columns.split(separator: "\n").joined(separator: " ")
            return try connection.rows("SELECT \(joined(texts)) AS value \(rest)", []) { row -> String in
                try row("value")
            }
        }.sorted()
    }

    /// `a; b` as one text; null is empty.
    private func joined(_ columns: String) -> String {
        columns.split(separator: ";").map { "coalesce(CAST((\($0)) AS TEXT), '')" }.joined(separator: " || '|' || ")
    }

    func number(_ sql: String) async throws -> Int64 {
        try await store.read { try $0.value(sql, []) ?? -1 }
    }

    /// Waits until something holds; whatever waits for it has a time limit of its own.
    func wait(atMost limit: Duration = .seconds(20), until holds: @Sendable () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + limit
        while try await !holds() {
            guard ContinuousClock.now < deadline else { throw TookTooLong() }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}

struct TookTooLong: Error {}
