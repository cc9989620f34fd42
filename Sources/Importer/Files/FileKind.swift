/// What kind of file some bytes are: judged by how they begin, and only where that tells nothing by what the source
/// says.
struct FileKind {
    let mediaType: String
    private let ending: String?

    init(beginning: [UInt8], declared: String?) {
        let words = declared?.split(separator: ";").first?.lowercased() ?? ""
        let said = words.filter { !$0.isWhitespace }
        let known = Self.recognised(beginning)
        mediaType = known ?? (Self.isMediaType(said) ? said : "application/octet-stream")
        ending = Self.endings[mediaType]
    }

    private static func recognised(_ bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) { return "image/gif" }
        if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) { return "image/webp" }
        if bytes.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) { return "video/webm" }
        if bytes.dropFirst(4).starts(with: "ftyp".utf8) {
            switch String(decoding: bytes.dropFirst(8).prefix(4), as: UTF8.self) {
            case "qt  ": return "video/quicktime"
            case "avif": return "image/avif"
            default: return "video/mp4"
            }
        }
        if bytes.starts(with: "%PDF-".utf8) { return "application/pdf" }
        return isVectorGraphic(bytes) ? "image/svg+xml" : nil
    }

    /// SVG has no signature: it is what its first element says, behind what XML allows before it
    /// (https://www.w3.org/TR/xml/#NT-prolog). Where that is longer than the beginning, what the source says counts.
    private static func isVectorGraphic(_ bytes: [UInt8]) -> Bool {
        var rest = String(decoding: bytes, as: UTF8.self)[...]
        if rest.first == "\u{FEFF}" { rest.removeFirst() }
        while true {
            rest = rest.drop(while: \.isWhitespace)
            guard let end = prologEnds.first(where: { rest.hasPrefix($0.key) })?.value else { break }
            guard let range = rest.firstRange(of: end) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.hasPrefix("<svg") && rest.dropFirst(4).first.map { $0.isWhitespace || "/>".contains($0) } == true
    }

    /// What may stand before the first element of an SVG, and how it ends.
    private static let prologEnds = ["<?": "?>", "<!--": "-->", "<!DOCTYPE svg": ">"]

    private static let endings = [
        "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/avif": "avif",
        "image/svg+xml": "svg", "video/webm": "webm", "video/quicktime": "mov", "video/mp4": "mp4",
        "application/pdf": "pdf", "application/zip": "zip", "text/plain": "txt", "text/csv": "csv",
        "application/json": "json", "application/gzip": "gz",
    ]

    private static func isMediaType(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && text.utf8.count < 100
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.utf8.allSatisfy { byte in
                        (48...57).contains(byte) || (97...122).contains(byte) || ".+-_".utf8.contains(byte)
                    }
            }
    }

    /// A name for it, of letters, digits and `.-+_`, with the ending its kind has where it came without one.
    func fileName(_ given: String?) -> String {
        let last = given?.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        var name = String(
            last.unicodeScalars.map { scalar in
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || ".-+_".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
            })
        while let first = name.first, first == "." { name.removeFirst() }
        if name.isEmpty { name = "file" }
        var (stem, own) = Self.parted(name)
        if own == nil { own = ending }
        // 255 bytes are what a file system takes, should somebody save it.
        while stem.utf8.count + (own?.utf8.count ?? 0) > 200, !stem.isEmpty { stem.removeLast() }
        return own.map { "\(stem).\($0)" } ?? stem
    }

    /// An ending is what stands behind the last dot, if it looks like one.
    private static func parted(_ name: String) -> (stem: String, ending: String?) {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return (name, nil) }
        let ending = name[name.index(after: dot)...]
        guard (1...10).contains(ending.utf8.count) else { return (name, nil) }
        return (String(name[..<dot]), String(ending))
    }
}
