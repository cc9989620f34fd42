import Importer
import Model
import Testing

/// Holds the ledger against the rows that are in the store.
struct LedgerRows {
    let engine: any ImportEngine
    let report: ImportReport

    /// What makes a row one of a kind.
    private static let tables: [ObjectKind: [String]] = [
        .label: ["labels"], .milestone: ["milestones"], .release: ["releases"], .issue: ["issues"],
        .pullRequest: ["merge_requests"], .note: ["notes:comment:"], .diffNote: ["notes:review_comment:"],
        .commitComment: ["notes:commit_comment:"], .review: ["merge_request_reviews"],
        .event: [
            "resource_state_events", "resource_label_events", "resource_milestone_events", "notes:event:",
        ],
        .reaction: ["award_emoji"], .protectedBranch: ["protected_branches"], .protectedTag: ["protected_tags"],
    ]

    /// Whatever the source has answered: each object counts once, as here or as lost, and no other does.
    func expectAll() async throws {
        let entries = Dictionary(uniqueKeysWithValues: report.entries.map { ($0.kind, $0) })
        for (kind, tables) in Self.tables {
            var keys: Set<String> = []
            for table in tables { keys.formUnion(try await self.keys(in: table)) }
            let lost = Set(
                try await engine.rows(
                    "source_key",
                    "FROM import_exceptions WHERE kind = '\(kind.rawValue)' AND outcome IN ('failed', 'skipped')"))
            let entry = entries[kind] ?? LedgerEntry(kind: kind)
            #expect(entry.imported == keys.subtracting(lost).count, "\(entry), and \(keys.count) rows")
            #expect(entry.fetched == keys.union(lost).count, "\(entry), and \(keys.union(lost).count) objects")
        }
        let told = try await engine.number(
            "SELECT count(*) AS value FROM discussions WHERE is_resolution_told = 1")
        #expect(entries[.reviewThread]?.imported ?? 0 == told, "threads: \(told) in the store")
        let members = try await engine.number("SELECT count(*) AS value FROM placeholder_memberships")
        #expect(entries[.collaborator]?.imported ?? 0 == members, "collaborators: \(members) in the store")
    }

    /// The source's keys of a table's rows, of those that begin so.
    private func keys(in table: String) async throws -> Set<String> {
        let parts = table.split(separator: ":", maxSplits: 1)
        let prefix = parts.count == 2 ? String(parts[1]) : ""
        return Set(
            try await engine.rows("source_key", "FROM \(parts[0]) WHERE source_key LIKE '\(prefix)%'")
                .map { String($0.dropFirst(prefix.count)) })
    }
}
