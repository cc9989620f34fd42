/// `Content-Disposition` headers (RFC 6266) with file names in any script.
enum ContentDisposition {
    static func inline(_ name: String) -> String {
        "inline; \(fileName(harmless(name)))"
    }

    /// Without what leads out of the folder somebody saves it in, and without what makes an ending look like another.
    private static func harmless(_ name: String) -> String {
        let scalars = name.unicodeScalars.map { scalar -> Character in
            let isHidden = scalar.properties.isBidiControl || scalar.properties.generalCategory == .control
            return isHidden || scalar == "/" || scalar == "\\" ? "_" : Character(scalar)
        }
        let text = String(scalars)
        return text == "." || text == ".." ? String(repeating: "_", count: text.count) : text
    }

    /// A plain name stands alone, as GitLab's archives have it: ruby-gitlab takes all behind `filename=` for the name.
    static func attachment(_ given: String) -> String {
        let name = harmless(given)
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
