/// `Content-Disposition` headers (RFC 6266) with file names in any script.
enum ContentDisposition {
    static func inline(_ name: String) -> String {
        "inline; \(fileName(name))"
    }

    static func attachment(_ name: String) -> String {
        "attachment; \(fileName(name))"
    }

    /// Both forms: for old clients with `_` for what isn't plain, and in full.
    private static func fileName(_ name: String) -> String {
        let plain = name.unicodeScalars.map { scalar in
            scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F && scalar != "\"" && scalar != "\\"
                ? Character(scalar) : "_"
        }
        return "filename=\"\(String(plain))\"; filename*=UTF-8''\(NestedForm.escape(name))"
    }
}
