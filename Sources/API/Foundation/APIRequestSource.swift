public import Access
public import Hummingbird
public import Logging

/// What an ``APIRequestContext`` is made from.
public struct APIRequestSource: RequestContextSource {
    public let logger: Logger
    public let requestID: String
    public let client: ClientAddress
    /// Where the client is; `nil` where nobody knows.
    public let clientAddress: String?

    /// The logger carries the request's number from here on.
    public init(logger: Logger, requestID: String, client: ClientAddress, clientAddress: String? = nil) {
        self.clientAddress = clientAddress
        var logger = logger
        logger[metadataKey: "request"] = "\(requestID)"
        self.logger = logger
        self.requestID = requestID
        self.client = client
    }
}
