import Foundation
import HTTPTypes
import Logging
import Model
import NIOCore
import Outbound
import Remote

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

/// Any answer to it.
struct GitHubAnswer: Sendable, Hashable {
    var status: Int
    var body: [UInt8]
    /// The `Link` field.
    var link: String?
    var url: OutboundURL
    /// The source's own time.
    var date: Timestamp?
}

/// Why a question has no answer that can be used.
enum GitHubFault: Error, Sendable, Equatable {
    /// GitHub gave up on it, or its answer broke off: a smaller question may have an answer.
    case tooHeavy(String)
    case remote(RemoteError)
}

/// What carries questions to GitHub. Any status is an answer; rate limits and retries are its business.
protocol GitHubTransport: Sendable {
    func send(_ request: GitHubRequest) async throws(GitHubFault) -> GitHubAnswer
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
        limits: GitHubRemoteProvider.RequestLimits = GitHubRemoteProvider.RequestLimits(), logger: Logger
    ) {
        rest = BudgetedClient(client: outbound, keeper: keeper, retryPolicy: limits.rest, logger: logger)
        graphQL = BudgetedClient(client: outbound, keeper: keeper, retryPolicy: limits.graphQL, logger: logger)
        timeouts = limits.timeouts
        credential = .bearer(token)
        self.host = host
        self.userAgent = userAgent
    }

    func send(_ request: GitHubRequest) async throws(GitHubFault) -> GitHubAnswer {
        do {
            let response = try await response(to: request)
            try JSONDepth.check(response.body)
            return GitHubAnswer(
                status: response.status.code, body: Array(response.body.readableBytesView),
                link: response.headers[GitHubHeaders.link], url: response.url,
                date: GitHubDate.read(response.headers[.date]))
        } catch let error as OutboundError {
            throw GitHubFault(error, what: request.what)
        } catch is JSONDepth.TooDeep {
            throw .remote(.malformed(what: request.what))
        } catch is CancellationError {
            throw .remote(.cancelled)
        } catch {
            throw .remote(.unavailable(what: request.what, detail: "\(type(of: error))"))
        }
    }

    private func response(to request: GitHubRequest) async throws -> OutboundResponse {
        var outbound = OutboundRequest(
            request.query == nil ? .get : .post, request.url, headers: GitHubHeaders.make(userAgent: userAgent),
            credential: credential)
        outbound.timeouts = timeouts
        guard let query = request.query else {
            return try await rest.send(outbound) { response in
                AnswerReport(isDamaged: response.status.code == 200 && !GitHubJSON.isWhole(response.body))
            }
        }
        outbound.headers[.contentType] = "application/json"
        outbound.body = ByteBuffer(bytes: query)
        // It only reads.
        outbound.isRepeatable = true
        return try await graphQL.send(outbound, bucket: .graphQL, cost: request.cost) { response in
            guard response.status.code == 200 else { return AnswerReport() }
            guard let head = GraphQLHead(Array(response.body.readableBytesView)) else {
                return AnswerReport(isDamaged: true)
            }
            return AnswerReport(
                points: head.cost, isRateLimited: head.isRateLimited, isDamaged: head.isTransient)
        }
    }

    func spending() -> RemoteSpending {
        let spent = rest.spending + graphQL.spending
        let limits = rest.primaryLimits
        let limitation = rest.limitation ?? graphQL.limitation
        return RemoteSpending(
            requests: Int64(spent.restRequests), points: Int64(spent.graphQLPoints),
            requestsLeft: limits[.rest].map { Int64($0.remaining) },
            pointsLeft: limits[.graphQL].map { Int64($0.remaining) },
            requestsAnHour: limits[.rest].map { Int64($0.limit) },
            pointsAnHour: limits[.graphQL].map { Int64($0.limit) }, bytes: Int64(spent.bytes),
            secondsWaited: spent.secondsWaited,
            limitedBy: limitation.map { $0.description },
            limitedUntil: limitation?.until.map {
                // A pause the source has asked for may end beyond all calendars.
                Timestamp(
                    millisecondsSinceEpoch: Int64(min(max($0.timeIntervalSince1970, 0), 253_402_300_799) * 1000))
            })
    }
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

enum GitHubJSON {
    /// Whether a body is complete JSON.
    static func isWhole(_ body: ByteBuffer) -> Bool {
        (try? JSONDecoder().decode(Anything.self, from: Data(body.readableBytesView))) != nil
    }
}

extension GitHubFault {
    init(_ error: OutboundError, what: String) {
        self =
            switch error {
            case .timedOut(_, step: .connect), .connectionFailed, .unresolvable, .tls, .headTooLarge, .shutDown:
                .remote(.unavailable(what: what, detail: error.description))
            case .timedOut, .connectionLost, .truncated, .tooLarge, .malformedAnswer: .tooHeavy(error.description)
            case .invalidURL, .addressRefused, .tooManyRedirects, .redirectRefused, .linkRefused:
                .remote(.refusedAddress(error.description))
            case .rateLimited(let host, _): .remote(.rateLimited(host: host, until: nil))
            }
    }

    /// The error a stage sees where nothing smaller can be asked.
    func error(what: String) -> RemoteError {
        switch self {
        case .tooHeavy(let detail): .unavailable(what: what, detail: detail)
        case .remote(let error): error
        }
    }
}

extension GitHubAnswer {
    /// The body of a success.
    /// - Throws: ``GitHubFault`` for every other status, by what it means for a stage.
    func successful(_ request: GitHubRequest) throws(GitHubFault) -> [UInt8] {
        switch status {
        case 200..<300: return body
        case 401: throw .remote(.unauthorized(host: request.url.host))
        case 403: throw .remote(.forbidden(what: request.what))
        case 404, 410, 451: throw .remote(.notFound(what: request.what))
        case 500...599: throw .tooHeavy("GitHub answered with status \(status)")
        default:
            throw .remote(.unavailable(what: request.what, detail: "GitHub answered with status \(status)"))
        }
    }
}
