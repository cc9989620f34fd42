/// A text that must not be seen: it prints as `[redacted]` everywhere and can't be encoded.
public struct Secret: Sendable, Hashable {
    private let value: String

    /// Seals a text.
    public init(_ value: String) {
        self.value = value
    }

    /// Opens the seal for one use. Whoever calls this answers for where the text goes.
    public func withUnsealed<Result, Failure: Error>(
        _ use: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try use(value)
    }

    /// Whether there is nothing inside.
    public var isEmpty: Bool { value.isEmpty }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `[redacted]`.
    public var description: String { "[redacted]" }
    /// Always `[redacted]`.
    public var debugDescription: String { "[redacted]" }
    /// Without children, so that `dump` and mirrors show nothing either.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
