import Model

extension String {
    /// The text without NUL characters, which no store can hold.
    var withoutNUL: String {
        utf8.contains(0) ? String(decoding: utf8.filter { $0 != 0 }, as: UTF8.self) : self
    }

    /// Fit for one line of a message.
    var inOneLine: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : $0 }).prefix(300))
    }

    /// `nil` where nothing is said.
    var unlessEmpty: String? { isEmpty ? nil : self }
}

/// A text in its source form: `content` of comments, issues and tasks.
struct CloudContent: Decodable, Sendable {
    var raw: String?

    enum CodingKeys: String, CodingKey {
        case raw
    }

    var text: String { (raw ?? "").withoutNUL }
}
