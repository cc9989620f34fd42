import Store

/// Runs what it is given and keeps how the database went about each statement.
final class PlanRecorder: ReadConnection {
    private let connection: any ReadConnection
    private(set) var statements: [String] = []
    private(set) var steps: [String] = []

    init(_ connection: any ReadConnection) {
        self.connection = connection
    }

    func forEachRow(
        _ sql: String, _ parameters: [any SQLConvertible], _ body: (any ResultRow) throws -> Void
    ) throws {
        statements.append(sql)
        try connection.forEachRow("EXPLAIN QUERY PLAN " + sql, parameters) { steps.append(try $0("detail")) }
        try connection.forEachRow(sql, parameters, body)
    }

    /// Steps that read a whole table of content, or sort what an index could have given in order.
    var wastefulSteps: [String] {
        steps.filter { step in
            if step.contains("TEMP B-TREE FOR ORDER BY") || step.contains("TEMP B-TREE FOR RIGHT PART") { return true }
            guard step.hasPrefix("SCAN "), !step.contains("USING") else { return false }
            return ["issues", "merge_requests", "notes", "discussions", "releases", "milestones", "labels"]
                .contains { step.contains($0) }
        }
    }
}
