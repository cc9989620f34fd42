/// An address on the web that is safe to hand on: http or https, a host in plain syntax, no user information.
///
/// The parser takes less than RFC 3986 allows, so that no two readers of the text can come to different hosts:
/// numeric hosts must be dotted decimal (or IPv6 in brackets), names are ASCII, backslashes, blanks and control
/// characters are refused. What it keeps is normalised: scheme and host in lower case, no default port, no fragment,
/// bytes outside of RFC 3986 percent-encoded.
public struct OutboundURL: Hashable, Sendable {
    /// `http` or `https`.
    public let scheme: Scheme
    /// The host in lower case: a name, a dotted IPv4 address, or an IPv6 address without brackets.
    public let host: String
    /// The port, the scheme's own where the text names none.
    public let port: Int
    /// The path, percent-encoded, beginning with a slash.
    public private(set) var path: String
    /// What stands behind the question mark, percent-encoded; nil where there is none.
    public private(set) var query: String?

    /// The schemes that may be dialled.
    public enum Scheme: String, Sendable {
        case http
        case https

        /// 80 or 443.
        public var defaultPort: Int { self == .https ? 443 : 80 }
    }

    /// Why a text is no address that may be dialled.
    public enum Fault: String, Error, Sendable {
        case tooLong = "it is longer than 8,192 bytes"
        case scheme = "it does not begin with http:// or https://"
        case userInformation = "it carries a user name or password; give the token separately"
        case emptyHost = "it names no host"
        case hostSyntax = "its host is neither a name in ASCII (xn-- form for others) nor a plain IP address"
        case numericHost = "its host is a number in an unusual form; write IPv4 addresses as four decimal numbers"
        case port = "its port is not a number from 1 to 65535"
        case character = "it contains a blank, a control character or a backslash"
    }

    /// Parses an absolute URL.
    ///
    /// - Throws: ``Fault``, which never repeats the text: it may hold a credential.
    public init(_ text: String) throws(Fault) {
        guard text.utf8.count <= 8192 else { throw .tooLong }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "\\") }) else { throw .character }
        guard let mark = text.firstRange(of: "://"),
            let scheme = Scheme(rawValue: text[..<mark.lowerBound].lowercased())
        else { throw .scheme }
        let rest = text[mark.upperBound...]
        // By scalars: a sign with an accent on it is one character to Swift, and still the sign to everybody else.
        let end = rest.unicodeScalars.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        let authority = try HostSyntax.authority(rest[..<end])
        self.scheme = scheme
        host = authority.host
        port = authority.port ?? scheme.defaultPort
        (path, query) = Self.split(rest[end...])
    }

    /// An address that is written in the program.
    ///
    /// - Parameters:
    ///   - host: a name in lower case.
    ///   - path: percent-encoded, beginning with a slash.
    public init(https host: StaticString, path: StaticString = "/") {
        scheme = .https
        self.host = host.description
        port = Scheme.https.defaultPort
        self.path = path.description
        query = nil
    }

    /// Path and query of the text behind the authority, without its fragment.
    private static func split(_ text: Substring) -> (path: String, query: String?) {
        let whole = Substring(text.unicodeScalars.prefix { $0 != "#" })
        let path = Substring(whole.unicodeScalars.prefix { $0 != "?" })
        let query =
            path.endIndex == whole.endIndex
            ? nil : encode(Substring(whole[path.endIndex...].unicodeScalars.dropFirst()))
        return (path.isEmpty ? "/" : encode(path), query)
    }

    /// Percent-encodes what RFC 3986 doesn't allow, and percent signs that begin no escape.
    private static func encode(_ text: Substring) -> String {
        let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@/?".utf8)
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            let isEscape =
                byte == UInt8(ascii: "%") && index + 2 < bytes.count
                && bytes[index + 1].isHexDigit && bytes[index + 2].isHexDigit
            if allowed.contains(byte) || isEscape {
                out.append(byte)
            } else {
                let digits = Array("0123456789ABCDEF".utf8)
                out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        (48...57).contains(self) || (65...70).contains(self) || (97...102).contains(self)
    }
}

extension OutboundURL {
    /// Scheme, host and port: what a credential is bound to.
    public struct Origin: Hashable, Sendable, CustomStringConvertible {
        /// `http` or `https`.
        public let scheme: Scheme
        /// The host in lower case.
        public let host: String
        /// The port.
        public let port: Int

        /// `scheme://host[:port]`.
        public var description: String {
            let bracketed = host.contains(":") ? "[\(host)]" : host
            return "\(scheme.rawValue)://" + (port == scheme.defaultPort ? bracketed : "\(bracketed):\(port)")
        }
    }

    /// What a credential sent to this address is bound to.
    public var origin: Origin { Origin(scheme: scheme, host: host, port: port) }

    /// The whole address, query included. May hold a signature: for requests, not for logs.
    public var text: String { origin.description + path + (query.map { "?" + $0 } ?? "") }

    /// Follows a reference (a `Location`, a `Link`) from this address: absolute, or beginning with `//`, `/`, `?`, or
    /// relative to the path.
    ///
    /// - Throws: ``Fault`` where the result is no address that may be dialled.
    public func resolving(_ reference: String) throws(Fault) -> OutboundURL {
        if reference.firstRange(of: "://").map({ !reference[..<$0.lowerBound].contains { "/?#".contains($0) } })
            ?? false
        {
            return try OutboundURL(reference)
        }
        if reference.hasPrefix("//") { return try OutboundURL("\(scheme.rawValue):\(reference)") }
        if reference.hasPrefix("/") { return try OutboundURL(origin.description + reference) }
        if reference.hasPrefix("?") { return try OutboundURL(origin.description + path + reference) }
        if reference.isEmpty || reference.hasPrefix("#") { return self }
        let folder = path[...(path.lastIndex(of: "/") ?? path.startIndex)]
        return try OutboundURL(origin.description + folder + reference)
    }

    /// The address one or more path elements further down, without a query. The elements are percent-encoded where
    /// they need it; a slash inside stays a slash.
    public func appending(path suffix: String) -> OutboundURL {
        var copy = self
        let trimmed = path.hasSuffix("/") ? String(path.dropLast()) : path
        copy.path = trimmed + Self.encode("/\(suffix.drop { $0 == "/" })"[...]).replacing("?", with: "%3F")
        copy.query = nil
        return copy
    }

    /// The address without the end of its path and without a query; nil where the path ends otherwise.
    func droppingPath(suffix: String) -> OutboundURL? {
        guard path.hasSuffix(suffix) else { return nil }
        var copy = self
        copy.path = String(path.dropLast(suffix.count))
        if copy.path.isEmpty { copy.path = "/" }
        copy.query = nil
        return copy
    }

    /// The same address with this query, written as `name=value` pairs and percent-encoded.
    public func with(query items: [(name: String, value: String)]) -> OutboundURL {
        var copy = self
        copy.query =
            items.isEmpty
            ? nil : items.map { "\(Self.encodeItem($0.name))=\(Self.encodeItem($0.value))" }.joined(separator: "&")
        return copy
    }

    private static func encodeItem(_ text: String) -> String {
        encode(text.replacing("%", with: "%25")[...])
            .replacing("&", with: "%26").replacing("+", with: "%2B").replacing("=", with: "%3D")
            .replacing(";", with: "%3B")
    }
}

extension OutboundURL: CustomStringConvertible {
    /// The address without its query, fit for logs and messages.
    public var description: String { origin.description + path }
}

extension OutboundURL.Fault: CustomStringConvertible {
    /// What is wrong with the address, and what to do.
    public var description: String { "the address is refused: \(rawValue)" }
}
