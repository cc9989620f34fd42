public import Access
public import Hummingbird

/// Hummingbird's context of one API request, with the number that names the request.
public struct APIRequestContext: RequestContext {
    public typealias Source = APIRequestSource

    public var coreContext: CoreRequestContextStorage
    public let requestID: String
    /// Where it comes from.
    public let client: ClientAddress

    public init(source: APIRequestSource) {
        coreContext = CoreRequestContextStorage(source: source)
        requestID = source.requestID
        client = source.client
    }
}
