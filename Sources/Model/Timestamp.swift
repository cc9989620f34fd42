/// A moment, in whole milliseconds since 1970-01-01T00:00:00Z: the precision GitLab's answers show.
public struct Timestamp: Hashable, Comparable, Sendable {
    public let millisecondsSinceEpoch: Int64

    public init(millisecondsSinceEpoch: Int64) {
        self.millisecondsSinceEpoch = millisecondsSinceEpoch
    }

    /// Reads ISO 8601 as GitHub, Bitbucket and GitLab's clients write it: `2020-04-03T12:48:12Z`, with an optional
    /// fraction and `Z`, `+00:00` or `+0000` as the zone. A bare date is midnight UTC. `nil` for anything else.
    public init?(iso8601 text: some StringProtocol) {
        var reader = DigitReader(text.utf8)
        guard let year = reader.number(digits: 4), reader.skip("-"), let month = reader.number(digits: 2),
            reader.skip("-"), let day = reader.number(digits: 2),
            let date = CalendarDate(year: year, month: month, day: day)
        else { return nil }
        let midnight = Int64(date.daysSinceEpoch) * 86_400_000
        if reader.isAtEnd {
            millisecondsSinceEpoch = midnight
            return
        }
        guard reader.skip("T") || reader.skip("t") || reader.skip(" "), let hour = reader.number(digits: 2), hour < 25,
            reader.skip(":"), let minute = reader.number(digits: 2), minute < (hour == 24 ? 1 : 60)
        else { return nil }
        var second = 0
        if reader.skip(":") {
            guard let value = reader.number(digits: 2), value <= 60 else { return nil }
            second = value
        }
        let fraction = reader.fractionInMilliseconds()
        guard let zoneMinutes = reader.zoneOffsetInMinutes(), reader.isAtEnd else { return nil }
        let seconds = Int64(hour * 3600 + minute * 60 + second) - Int64(zoneMinutes * 60)
        let milliseconds = midnight + seconds * 1000 + Int64(fraction)
        // The zone, or a second that is not counted, may lead out of the years that can be written.
        guard Self.fourDigitYears.contains(milliseconds) else { return nil }
        millisecondsSinceEpoch = milliseconds
    }

    /// From 0000-01-01 to the last millisecond of 9999.
    private static let fourDigitYears: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

    /// `2020-04-03T12:48:12.314Z`, the form of every time in GitLab's answers.
    public var iso8601: String {
        let (days, rest) = daysAndMilliseconds
        let date = CalendarDate(daysSinceEpoch: days)
        let seconds = rest / 1000
        let time =
            "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2)).\(padded(rest % 1000, 3))"
        return "\(date)T\(time)Z"
    }

    /// The UTC day this moment falls on.
    public var calendarDate: CalendarDate {
        CalendarDate(daysSinceEpoch: daysAndMilliseconds.days)
    }

    /// Whole days since 1970, rounded down, and what is left of the last one.
    private var daysAndMilliseconds: (days: Int, rest: Int) {
        let (days, rest) = Int(millisecondsSinceEpoch).quotientAndRemainder(dividingBy: 86_400_000)
        return rest < 0 ? (days - 1, rest + 86_400_000) : (days, rest)
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
    }

    /// As late or as early as there is a number for, where the seconds lead further: they may be a source's word.
    public func adding(seconds: Double) -> Timestamp {
        let first = Timestamp(millisecondsSinceEpoch: .min), last = Timestamp(millisecondsSinceEpoch: .max)
        guard let distance = Int64(exactly: (seconds * 1000).rounded(.towardZero)) else {
            return seconds > 0 ? last : seconds < 0 ? first : self
        }
        let (sum, isTooFar) = millisecondsSinceEpoch.addingReportingOverflow(distance)
        if isTooFar { return distance > 0 ? last : first }
        return Timestamp(millisecondsSinceEpoch: sum)
    }

    public func seconds(since earlier: Timestamp) -> Double {
        let (difference, isTooFar) = millisecondsSinceEpoch.subtractingReportingOverflow(earlier.millisecondsSinceEpoch)
        if isTooFar { return (Double(millisecondsSinceEpoch) - Double(earlier.millisecondsSinceEpoch)) / 1000 }
        return Double(difference) / 1000
    }
}

extension Timestamp: CustomStringConvertible {
    public var description: String { iso8601 }
}

extension Timestamp: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let timestamp = Timestamp(iso8601: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not an ISO 8601 time"))
        }
        self = timestamp
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso8601)
    }
}

func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
