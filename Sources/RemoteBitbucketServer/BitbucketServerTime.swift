import Model

/// A moment as Bitbucket writes it: milliseconds since 1970.
struct BitbucketServerTime: Decodable, Sendable, Hashable, Comparable {
    var timestamp: Timestamp

    /// The last millisecond of the year 9999: no calendar here reaches further.
    private static let latest: Int64 = 253_402_300_799_999

    init(milliseconds: Int64) {
        timestamp = Timestamp(millisecondsSinceEpoch: milliseconds)
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let milliseconds = try container.decode(Int64.self)
        guard (0...Self.latest).contains(milliseconds) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no time")
        }
        self.init(milliseconds: milliseconds)
    }

    static func < (left: Self, right: Self) -> Bool { left.timestamp < right.timestamp }
}
