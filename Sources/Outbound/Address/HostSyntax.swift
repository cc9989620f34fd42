/// Reads the authority of a URL, strictly: see ``OutboundURL``.
enum HostSyntax {
    static func authority(_ text: Substring) throws(OutboundURL.Fault) -> (host: String, port: Int?) {
        guard !text.unicodeScalars.contains("@") else { throw .userInformation }
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { throw .hostSyntax }
            let inside = String(text[text.index(after: text.startIndex)..<close])
            guard case .v6? = IPAddress(inside), let address = IPAddress(inside) else { throw .hostSyntax }
            return (address.description, try port(text[text.index(after: close)...]))
        }
        let host = Substring(text.unicodeScalars.prefix { $0 != ":" })
        return (try name(host), try port(text[host.endIndex...]))
    }

    /// The port behind the host: nothing, a colon alone, or a colon and a number.
    private static func port(_ text: Substring) throws(OutboundURL.Fault) -> Int? {
        guard !text.isEmpty else { return nil }
        guard text.first == ":" else { throw .hostSyntax }
        let digits = text.dropFirst()
        if digits.isEmpty { return nil }
        guard digits.utf8.count <= 5, digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(digits),
            (1...65_535).contains(number)
        else { throw .port }
        return number
    }

    private static func name(_ text: Substring) throws(OutboundURL.Fault) -> String {
        // One trailing dot means the root of the DNS: the same host, but another origin to whoever compares text.
        let host = (text.hasSuffix(".") ? text.dropLast() : text).lowercased()
        guard !host.isEmpty else { throw .emptyHost }
        guard host.utf8.count <= 253 else { throw .hostSyntax }
        if case .v4? = IPAddress(host) { return host }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.allSatisfy({ isLabel($0) }), let last = labels.last else { throw .hostSyntax }
        // What ends in a number is an address to some readers (the WHATWG rule): 127.1, 0x7f.1, 2130706433.
        guard !isNumber(last) else { throw .numericHost }
        return host
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
            }
    }

    private static func isNumber(_ label: Substring) -> Bool {
        if label.utf8.allSatisfy({ (48...57).contains($0) }) { return true }
        guard label.hasPrefix("0x") else { return false }
        return label.dropFirst(2).utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}
