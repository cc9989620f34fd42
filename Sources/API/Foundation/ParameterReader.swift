import Store

/// Declares the parameters of one route and gathers what is wrong with them, in Grape's words.
public struct ParameterReader {
    let parameters: RequestParameters
    private var failures: [String] = []
    /// Rules about several parameters are told after those about one.
    private var groupFailures: [String] = []
    private var refusal: APIError?

    init(_ parameters: RequestParameters) {
        self.parameters = parameters
    }

    /// What is wrong so far, each in a text of its own.
    var problems: [String] { failures + groupFailures }

    func finish() throws(APIError) {
        if !problems.isEmpty { throw .invalidParameters(problems) }
        if let refusal { throw refusal }
    }

    /// Must be given; null counts as given and becomes the type's blank value.
    public mutating func required<Value: ParameterDecodable>(
        _ name: String, _ type: Value.Type = Value.self
    ) -> Value {
        guard parameters[name] != nil else {
            failures.append("\(name) is missing")
            return Value.blank
        }
        return coerced(name, Value.self) ?? Value.blank
    }

    /// Must be given and hold more than white space.
    public mutating func requiredText(_ name: String) -> String {
        guard let value = parameters[name] else {
            failures += ["\(name) is missing", "\(name) is empty"]
            return ""
        }
        switch String.coerced(from: value) {
        case .value(let text) where text.contains { !$0.isWhitespace }: return text
        case .value, .absent: failures.append("\(name) is empty")
        case .invalid: failures.append("\(name) is invalid")
        }
        return ""
    }

    public mutating func optional<Value: ParameterDecodable>(
        _ name: String, _ type: Value.Type = Value.self
    ) -> Value? {
        coerced(name, Value.self)
    }

    /// A text to be looked for in a list's rows: longer than any of them is likely to hold, it is refused.
    public mutating func search(_ name: String = "search") -> String? {
        guard let text = optional(name, String.self) else { return nil }
        if text.utf8.count > 4096 { fail("\(name) is too long (maximum is 4096 bytes)") }
        if text.split(whereSeparator: \.isWhitespace).count > Self.mostConditions {
            fail("\(name) has too many words (maximum is \(Self.mostConditions))")
        }
        return text
    }

    /// A list of which each element is a condition of its own on every row.
    public mutating func conditions(_ name: String) -> [String]? {
        let values = optional(name, [String].self)
        if let values, values.count > Self.mostConditions {
            fail("\(name) has too many values (maximum is \(Self.mostConditions))")
        }
        return values
    }

    /// SQLite takes a thousand conditions, and nobody has use for as many.
    private static let mostConditions = 100

    /// One of an enumeration's words; letter case matters.
    public mutating func optional<Value: RawRepresentable>(
        _ name: String, among type: Value.Type
    ) -> Value? where Value.RawValue: ParameterDecodable {
        word(name, isRequired: false)
    }

    /// One of an enumeration's words, and it must be given. `fallback` stands in for a failure and is never seen.
    public mutating func required<Value: RawRepresentable>(
        _ name: String, among type: Value.Type, fallback: Value
    ) -> Value where Value.RawValue: ParameterDecodable {
        guard parameters[name] != nil else {
            failures.append("\(name) is missing")
            return fallback
        }
        return word(name, isRequired: true) ?? fallback
    }

    /// A list of an enumeration's words.
    public mutating func optionalList<Value: RawRepresentable>(
        _ name: String, among type: Value.Type
    ) -> [Value]? where Value.RawValue == String {
        guard let words = coerced(name, [String].self) else { return nil }
        let values = words.compactMap { Value(rawValue: $0) }
        if values.count < words.count { failures.append("\(name) does not have a valid value") }
        return values
    }

    public mutating func requiredList<Value: RawRepresentable>(
        _ name: String, among type: Value.Type
    ) -> [Value] where Value.RawValue == String {
        guard parameters[name] != nil else {
            failures.append("\(name) is missing")
            return []
        }
        return optionalList(name, among: Value.self) ?? []
    }

    /// A number within bounds.
    public mutating func optional(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let value = parameters[name] else { return nil }
        switch Int64.coerced(from: value) {
        case .value(let number) where range.contains(number): return number
        case .absent: return nil
        case .value: failures.append("\(name) does not have a valid value")
        case .invalid: failures += ["\(name) is invalid", "\(name) does not have a valid value"]
        }
        return nil
    }

    /// At most one of them may be given.
    public mutating func mutuallyExclusive(_ names: String...) {
        let given = names.filter { parameters[$0] != nil }
        if given.count > 1 { groupFailures.append("\(given.joined(separator: ", ")) are mutually exclusive") }
    }

    public mutating func allOrNone(_ names: String...) {
        let given = names.filter { parameters[$0] != nil }
        if !given.isEmpty, given.count < names.count {
            groupFailures.append("\(names.joined(separator: ", ")) provide all or none of parameters")
        }
    }

    public mutating func atLeastOne(of names: String...) {
        if names.allSatisfy({ parameters[$0] == nil }) {
            let list = names.joined(separator: ", ")
            groupFailures.append("\(list) are missing, at least one parameter must be provided")
        }
    }

    /// A failure in words of the route's own, told in its turn.
    public mutating func fail(_ text: String) {
        failures.append(text)
    }

    /// Something that is wrong with the request as a whole, told when no parameter is wrong.
    mutating func refuse(_ error: APIError) {
        if refusal == nil { refusal = error }
    }

    private mutating func coerced<Value: ParameterDecodable>(_ name: String, _ type: Value.Type) -> Value? {
        guard let value = parameters[name] else { return nil }
        switch Value.coerced(from: value) {
        case .value(let value): return value
        case .absent: return nil
        case .invalid:
            failures.append("\(name) is invalid")
            return nil
        }
    }

    private mutating func word<Value: RawRepresentable>(_ name: String, isRequired: Bool) -> Value?
    where Value.RawValue: ParameterDecodable {
        guard let given = parameters[name] else { return nil }
        switch Value.RawValue.coerced(from: given) {
        case .value(let raw):
            if let value = Value(rawValue: raw) { return value }
            failures.append("\(name) does not have a valid value")
        case .absent: if isRequired { failures.append("\(name) does not have a valid value") }
        case .invalid: failures += ["\(name) is invalid", "\(name) does not have a valid value"]
        }
        return nil
    }
}
