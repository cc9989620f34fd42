/// `Content-Disposition` headers (RFC 6266) with file names in any script.
enum ContentDisposition {
    static func inline(_ name: String) -> String {
        "inline; \(fileName(name))"
    }

    /// A plain name stands alone, as GitLab's archives have it: ruby-gitlab takes all behind `filename=` for the name.
    static func attachment(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { (0x20...0x7E).contains($0) && !"\"\\".utf8.contains($0) }
        return isPlain ? "attachment; filename=\"\(name)\"" : "attachment; \(fileName(name))"
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
