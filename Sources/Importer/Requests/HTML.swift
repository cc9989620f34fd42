/// HTML that is put together from parts; text becomes text whatever is in it.
struct HTML: Sendable {
    private(set) var source: String

    private init(source: String) {
        self.source = source
    }

    static let nothing = HTML(source: "")

    static func text(_ text: some StringProtocol) -> HTML {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            // Characters that turn the direction of what follows, and control characters: nothing a name needs.
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{0}"..."\u{8}", "\u{E}"..."\u{1F}",
                "\u{7F}"..."\u{9F}":
                escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return HTML(source: escaped)
    }

    /// - Parameter attributes: names are written as they are and must come from the program; values are escaped.
    static func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ content: HTML...
    ) -> HTML {
        let written = attributes.map { " \($0.key)=\"\(text($0.value).source)\"" }.joined()
        return HTML(source: "<\(name)\(written)>" + content.map(\.source).joined() + "</\(name)>")
    }

    /// An element that has no content.
    static func void(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) -> HTML {
        let written = attributes.map { " \($0.key)=\"\(text($0.value).source)\"" }.joined()
        return HTML(source: "<\(name)\(written)>")
    }

    /// A link, where the address is one of the web; else its text.
    static func link(_ address: String) -> HTML {
        let isWeb = address.hasPrefix("https://") || address.hasPrefix("http://")
        return isWeb ? element("a", ["href": address, "rel": "noopener noreferrer"], text(address)) : text(address)
    }

    static func joined(_ parts: [HTML]) -> HTML {
        HTML(source: parts.map(\.source).joined())
    }

    /// Markup of the program's own.
    static func own(_ source: StaticString) -> HTML {
        HTML(source: "\(source)")
    }
}
