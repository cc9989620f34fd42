public import NIOCore

/// Measures how deep JSON nests and how many values it has, before anything recursive reads it or makes values of it:
/// a few bytes of text become a value of a few hundred.
public enum JSONDepth {
    /// The text is more than is read.
    public enum TooDeep: Error, Equatable, Sendable, CustomStringConvertible {
        /// It nests deeper than this.
        case levels(Int)
        /// A list of it is longer than this.
        case elements(Int)
        /// It has more values than this.
        case values(Int)

        /// What happened.
        public var description: String {
            switch self {
            case .levels(let limit): "the JSON nests deeper than \(limit) levels and is not read"
            case .elements(let limit): "a list of the JSON has more than \(limit) elements and is not read"
            case .values(let limit): "the JSON has more than \(limit) values and is not read"
            }
        }
    }

    /// The longest list that is read: pages have a thousand objects at most, and the lines of a diff may be more.
    static let mostElements = 50_000
    /// The most values of one answer: a page of the largest objects has some hundred thousand.
    static let mostValues = 2_000_000

    /// Scans the bytes once; brackets inside strings don't count. Says nothing of whether the JSON is well formed.
    ///
    /// - Throws: ``TooDeep`` where objects and arrays nest deeper than `limit`, or are more than is read.
    public static func check(_ bytes: ByteBuffer, limit: Int = 64) throws(TooDeep) {
        var scan = Scan(limit: limit)
        let excess = bytes.withUnsafeReadableBytes { scan.excess(of: $0) }
        if let excess { throw excess }
    }

    /// Whether ``check(_:limit:)`` throws nothing.
    public static func isWithinBounds(_ bytes: ByteBuffer, limit: Int = 64) -> Bool {
        (try? check(bytes, limit: limit)) != nil
    }

    private struct Scan {
        let limit: Int
        /// For each open bracket the commas behind it so far.
        private var commas: [Int] = []
        private var values = 0
        private var strings = JSONStrings()

        init(limit: Int) { self.limit = limit }

        mutating func excess(of bytes: UnsafeRawBufferPointer) -> TooDeep? {
            for byte in bytes where !strings.take(byte) {
                if let excess = read(byte) { return excess }
            }
            return nil
        }

        private mutating func read(_ byte: UInt8) -> TooDeep? {
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                commas.append(0)
                if commas.count > limit { return .levels(limit) }
                return count()
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = commas.popLast()
            case UInt8(ascii: ","):
                guard let last = commas.indices.last else { return nil }
                commas[last] += 1
                if commas[last] >= JSONDepth.mostElements { return .elements(JSONDepth.mostElements) }
                return count()
            default: break
            }
            return nil
        }

        private mutating func count() -> TooDeep? {
            values += 1
            return values > JSONDepth.mostValues ? .values(JSONDepth.mostValues) : nil
        }
    }
}
