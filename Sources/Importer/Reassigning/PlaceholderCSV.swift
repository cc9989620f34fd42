public import Model

/// GitLab's CSV of placeholder reassignments: the template people fill in, and what they send back.
public enum PlaceholderCSV {
    static let header = [
        "Source host", "Import type", "Source user identifier", "Source user name", "Source username",
        "GitLab username", "GitLab public email",
    ]

    /// GitLab's words for a line that leads nowhere.
    static let noMatch = "No matching user for provided information."

    /// GitLab's limits of an upload.
    public enum Limits {
        public static let bytes = 10 << 20
        static let rows = 50_000
        static let delimiters = 625_000
        static let columns = 20
    }

    public static let headerLine = CSVTable.line(header)

    /// The template's line for one source user.
    public static func line(_ sourceUser: SourceUser) -> String {
        CSVTable.line(
            [
                sourceUser.hostname, sourceUser.importKind.rawValue, sourceUser.identifier, sourceUser.name ?? "",
                sourceUser.username ?? "", "", "",
            ].map(CSVTable.harmless))
    }

    /// What is wrong with a whole file, in GitLab's words.
    public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        public var detail: String

        public var description: String {
            "The following errors are preventing the sheet from being processed: \(detail)"
        }
    }

    /// Reads a file and judges it as a whole.
    /// - Throws: ``Problem``.
    static func lines(_ text: String) throws(Problem) -> [Line] {
        guard text.utf8.count <= Limits.bytes else {
            throw Problem(detail: "The provided CSV file exceeds the maximum size of 10 MB.")
        }
        guard text.utf8.count(where: { ",;\t".utf8.contains($0) }) <= Limits.delimiters else {
            throw Problem(detail: "The provided CSV file has too many rows or columns to be processed.")
        }
        // What was not UTF-8 has been read as this sign.
        guard !text.unicodeScalars.contains("\u{FFFD}"), let table = CSVTable(text) else {
            throw Problem(detail: "The provided CSV file could not be processed.")
        }
        guard let names = table.rows.first else {
            throw Problem(detail: "The provided CSV was not correctly formatted.")
        }
        guard names.count <= Limits.columns else {
            throw Problem(detail: "The provided CSV file exceeds the maximum number of columns (20).")
        }
        guard table.rows.count - 1 <= Limits.rows else {
            throw Problem(detail: "The provided CSV file exceeds the maximum number of rows (50000).")
        }
        guard let columns = Columns(names) else {
            throw Problem(detail: "The provided CSV was not correctly formatted.")
        }
        let lines = table.rows.dropFirst().map { Line(fields: $0, columns) }
        guard !hasDuplicates(lines) else {
            throw Problem(detail: "The provided spreadsheet contains duplicate email addresses or usernames.")
        }
        return lines
    }

    /// Judges a file before it is taken.
    /// - Returns: the header of its failures.
    public static func check(_ text: String) throws(Problem) -> String {
        _ = try lines(text)
        return CSVTable.line((CSVTable(text)?.rows.first ?? header).map(CSVTable.harmless) + ["Error"])
    }

    /// One account may be given once for each source.
    private static func hasDuplicates(_ lines: [Line]) -> Bool {
        var seen: Set<[String]> = []
        for line in lines {
            for (kind, value) in [("username", line.username), ("email", line.email)] {
                guard let value else { continue }
                let key = [kind, line.importKind, line.host, value.lowercased()]
                if !seen.insert(key).inserted { return true }
            }
        }
        return false
    }

    /// Where the columns stand, in whatever order.
    struct Columns {
        fileprivate let host, importKind, identifier, username, email: Int

        init?(_ names: [String]) {
            let normalized = names.map { name in
                name.trimmingPrefix { $0.isWhitespace }.lowercased().replacing(" ", with: "_")
            }
            guard let host = normalized.firstIndex(of: "source_host"),
                let importKind = normalized.firstIndex(of: "import_type"),
                let identifier = normalized.firstIndex(of: "source_user_identifier"),
                let username = normalized.firstIndex(of: "gitlab_username"),
                let email = normalized.firstIndex(of: "gitlab_public_email")
            else { return nil }
            (self.host, self.importKind, self.identifier) = (host, importKind, identifier)
            (self.username, self.email) = (username, email)
        }
    }

    /// One decision.
    struct Line {
        var fields: [String]
        var host: String
        var importKind: String
        var identifier: String
        /// `nil` where the cell is blank.
        var username: String?
        var email: String?

        init(fields: [String], _ columns: Columns) {
            self.fields = fields
            let cell = { (index: Int) in
                index < fields.count ? fields[index].trimmed : ""
            }
            host = cell(columns.host)
            importKind = cell(columns.importKind)
            identifier = cell(columns.identifier)
            let (name, address) = (cell(columns.username), cell(columns.email))
            username = name.isEmpty ? nil : name.hasPrefix("@") ? String(name.dropFirst()) : name
            email = address.isEmpty ? nil : address
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        guard let start = firstIndex(where: { !$0.isWhitespace }),
            let end = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[start...end])
    }
}
