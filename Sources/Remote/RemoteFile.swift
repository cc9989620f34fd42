public import Outbound

/// A file at a source: something a text shows or links, or an asset of a release.
public struct RemoteFile: Sendable, Hashable {
    /// Where it can be fetched.
    public struct Place: Sendable, Hashable {
        public var url: OutboundURL
        /// Whether the address is the source's own, which is shown who asks.
        public var isOwn: Bool
        /// The kind of answer that is asked for, where the address has several.
        public var mediaType: String?

        public init(url: OutboundURL, isOwn: Bool, mediaType: String? = nil) {
            self.url = url
            self.isOwn = isOwn
            self.mediaType = mediaType
        }
    }

    /// The places to try, in this order.
    public var places: [Place]
    /// Its name, as far as its address tells.
    public var name: String?

    public init(places: [Place], name: String? = nil) {
        self.places = places
        self.name = name
    }
}

/// What a source says of a file it has given.
public struct RemoteFileHead: Sendable, Hashable {
    /// The name it is to be saved under. Anybody's text: never a path.
    public var name: String?
    public var mediaType: String?

    public init(name: String? = nil, mediaType: String? = nil) {
        self.name = name
        self.mediaType = mediaType
    }
}

/// Takes a file while it comes in.
public protocol RemoteFileSink: Sendable {
    /// The file begins, perhaps once more: what came before is void.
    func restart() throws
    func write(_ bytes: UnsafeRawBufferPointer) throws
}

/// Why a file did not come in.
public enum RemoteFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// It is larger than is taken.
    case tooLarge(limit: Int)
    /// With it the project would have more than is taken of all its files together.
    case tooMuch(limit: Int64)
    /// The source shows a page to sign in instead: this file is not for access tokens.
    case wantsSignIn
    case remote(RemoteError)

    public var description: String {
        switch self {
        case .tooLarge(let limit): "it is larger than the \(limit) bytes that are taken"
        case .tooMuch(let limit): "the project's files together are larger than the \(limit) bytes that are taken"
        case .wantsSignIn: "the source gives it only to somebody who signs in with a browser"
        case .remote(let error): "\(error)"
        }
    }
}
