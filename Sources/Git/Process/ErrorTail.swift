import Model

/// The last lines of git's standard error, without addresses.
struct ErrorTail: Sendable {
    /// Bytes of a line that are kept: its beginning says what git wanted, its end what was in the way.
    private static let (headLength, tailLength) = (700, 300)
    private static let lineLimit = 65_536
    private static let lineCount = 8
    private var pending: [UInt8] = []

    /// At most eight lines, each about a thousand bytes, progress left out.
    private(set) var lines: [String] = []

    /// Takes bytes in and returns the lines they completed, as git wrote them.
    mutating func append(_ bytes: UnsafeRawBufferPointer) -> [String] {
        var completed: [String] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if let line = takePending() { completed.append(line) }
            } else if pending.count < Self.lineLimit {
                pending.append(byte)
            }
        }
        return completed
    }

    /// Counts an unterminated last line as a line.
    mutating func finish() {
        _ = takePending()
    }

    private mutating func takePending() -> String? {
        guard !pending.isEmpty else { return nil }
        if pending.count > Self.headLength + Self.tailLength + 5 {
            pending = pending.prefix(Self.headLength) + " ... ".utf8 + pending.suffix(Self.tailLength)
        }
        let line = String(decoding: pending, as: UTF8.self)
        pending.removeAll(keepingCapacity: true)
        if FetchProgress(line: line) == nil {
            // Remotes have their words among them.
            lines.append(withoutAddresses(PrintableText.of(line)))
            if lines.count > Self.lineCount { lines.removeFirst() }
        }
        return line
    }
}

/// Replaces every address (`scheme://…`) by `<address>`: they may hold capabilities or credentials.
func withoutAddresses(_ text: String) -> String {
    guard text.contains("://") else { return text }
    var result = ""
    var rest = Substring(text)
    while let mark = rest.firstRange(of: "://") {
        let scheme = rest[..<mark.lowerBound].reversed().prefix { $0.isLetter || $0.isNumber || "+-.".contains($0) }
        result += rest[..<mark.lowerBound].dropLast(scheme.count)
        result += "<address>"
        rest = rest[mark.upperBound...].drop { !$0.isWhitespace && !"'\"<>".contains($0) }
    }
    return result + rest
}
