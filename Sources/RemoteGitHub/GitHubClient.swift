import Foundation
import HTTPTypes
import Logging
import Model
import NIOCore
import Outbound
import Remote
import RemoteREST

/// One question to GitHub.
struct GitHubRequest: Sendable, Hashable {
    var url: OutboundURL
    /// What is asked for, in words for a person.
    var what: String
    /// The body of a GraphQL query; `nil` for REST.
    var query: [UInt8]?
    /// REST requests, or GraphQL points as the documented formula has them.
    var cost = 1
}

/// What carries questions to GitHub. Any status is an answer; rate limits and retries are its business.
protocol GitHubTransport: Sendable {
    func send(_ request: GitHubRequest) async throws(SourceFault) -> SourceAnswer
    func spending() -> RemoteSpending
}

/// The way through `Outbound`, for one import: adds the headers and the credential.
final class GitHubClient: GitHubTransport {
    let rest: BudgetedClient
    private let graphQL: BudgetedClient
    let credential: Credential
    private let host: GitHubHost
    let userAgent: String
    let timeouts: OutboundTimeouts

    init(
        outbound: OutboundClient, keeper: BudgetKeeper, host: GitHubHost, token: Secret, userAgent: String,
        limits: RequestLimits = RequestLimits(), logger: Logger
    ) {
        rest = BudgetedClient(client: outbound, keeper: keeper, retryPolicy: limits.rest, logger: logger)
        graphQL = BudgetedClient(client: outbound, keeper: keeper, retryPolicy: limits.graphQL, logger: logger)
        timeouts = limits.timeouts
        credential = .bearer(token)
        self.host = host
        self.userAgent = userAgent
    }

    func send(_ request: GitHubRequest) async throws(SourceFault) -> SourceAnswer {
        do {
            let response = try await response(to: request)
            try JSONDepth.check(response.body)
            return SourceAnswer(response)
        } catch {
            throw SourceFault(reading: error, what: request.what)
        }
    }

    private func response(to request: GitHubRequest) async throws -> OutboundResponse {
        var outbound = OutboundRequest(
            request.query == nil ? .get : .post, request.url, headers: GitHubHeaders.make(userAgent: userAgent),
            credential: credential)
        outbound.timeouts = timeouts
        guard let query = request.query else {
            return try await rest.send(outbound) { response in
                AnswerReport(
                    isDamaged: response.status.code == 200 && JSONDepth.isWithinBounds(response.body)
                        && !JSONText.isWhole(response.body))
            }
        }
        outbound.headers[.contentType] = "application/json"
        outbound.body = ByteBuffer(bytes: query)
        // It only reads.
        outbound.isRepeatable = true
        return try await graphQL.send(outbound, bucket: .graphQL, cost: request.cost) { response in
            guard response.status.code == 200, JSONDepth.isWithinBounds(response.body) else { return AnswerReport() }
            guard let head = GraphQLHead(Array(response.body.readableBytesView)) else {
                return AnswerReport(isDamaged: true)
            }
            return AnswerReport(
                points: head.cost, isRateLimited: head.isRateLimited, isDamaged: head.isTransient)
        }
    }

    func spending() -> RemoteSpending { RemoteSpending([rest, graphQL]) }
}

/// The fields GitHub asks for ("Getting started with the REST API").
enum GitHubHeaders {
    // swift-format-ignore: NeverForceUnwrap
    static let apiVersion = HTTPField.Name("X-GitHub-Api-Version")!  // A constant that is a valid token.
    // swift-format-ignore: NeverForceUnwrap
    static let link = HTTPField.Name("Link")!  // A constant that is a valid token.
    // swift-format-ignore: NeverForceUnwrap
    static let remaining = HTTPField.Name("X-RateLimit-Remaining")!  // A constant that is a valid token.
    // swift-format-ignore: NeverForceUnwrap
    static let limit = HTTPField.Name("X-RateLimit-Limit")!  // A constant that is a valid token.
    // swift-format-ignore: NeverForceUnwrap
    static let scopes = HTTPField.Name("X-OAuth-Scopes")!  // A constant that is a valid token.

    static func make(userAgent: String) -> HTTPFields {
        [.accept: "application/vnd.github+json", apiVersion: "2022-11-28", .userAgent: userAgent]
    }
}
