public import Access
import Foundation
public import Hummingbird
public import Logging
public import Model

/// One request as a route sees it: who asks, for what, with which parameters.
public struct APIRequest: Sendable {
    public let caller: Caller
    /// Query and body; what stands in the path is read with ``path(_:)``.
    public let parameters: RequestParameters
    /// Names the request in logs and in `X-Request-Id`.
    public let id: String
    public let logger: Logger
    /// Where the client is; `nil` where nobody knows.
    public let clientAddress: String?
    /// The request as HTTP has it, for routes that need headers.
    public let http: Request
    private let pathParameters: Hummingbird.Parameters
    private let externalURL: String

    init(
        caller: Caller, parameters: RequestParameters, http: Request, context: APIRequestContext, externalURL: String
    ) {
        self.caller = caller
        self.parameters = parameters
        self.http = http
        id = context.requestID
        logger = context.logger
        clientAddress = context.clientAddress
        pathParameters = context.parameters
        self.externalURL = externalURL
    }

    /// Who is written down as having done something.
    public var actor: AuditActor {
        AuditActor(user: caller.user, token: caller.token, address: clientAddress)
    }

    /// A segment of the path with `%2F`, `%2E` and the like decoded, after the path was taken apart at its slashes.
    public func path(_ name: String) -> String {
        guard let raw = pathParameters.get(name) else { return "" }
        return raw.removingPercentEncoding ?? raw
    }

    /// A segment of the path that must be a number.
    /// - Throws: ``APIError/invalidParameters(_:)`` for anything else.
    public func identifier<Subject>(_ name: String) throws(APIError) -> Identifier<Subject> {
        guard let number = Int64(path(name)) else { throw .invalidParameters(["\(name) is invalid"]) }
        return Identifier(number)
    }

    /// Declares and reads the parameters; see ``RequestParameters/read(_:)``.
    public func read<Input>(_ declare: (inout ParameterReader) throws -> Input) throws -> Input {
        try parameters.read(declare)
    }

    /// This request's address with some parameters replaced, as people reach the server. Credentials are left out.
    func url(replacing: [(String, String)]) -> String {
        var kept: [String: ParameterValue] = [:]
        for name in parameters.names where !["private_token", "access_token", "job_token"].contains(name) {
            kept[name] = parameters[name]
        }
        let query = NestedForm.query(RequestParameters(kept), replacing: replacing)
        return "\(externalURL)\(http.uri.path)?\(query)"
    }
}
