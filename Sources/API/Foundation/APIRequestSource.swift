public import Access
public import Hummingbird
public import Logging

/// What an ``APIRequestContext`` is made from.
public struct APIRequestSource: RequestContextSource {
    public let logger: Logger
    public let requestID: String
    public let client: ClientAddress

    /// The logger carries the request's number from here on.
    public init(logger: Logger, requestID: String, client: ClientAddress) {
        var logger = logger
        logger[metadataKey: "request"] = "\(requestID)"
        self.logger = logger
        self.requestID = requestID
        self.client = client
    }
}
