import HTTPTypes
import NIOCore
import NIOHTTP1

/// One request of git, with its body: the wants and haves of a fetch, small beside the pack that answers them.
///
/// It is read whole so that it can be sent again, and so that nothing reads from git's connection once it is answered.
struct RelayedRequest: Sendable {
    let head: HTTPRequestHead
    let body: ByteBuffer
    /// The body had more than the limit, and was not read to its end.
    let isTooLarge: Bool

    /// The next request of a connection; nil when git has closed it.
    static func next(
        from parts: inout NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator, limit: Int
    ) async throws -> RelayedRequest? {
        guard case .head(let head)? = try await parts.next() else { return nil }
        var body = ByteBuffer()
        while case .body(let piece)? = try await parts.next() {
            guard body.readableBytes + piece.readableBytes <= limit else {
                return RelayedRequest(head: head, body: ByteBuffer(), isTooLarge: true)
            }
            body.writeImmutableBuffer(piece)
        }
        return RelayedRequest(head: head, body: body, isTooLarge: false)
    }
}

/// Which requests are relayed: the two that fetch, for whoever shows the capability.
struct RelayRoute: Sendable {
    enum Target: Equatable {
        case advertisement
        case uploadPack
        case refused(status: Int, message: String)
    }

    let capability: String

    /// git's header fields that the source has to see.
    static let passedFields: [HTTPField.Name] = [
        .accept, .contentType, .contentEncoding, .userAgent, .gitProtocol,
    ]

    func target(of head: HTTPRequestHead) -> Target {
        guard head.headers["Authorization"] == ["Bearer \(capability)"] else {
            return .refused(status: 404, message: "not found")
        }
        switch (head.method, head.uri) {
        case (.GET, "/repository/info/refs?service=git-upload-pack"): return .advertisement
        case (.POST, "/repository/git-upload-pack"): return .uploadPack
        default: return .refused(status: 403, message: "only fetching by git's smart protocol is relayed")
        }
    }
}

extension HTTPField.Name {
    // A constant that is a valid token.
    // swift-format-ignore: NeverForceUnwrap
    static let gitProtocol = HTTPField.Name("Git-Protocol")!
}
