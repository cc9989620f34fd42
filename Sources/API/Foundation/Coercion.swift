public import Model

/// What becomes of a parameter when a type is asked of it.
public enum Coerced<Value> {
    case value(Value)
    /// Null, or blank where the type has no blank value: as if not given.
    case absent
    case invalid
}

/// A type that a parameter can be declared as, with Grape's rules of coercion.
public protocol ParameterDecodable: Sendable {
    static func coerced(from value: ParameterValue) -> Coerced<Self>
    /// What a required parameter given as null becomes.
    static var blank: Self { get }
}

extension String: ParameterDecodable {
    public static let blank = ""

    public static func coerced(from value: ParameterValue) -> Coerced<String> {
        switch value {
        case .null: .absent
        case .bool(let value): .value(value ? "true" : "false")
        case .integer(let number): .value(String(number))
        case .decimal(let number): .value(String(number))
        // No store can hold a NUL, and nothing here is about one.
        case .string(let text): text.utf8.contains(0) ? .invalid : .value(text)
        case .array, .object: .invalid
        }
    }
}

extension Int64: ParameterDecodable {
    public static let blank: Int64 = 0

    public static func coerced(from value: ParameterValue) -> Coerced<Int64> {
        switch value {
        case .null: .absent
        case .integer(let number): .value(number)
        case .decimal(let number): Int64(exactly: number.rounded(.towardZero)).map { .value($0) } ?? .invalid
        case .string(let text): number(text)
        case .bool, .array, .object: .invalid
        }
    }

    private static func number(_ text: String) -> Coerced<Int64> {
        if text.isEmpty { return .absent }
        let trimmed = text.drop { $0.isWhitespace }
        let digits = trimmed.prefix { !$0.isWhitespace }
        guard trimmed.dropFirst(digits.count).allSatisfy(\.isWhitespace), let number = Int64(digits) else {
            return .invalid
        }
        return .value(number)
    }
}

extension Int: ParameterDecodable {
    public static let blank = 0

    public static func coerced(from value: ParameterValue) -> Coerced<Int> {
        switch Int64.coerced(from: value) {
        case .value(let number): .value(Int(number))
        case .absent: .absent
        case .invalid: .invalid
        }
    }
}

extension Bool: ParameterDecodable {
    public static let blank = false

    public static func coerced(from value: ParameterValue) -> Coerced<Bool> {
        switch value {
        case .null: .absent
        case .bool(let value): .value(value)
        case .integer(let number) where number == 0 || number == 1: .value(number == 1)
        case .string(let text): word(text)
        case .integer, .decimal, .array, .object: .invalid
        }
    }

    private static func word(_ text: String) -> Coerced<Bool> {
        switch text.lowercased() {
        case "": .absent
        case "true", "t", "yes", "y", "1", "on": .value(true)
        case "false", "f", "no", "n", "0", "off": .value(false)
        default: .invalid
        }
    }
}

extension Timestamp: ParameterDecodable {
    public static let blank = Timestamp(millisecondsSinceEpoch: 0)

    public static func coerced(from value: ParameterValue) -> Coerced<Timestamp> {
        switch value {
        case .null, .string(""): .absent
        case .string(let text): Timestamp(iso8601: text).map { .value($0) } ?? .invalid
        default: .invalid
        }
    }
}

extension CalendarDate: ParameterDecodable {
    public static let blank = CalendarDate(daysSinceEpoch: 0)

    public static func coerced(from value: ParameterValue) -> Coerced<CalendarDate> {
        switch Timestamp.coerced(from: value) {
        case .value(let time): .value(time.calendarDate)
        case .absent: .absent
        case .invalid: .invalid
        }
    }
}

/// A list may come as an array, or as one text with commas.
extension Array: ParameterDecodable where Element: ParameterDecodable {
    public static var blank: [Element] { [] }

    public static func coerced(from value: ParameterValue) -> Coerced<[Element]> {
        let values: [ParameterValue]
        switch value {
        case .null: return .absent
        case .array(let given): values = given
        case .string(let text):
            values = text.split(separator: ",").map { part in
                .string(String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()))
            }
        case .integer: values = [value]
        case .bool, .decimal, .object: return .invalid
        }
        // Lists end up in queries, which take no more of them than so many.
        guard values.count <= 1000 else { return .invalid }
        var elements: [Element] = []
        for value in values {
            switch Element.coerced(from: value) {
            case .value(let element): elements.append(element)
            case .absent: continue
            case .invalid: return .invalid
            }
        }
        return .value(elements)
    }
}

/// A hash, left as it came.
extension RequestParameters: ParameterDecodable {
    public static let blank = RequestParameters()

    public static func coerced(from value: ParameterValue) -> Coerced<RequestParameters> {
        switch value {
        case .null: .absent
        case .object(let values): .value(RequestParameters(values))
        default: .invalid
        }
    }
}

/// A number that names a row.
extension Identifier: ParameterDecodable {
    public static var blank: Self { Self(0) }

    public static func coerced(from value: ParameterValue) -> Coerced<Self> {
        switch Int64.coerced(from: value) {
        case .value(let number): .value(Self(number))
        case .absent: .absent
        case .invalid: .invalid
        }
    }
}
