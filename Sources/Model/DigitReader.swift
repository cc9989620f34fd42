/// Reads fixed-width digits and separators from UTF-8: what times and dates are made of.
struct DigitReader<Bytes: Collection> where Bytes.Element == UInt8 {
    private var rest: Bytes.SubSequence

    init(_ bytes: Bytes) {
        rest = bytes[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func number(digits count: Int) -> Int? {
        var value = 0
        var copy = rest
        for _ in 0..<count {
            guard let byte = copy.popFirst(), (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        rest = copy
        return value
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// The fraction after a point or comma, cut to milliseconds; 0 where there is none.
    mutating func fractionInMilliseconds() -> Int {
        guard skip(".") || skip(",") else { return 0 }
        var value = 0
        var digits = 0
        while let byte = rest.first, (48...57).contains(byte) {
            if digits < 3 { value = value * 10 + Int(byte - 48) }
            digits += 1
            rest = rest.dropFirst()
        }
        while digits < 3 {
            value *= 10
            digits += 1
        }
        return value
    }

    /// Minutes east of UTC; `nil` where the zone is malformed. A missing zone counts as UTC, as GitLab reads it.
    mutating func zoneOffsetInMinutes() -> Int? {
        if isAtEnd || skip("Z") || skip("z") { return 0 }
        let sign: Int
        if skip("+") {
            sign = 1
        } else if skip("-") {
            sign = -1
        } else {
            return nil
        }
        guard let hours = number(digits: 2), hours < 24 else { return nil }
        _ = skip(":")
        guard let minutes = isAtEnd ? 0 : number(digits: 2), minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes)
    }
}
