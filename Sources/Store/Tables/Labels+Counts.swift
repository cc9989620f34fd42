public import Model

/// How many items carry a label.
public struct LabelCounts: Sendable, Hashable {
    public var openIssues = 0
    public var closedIssues = 0
    public var openMergeRequests = 0

    public init() {}
}

extension Labels {
    /// Labels without items are left out.
    /// - Parameters:
    ///   - access: which confidential issues count.
    ///   - withMergeRequests: whether the reader may see them.
    public static func counts(
        _ labels: some Sequence<LabelID>, access: IssueFilter.ConfidentialAccess, withMergeRequests: Bool,
        in connection: any ReadConnection
    ) throws -> [LabelID: LabelCounts] {
        var counts: [LabelID: LabelCounts] = [:]
        try forEachCount(Set(labels), of: .issues, { access.limit(&$0) }, in: connection) { label, state, number in
            if state == Issue.State.opened.rawValue {
                counts[label, default: LabelCounts()].openIssues = number
            } else {
                counts[label, default: LabelCounts()].closedIssues = number
            }
        }
        guard withMergeRequests else { return counts }
        try forEachCount(Set(labels), of: .mergeRequests, { _ in }, in: connection) { label, state, number in
            guard state == MergeRequest.State.opened.rawValue else { return }
            counts[label, default: LabelCounts()].openMergeRequests = number
        }
        return counts
    }

    private static func forEachCount(
        _ labels: Set<LabelID>, of table: ItemTable, _ limit: (inout Condition) -> Void,
        in connection: any ReadConnection,
        _ body: (LabelID, String, Int) -> Void
    ) throws {
        var condition = Condition()
        condition.add("labelled.label_id", isOneOf: padded(labels))
        limit(&condition)
        try connection.forEachRow(
            """
            SELECT labelled.label_id AS label_id, \(table.name).state AS state, count(*) AS number
            FROM \(table.labels) AS labelled JOIN \(table.name) ON \(table.name).id = labelled.\(table.key)
            \(condition.sql) GROUP BY labelled.label_id, \(table.name).state
            """, condition.parameters
        ) { body(try $0("label_id"), try $0("state"), try $0("number")) }
    }
}
