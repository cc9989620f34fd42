/// Comma-separated values (RFC 4180), as spreadsheets write them.
struct CSVTable {
    var rows: [[String]]

    /// - Returns: `nil` where quotes are not closed or stand where none may.
    init?(_ text: String) {
        var reader = CSVReader(text)
        guard let rows = reader.read() else { return nil }
        self.rows = rows
    }

    /// One line, with its end.
    static func line(_ fields: [String]) -> String {
        fields.map(quoted).joined(separator: ",") + "\n"
    }

    private static func quoted(_ field: String) -> String {
        // By scalars: a quotation mark with an accent on it, and a line break of two, are single characters to Swift.
        let scalars = field.unicodeScalars
        guard scalars.contains(where: { "\",\n\r".unicodeScalars.contains($0) }) || scalars.first == " " else {
            return field
        }
        var quoted = String.UnicodeScalarView()
        for scalar in scalars { quoted.append(contentsOf: scalar == "\"" ? [scalar, scalar] : [scalar]) }
        return "\"\(String(quoted))\""
    }

    /// What a spreadsheet would take for a formula gets an apostrophe before it, as GitLab writes it.
    static func harmless(_ field: String) -> String {
        let first = field.unicodeScalars.first { scalar in
            !scalar.properties.isWhitespace && scalar.properties.generalCategory != .format && scalar.value > 0x20
        }
        guard let first, "=+-@;\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(first) else { return field }
        return "'" + field
    }
}

private struct CSVReader {
    private let scalars: [Unicode.Scalar]
    private let delimiter: Unicode.Scalar
    private var index = 0

    init(_ text: String) {
        var scalars = Array(text.unicodeScalars)
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        self.scalars = scalars
        let header = scalars.prefix { $0 != "\n" && $0 != "\r" }
        let candidates: [Unicode.Scalar] = [",", ";", "\t"]
        let counts = candidates.map { candidate in header.count { $0 == candidate } }
        let most = counts.max() ?? 0
        delimiter = counts.firstIndex(of: most).map { candidates[$0] } ?? ","
    }

    mutating func read() -> [[String]]? {
        var rows: [[String]] = []
        while index < scalars.count {
            guard let row = readRow() else { return nil }
            // Blank lines are none, as Ruby's reader skips them here.
            if row != [""] { rows.append(row) }
        }
        return rows
    }

    private mutating func readRow() -> [String]? {
        var row: [String] = []
        while true {
            guard let field = isAt("\"") ? readQuoted() : readPlain() else { return nil }
            row.append(field)
            if isAt(delimiter) {
                index += 1
                continue
            }
            if isAt("\r") { index += 1 }
            if isAt("\n") { index += 1 }
            return row
        }
    }

    private mutating func readPlain() -> String? {
        var field = String.UnicodeScalarView()
        while index < scalars.count, !isAt(delimiter), !isAt("\n"), !isAt("\r") {
            if isAt("\"") { return nil }
            field.append(scalars[index])
            index += 1
        }
        return String(field)
    }

    private mutating func readQuoted() -> String? {
        var field = String.UnicodeScalarView()
        index += 1
        while index < scalars.count {
            if isAt("\"") {
                index += 1
                guard isAt("\"") else {
                    let isClosed = index == scalars.count || isAt(delimiter) || isAt("\n") || isAt("\r")
                    return isClosed ? String(field) : nil
                }
            }
            field.append(scalars[index])
            index += 1
        }
        return nil
    }

    private func isAt(_ scalar: Unicode.Scalar) -> Bool { index < scalars.count && scalars[index] == scalar }
}
