public import Model

extension AwardEmoji.AwardableKind: SQLConvertible, SQLDecodable {}

/// The reactions under issues, merge requests and notes.
public enum AwardEmojis {
    private static let columns =
        "id, awardable_kind, awardable_id, name, user_id, source_author, created_at"

    /// One page, the oldest first.
    public static func list(
        on awardable: AwardEmoji.Awardable, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<AwardEmoji> {
        var condition = Condition()
        condition.add("awardable_kind = ? AND awardable_id = ?", awardable.kind, awardable.id)
        return try connection.page(
            columns, from: "award_emoji", where: condition, order: "id ASC", page: page, read)
    }

    public static func find(
        id: AwardEmojiID, on awardable: AwardEmoji.Awardable, in connection: any ReadConnection
    ) throws -> AwardEmoji? {
        try connection.row(
            "SELECT \(columns) FROM award_emoji WHERE id = $1 AND awardable_kind = $2 AND awardable_id = $3",
            [id, awardable.kind, awardable.id], read)
    }

    /// How many are for and against each of these rows; rows without a vote are left out.
    static func votes(
        on kind: AwardEmoji.AwardableKind, _ rows: [Int64], in connection: any ReadConnection
    ) throws -> [Int64: Votes] {
        guard !rows.isEmpty else { return [:] }
        var condition = Condition()
        condition.add("awardable_kind = ?", kind)
        condition.add("awardable_id", isOneOf: padded(Set(rows)))
        condition.add("name IN ('thumbsup', 'thumbsdown')")
        var votes: [Int64: Votes] = [:]
        try connection.forEachRow(
            """
            SELECT awardable_id, name, count(*) AS number FROM award_emoji \(condition.sql)
            GROUP BY awardable_id, name
            """, condition.parameters
        ) { row in
            let (name, number): (String, Int) = (try row("name"), try row("number"))
            let path = name == "thumbsup" ? \Votes.up : \Votes.down
            votes[try row("awardable_id"), default: Votes()][keyPath: path] = number
        }
        return votes
    }

    private static func read(_ row: any ResultRow) throws -> AwardEmoji {
        AwardEmoji(
            id: try row("id"), name: try row("name"), userID: try row("user_id"),
            sourceAuthor: try row("source_author"),
            awardable: AwardEmoji.Awardable(kind: try row("awardable_kind"), id: try row("awardable_id")),
            createdAt: try row("created_at"))
    }
}
