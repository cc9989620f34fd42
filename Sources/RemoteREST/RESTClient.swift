import Foundation
public import HTTPTypes
public import Logging
import Model
import NIOCore
public import Outbound
public import Remote

/// What carries questions to a source that is read by REST alone. Any status is an answer; rate limits and retries are
/// its business.
public protocol RESTTransport: Sendable {
    /// - Parameter what: what is asked for, in words for a person.
    func get(_ url: OutboundURL, what: String) async throws(SourceFault) -> SourceAnswer
    func spending() -> RemoteSpending
}

/// The way through `Outbound`, for one import: adds the headers and the credential.
public final class RESTClient: RESTTransport {
    public let budgeted: BudgetedClient
    public let credential: Credential
    public let headers: HTTPFields
    public let timeouts: OutboundTimeouts
    private let deepestJSON: Int

    /// - Parameter deepestJSON: how deep answers may nest.
    public init(
        outbound: OutboundClient, keeper: BudgetKeeper, credential: Credential, headers: HTTPFields,
        limits: RequestLimits = RequestLimits(), logger: Logger, deepestJSON: Int = 64
    ) {
        self.deepestJSON = deepestJSON
        budgeted = BudgetedClient(client: outbound, keeper: keeper, retryPolicy: limits.rest, logger: logger)
        timeouts = limits.timeouts
        self.credential = credential
        self.headers = headers
    }

    public func get(_ url: OutboundURL, what: String) async throws(SourceFault) -> SourceAnswer {
        var request = OutboundRequest(.get, url, headers: headers, credential: credential)
        request.timeouts = timeouts
        do {
            let deepest = deepestJSON
            let response = try await budgeted.send(request) { response in
                AnswerReport(
                    isDamaged: response.status.code == 200 && JSONDepth.isWithinBounds(response.body, limit: deepest)
                        && !JSONText.isWhole(response.body))
            }
            try JSONDepth.check(response.body, limit: deepestJSON)
            return SourceAnswer(response)
        } catch {
            throw SourceFault(reading: error, what: what)
        }
    }

    public func spending() -> RemoteSpending { RemoteSpending([budgeted]) }
}

extension SourceFault {
    /// Whatever sending a request has thrown.
    public init(reading error: any Error, what: String) {
        self =
            switch error {
            case let error as OutboundError: SourceFault(error, what: what)
            case is JSONDepth.TooDeep: .remote(.malformed(what: what))
            case is CancellationError: .remote(.cancelled)
            default: .remote(.unavailable(what: what, detail: "\(type(of: error))"))
            }
    }
}

extension SourceAnswer {
    // swift-format-ignore: NeverForceUnwrap
    private static let link = HTTPField.Name("Link")!  // A constant that is a valid token.

    public init(_ response: OutboundResponse) {
        self.init(
            status: response.status.code, body: Array(response.body.readableBytesView),
            link: response.headers[Self.link], url: response.url, date: HTTPDate.read(response.headers[.date]))
    }
}

extension RemoteSpending {
    /// What several clients of one import have spent together; they share one budget.
    public init(_ clients: [BudgetedClient]) {
        let spent = clients.dropFirst().reduce(clients.first?.spending ?? Spending()) { $0 + $1.spending }
        let limits = clients.first?.primaryLimits ?? [:]
        let limitation = clients.lazy.compactMap(\.limitation).first
        self.init(
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
