public import Access
public import Hummingbird

/// Hummingbird's context of one API request, with the number that names the request.
public struct APIRequestContext: RequestContext {
    public typealias Source = APIRequestSource

    public var coreContext: CoreRequestContextStorage
    public let requestID: String
    /// Where it comes from, as throttling counts it.
    public let client: ClientAddress
    /// The client's address, for what is written down of what it does; `nil` where nobody knows it.
    public let clientAddress: String?

    public init(source: APIRequestSource) {
        coreContext = CoreRequestContextStorage(source: source)
        requestID = source.requestID
        client = source.client
        clientAddress = source.clientAddress
    }
}
