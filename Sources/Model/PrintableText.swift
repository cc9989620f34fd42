/// Text of strangers that goes to a terminal or into a log.
///
/// Terminals obey control characters (ECMA-48: colours, titles, what is typed next), and characters that turn the
/// direction of writing make text look like other text (CVE-2021-42574). Nothing that a person reads needs either.
public enum PrintableText {
    /// The text with a blank for each such character; line feeds and tabs among them unless they are kept.
    public static func of(_ text: some StringProtocol, keepingLines: Bool = false) -> String {
        var printable = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isKept = !isUnprintable(scalar) || (keepingLines && (scalar == "\n" || scalar == "\t"))
            printable.append(isKept ? scalar : " ")
        }
        return String(printable)
    }

    /// JSON that says the same and holds no such character but line feeds: they can only stand in strings, where
    /// `\u` names them.
    public static func json(_ text: some StringProtocol) -> String {
        var printable = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard isUnprintable(scalar), scalar.value >= 0x20 else {
                printable.append(scalar)
                continue
            }
            // Above the first plane JSON needs two of them.
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                printable.append(
                    contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars)
            }
        }
        return String(printable)
    }

    /// Whether a terminal may do something else with it than show it where it stands.
    public static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // C0, DEL and C1.
        case 0..<0x20, 0x7F..<0xA0: true
        // Marks, embeddings, overrides and isolates of direction.
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        // Separators of lines and paragraphs; interlinear annotations.
        case 0x2028, 0x2029, 0xFFF9...0xFFFB: true
        default: false
        }
    }
}
