public import Model
public import Outbound
import Remote

/// A source's answer to a question, whatever its status.
public struct SourceAnswer: Sendable, Hashable {
    public var status: Int
    public var body: [UInt8]
    /// The `Link` field.
    public var link: String?
    /// Where it came from, after redirects.
    public var url: OutboundURL
    /// The source's own time.
    public var date: Timestamp?

    public init(status: Int, body: [UInt8], link: String? = nil, url: OutboundURL, date: Timestamp? = nil) {
        self.status = status
        self.body = body
        self.link = link
        self.url = url
        self.date = date
    }

    /// The body of a success.
    /// - Parameter what: what was asked for, in words for a person.
    /// - Throws: ``SourceFault`` for every other status, by what it means for a stage.
    public func successful(_ what: String) throws(SourceFault) -> [UInt8] {
        switch status {
        case 200..<300: return body
        case 401: throw .remote(.unauthorized(host: url.host))
        case 403: throw .remote(.forbidden(what: what))
        case 404, 410, 451: throw .remote(.notFound(what: what))
        case 500...599: throw .tooHeavy("the source answered with status \(status)")
        default: throw .remote(.unavailable(what: what, detail: "the source answered with status \(status)"))
        }
    }
}
