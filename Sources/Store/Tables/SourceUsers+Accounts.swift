public import Model

/// People by the number of their account at the source, which Bitbucket Cloud's texts name them by (`node_id`).
extension SourceUsers {
    /// Somebody behind an account's number.
    public struct Account: Sendable, Hashable {
        /// The username here of somebody who was reassigned.
        public var username: String?
        /// The login at the source, which for Bitbucket Cloud is the nickname.
        public var nickname: String?
    }

    /// The people behind these numbers, as far as they are known; a number that two people have means nobody.
    public static func accounts(
        _ ids: Set<String>, root: NamespaceID, importKind: ImportKind, hostname: String,
        in connection: any ReadConnection
    ) throws -> [String: Account] {
        var found: [String: [Account]] = [:]
        for batch in batches(of: ids.sorted(), size: 200) {
            var condition = Condition()
            condition.add("source_users.namespace_id = ?", root)
            condition.add("source_users.hostname = ?", hostname)
            condition.add("source_users.import_kind = ?", importKind)
            condition.add("source_users.node_id", isOneOf: padded(Set(batch)))
            try connection.forEachRow(
                """
                SELECT source_users.node_id AS id, source_users.username AS nickname, users.username AS username
                FROM source_users
                LEFT JOIN users ON users.id = source_users.reassign_to_user_id
                    AND source_users.status IN ('reassignment_in_progress', 'completed', 'failed')
                \(condition.sql)
                """, condition.parameters
            ) { row in
                let account = Account(username: try row("username"), nickname: try row("nickname"))
                found[try row("id"), default: []].append(account)
            }
        }
        return found.compactMapValues { $0.count == 1 ? $0[0] : nil }
    }

    /// The number of somebody's account, where the source has told it.
    public static func account(of id: SourceUserID, in connection: any ReadConnection) throws -> String? {
        let found: [String?] = try connection.rows("SELECT node_id FROM source_users WHERE id = $1", [id]) {
            try $0("node_id")
        }
        return found.first ?? nil
    }
}
