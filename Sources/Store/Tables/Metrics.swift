public import Model

/// Numbers about the whole server, for those who watch it.
public enum Metrics {
    public struct Counts: Sendable {
        public var imports: [ImportStatus: Int64] = [:]
        public var objects: [ObjectKind: Int64] = [:]
        public var jobs: [String: Int64] = [:]
    }

    public static func read(in connection: any ReadConnection) throws -> Counts {
        var counts = Counts()
        try connection.forEachRow("SELECT status, count(*) AS number FROM imports GROUP BY status", []) { row in
            counts.imports[try row("status")] = try row("number")
        }
        try connection.forEachRow(
            "SELECT kind, CAST(sum(imported) AS BIGINT) AS number FROM ledger_entries GROUP BY kind", []
        ) { counts.objects[try $0("kind")] = try $0("number") }
        try connection.forEachRow(
            "SELECT state, count(*) AS number FROM jobs WHERE state IN ('available', 'running') GROUP BY state", []
        ) { counts.jobs[try $0("state")] = try $0("number") }
        return counts
    }
}
