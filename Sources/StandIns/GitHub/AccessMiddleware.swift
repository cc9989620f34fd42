import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// What every request to the API goes through: whose token it is, what is left of the rate limit, GitHub's headers, and
/// errors in GitHub's words.
struct AccessMiddleware: RouterMiddleware {
    let server: StandInGitHub
    let resource: RateBucket.Resource

    func handle(
        _ request: Request, context: StandInContext, next: (Request, StandInContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        var response: Response
        do {
            context.token = try server.token(of: request)
            try refuseCrowd()
            response = try await next(request, context)
            response = try charge(request, context, response)
        } catch let error as GitHubError {
            response = error.response
        }
        addHeaders(to: &response, context)
        return response
    }

    private func refuseCrowd() throws {
        guard let limit = server.configuration.concurrencyLimit else { return }
        if server.state.withLock({ $0.traffic.underWay }) > limit { throw GitHubError.secondaryLimit(retryAfter: 1) }
    }

    /// REST answers cost one request, unless nothing has changed since the client last asked. GraphQL charges itself.
    private func charge(_ request: Request, _ context: StandInContext, _ response: Response) throws -> Response {
        guard resource == .core, !request.uri.path.hasSuffix("/rate_limit") else { return response }
        let known = request.headers[.ifNoneMatch]
        if response.status == .ok, let tag = response.headers[.eTag], tag == known {
            return Response(status: .notModified, headers: [.eTag: tag])
        }
        let configuration = server.configuration
        guard server.state.withLock({ $0.charge(1, to: context.token, .core, configuration) }) else {
            throw GitHubError.rateLimited(context.token?.login)
        }
        return response
    }

    private func addHeaders(to response: inout Response, _ context: StandInContext) {
        let configuration = server.configuration
        let bucket = server.state.withLock { $0.bucket(context.token, resource, configuration) }
        if configuration.namesLimits {
            response.headers[.rateLimitLimit] = String(bucket.limit)
            response.headers[.rateLimitRemaining] = String(bucket.remaining)
            response.headers[.rateLimitUsed] = String(bucket.used)
            response.headers[.rateLimitReset] = String(bucket.reset)
            response.headers[.rateLimitResource] = resource.rawValue
        }
        response.headers[.requestID] = String(format: "5A1D:%06X:STANDIN", context.logPosition)
        response.headers[.mediaType] = "github.v3; format=json"
        if let scopes = context.token?.scopes, !scopes.isEmpty {
            response.headers[.scopes] = scopes.joined(separator: ", ")
        }
    }
}

extension StandInGitHub {
    /// The token a request came with; nil for none.
    /// - Throws: ``GitHubError/badCredentials`` for an unknown one.
    func token(of request: Request) throws -> StandInToken? {
        guard let candidates = request.tokenCandidates() else { return nil }
        let found = state.withLock { $0.token(among: candidates) }
        guard let found else { throw GitHubError.badCredentials }
        return found
    }
}

extension HTTPField.Name {
    static let rateLimitLimit = named("X-RateLimit-Limit")
    static let rateLimitRemaining = named("X-RateLimit-Remaining")
    static let rateLimitUsed = named("X-RateLimit-Used")
    static let rateLimitReset = named("X-RateLimit-Reset")
    static let rateLimitResource = named("X-RateLimit-Resource")
    static let requestID = named("X-GitHub-Request-Id")
    static let mediaType = named("X-GitHub-Media-Type")
    static let scopes = named("X-OAuth-Scopes")
}
