import Model

/// Accounts that hold contributions of somebody who has none here, named by GitLab's rules
/// (`lib/gitlab/import/placeholder_user_creator.rb`): they cannot sign in.
enum PlaceholderUsers {
    /// A new placeholder user, or the group's Import User where it may have no more.
    static func holder(
        for person: PersonDraft, scope: SourceUsers.Scope, at now: Timestamp, in connection: any WriteConnection
    ) throws -> UserID {
        if try isLimitReached(scope, in: connection) {
            return try ImportUsers.findOrMake(scope: scope, at: now, in: connection)
        }
        return try insert(for: person, scope: scope, at: now, in: connection)
    }

    /// GitLab counts what source users point at, less the Import User.
    private static func isLimitReached(_ scope: SourceUsers.Scope, in connection: any ReadConnection) throws -> Bool {
        guard let limit = scope.placeholderLimit else { return false }
        let count: Int =
            try connection.value(
                """
                SELECT count(DISTINCT source_users.placeholder_user_id) AS value FROM source_users
                JOIN users ON users.id = source_users.placeholder_user_id
                WHERE source_users.namespace_id = $1 AND users.kind = 'placeholder'
                """, [scope.root]) ?? 0
        return count > 0 && count >= limit
    }

    static func insert(
        for person: PersonDraft, scope: SourceUsers.Scope, at now: Timestamp, in connection: any WriteConnection
    ) throws -> UserID {
        let fallback =
            "\(scope.importKind.rawValue)_" + String(crc32("\(scope.rootPath)\(person.identifier)"), radix: 16)
        let cleaned = String(person.login.unicodeScalars.filter(isASCIIAlphanumeric).prefix(200).map(Character.init))
        let username = try firstFree(
            "\(cleaned.isEmpty ? fallback : cleaned)_placeholder_user_", suffix: "", column: "username_key",
            in: connection)
        let email = try firstFree(
            "\(fallback)_", suffix: "@\(scope.instanceHost)", column: "lower(email)", in: connection)
        let shownName = person.name ?? person.login
        let name =
            shownName.isEmpty ? "Placeholder \(scope.importKind.rawValue) Source User" : placeholderName(shownName)
        let id: UserID? = try connection.value(
            """
            INSERT INTO users (kind, username, username_key, name, email, state, created_at)
            VALUES ('placeholder', $1, $2, $3, $4, 'active', $5)
            RETURNING id AS value
            """, [username, username.lowercased(), name, email, now])
        guard let id else { throw StoreError.failed("a placeholder user could not be written") }
        return id
    }

    /// The prefix with the lowest number from 1 that nobody has yet.
    private static func firstFree(
        _ prefix: String, suffix: String, column: String, in connection: any ReadConnection
    ) throws -> String {
        var number = 1
        while try connection.exists(
            "SELECT 1 FROM users WHERE \(column) = $1", ["\(prefix)\(number)\(suffix)".lowercased()])
        {
            number += 1
        }
        return "\(prefix)\(number)\(suffix)"
    }

    private static func isASCIIAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        (48...57).contains(scalar.value) || (65...90).contains(scalar.value) || (97...122).contains(scalar.value)
    }
}

/// CRC-32 (IEEE) of the text's UTF-8, which GitLab puts into fallback names.
func crc32(_ text: String) -> UInt32 {
    var remainder: UInt32 = 0xFFFF_FFFF
    for byte in text.utf8 {
        remainder ^= UInt32(byte)
        for _ in 0..<8 {
            remainder = remainder & 1 == 1 ? (remainder >> 1) ^ 0xEDB8_8320 : remainder >> 1
        }
    }
    return remainder ^ 0xFFFF_FFFF
}
