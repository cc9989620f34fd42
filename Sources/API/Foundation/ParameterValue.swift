/// A parameter as it came in: from JSON with its type, from queries and forms as text.
public enum ParameterValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case decimal(Double)
    case string(String)
    case array([ParameterValue])
    case object([String: ParameterValue])

    /// What Rails takes for true (`ActiveModel`'s words and Grape's): `true`, `t`, `yes`, `y`, `1`, `on`, in any case.
    public var isTruthy: Bool {
        switch self {
        case .bool(let value): value
        case .integer(let number): number == 1
        case .string(let text): ["true", "t", "yes", "y", "1", "on"].contains(text.lowercased())
        case .null, .decimal, .array, .object: false
        }
    }
}

extension ParameterValue: Decodable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .decimal(value)
        } else if let value = try? container.decode([ParameterValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: ParameterValue].self))
        }
    }
}
