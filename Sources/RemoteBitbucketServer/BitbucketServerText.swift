extension String {
    /// The text without NUL characters, which no store can hold.
    var withoutNUL: String {
        utf8.contains(0) ? String(decoding: utf8.filter { $0 != 0 }, as: UTF8.self) : self
    }

    /// A name out of an answer, fit for one line of the ledger.
    var inOneLine: String {
        String(String.UnicodeScalarView(unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.prefix(200)))
    }
}
