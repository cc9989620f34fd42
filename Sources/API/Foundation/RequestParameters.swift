/// The parameters of a request: query string and body in one, the body winning.
public struct RequestParameters: Sendable, Hashable {
    private var values: [String: ParameterValue]

    public init(_ values: [String: ParameterValue] = [:]) {
        self.values = values
    }

    /// The value as it came; prefer ``read(_:)``, which judges it.
    public subscript(name: String) -> ParameterValue? {
        values[name]
    }

    public var names: [String] { values.keys.sorted() }

    /// `nil` where the name was not given at all; Rails' idea of truth otherwise.
    public func truth(_ name: String) -> Bool? {
        values[name]?.isTruthy
    }

    func merging(_ other: RequestParameters) -> RequestParameters {
        RequestParameters(values.merging(other.values) { _, new in new })
    }

    /// Declares and reads parameters. Failures are gathered in the order of declaration and thrown together, after
    /// `declare` has run: what it made of failed parameters is never seen.
    /// - Throws: ``APIError/invalidParameters(_:)``.
    public func read<Input>(_ declare: (inout ParameterReader) throws -> Input) throws -> Input {
        var reader = ParameterReader(self)
        let input = try declare(&reader)
        try reader.finish()
        return input
    }
}
