public import HTTPTypes
public import NIOCore

/// Status and header fields of an answer, before its body is read.
public struct OutboundResponseHead: Sendable {
    /// The status.
    public let status: HTTPResponse.Status
    /// The header fields, without those that describe a compression already undone.
    public let headers: HTTPFields
    /// The address that gave the answer: another than was asked where redirects were followed.
    public let url: OutboundURL
    /// Whether it came from a public address, and not from one that is merely allowed here: what such an answer leads
    /// to must be public too, see ``OutboundRequest/isLedFromOutside``.
    public let isFromOutside: Bool

    /// The address of the next page (`Link: <…>; rel="next"`), nil where there is none.
    ///
    /// - Throws: ``OutboundError/linkRefused(url:reason:)`` where it leads to another origin: following it would send
    ///   the credential there.
    public func nextLink() throws(OutboundError) -> OutboundURL? {
        for value in headers[values: .link] {
            guard let target = LinkHeader.target(relation: "next", in: value) else { continue }
            let next: OutboundURL
            do throws(OutboundURL.Fault) {
                next = try url.resolving(target)
            } catch {
                throw .linkRefused(url: url.description, reason: "\(error)")
            }
            guard next.origin == url.origin else {
                throw .linkRefused(url: url.description, reason: "it leads to another origin, \(next.origin)")
            }
            return next
        }
        return nil
    }
}

/// An answer with its body in memory.
public struct OutboundResponse: Sendable {
    /// Status, header fields and address.
    public let head: OutboundResponseHead
    /// The body, decompressed.
    public let body: ByteBuffer

    /// The status.
    public var status: HTTPResponse.Status { head.status }
    /// The header fields.
    public var headers: HTTPFields { head.headers }
    /// The address that gave the answer.
    public var url: OutboundURL { head.url }
    /// See ``OutboundResponseHead/nextLink()``.
    public func nextLink() throws(OutboundError) -> OutboundURL? { try head.nextLink() }
}

extension HTTPField.Name {
    // A constant that is a valid token.
    // swift-format-ignore: NeverForceUnwrap
    static let link = HTTPField.Name("Link")!
}

/// Reads `Link` header fields (RFC 8288) as far as paging needs it.
enum LinkHeader {
    /// The target of the first link with this relation type.
    static func target(relation: String, in value: String) -> String? {
        var rest = value[...]
        while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
            let target = rest[rest.index(after: open)..<close]
            rest = rest[rest.index(after: close)...]
            let parameters = rest.prefix { $0 != "<" }
            rest = rest[parameters.endIndex...]
            if relations(in: parameters).contains(relation) { return String(target) }
        }
        return nil
    }

    private static func relations(in parameters: Substring) -> [String] {
        for parameter in parameters.split(whereSeparator: { $0 == ";" || $0 == "," }) {
            let pair = parameter.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].filter({ $0 != " " }).lowercased() == "rel" else { continue }
            return pair[1].filter { $0 != "\"" }.split(separator: " ").map { $0.lowercased() }
        }
        return []
    }
}
