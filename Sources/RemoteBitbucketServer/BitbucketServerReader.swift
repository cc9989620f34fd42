import Foundation
import Model
import Outbound
import Remote
import RemoteREST
import Synchronization

/// Asks for pages of one repository, and for smaller ones where the server gives up.
final class BitbucketServerReader: Sendable {
    let transport: any RESTTransport
    let place: BitbucketServerPlace
    private let freshAnswers: BitbucketServerFreshAnswers.View?
    private let lastAnswer = Mutex<Timestamp?>(nil)
    private let sizes = Mutex<[String: PageSize]>([:])
    private let unreadable = Mutex<[String: Int]>([:])

    init(
        transport: any RESTTransport, place: BitbucketServerPlace,
        freshAnswers: BitbucketServerFreshAnswers.View? = nil
    ) {
        self.transport = transport
        self.place = place
        self.freshAnswers = freshAnswers
    }

    var host: BitbucketServerHost { place.host }
    var repository: BitbucketServerRepositoryName { place.repository }

    /// The source's own time when it last answered.
    var clock: Timestamp? { lastAnswer.withLock { $0 } }

    /// The sizes that worked where larger ones did not.
    var smallerSizes: [String: Int] { sizes.withLock { $0.compactMapValues(\.proven) } }

    func begin(withSizes remembered: [String: Int]) {
        sizes.withLock { sizes in
            for (kind, size) in remembered where sizes[kind] == nil {
                sizes[kind] = PageSize(largest: Self.largest(kind), remembered: size)
            }
        }
    }

    /// Asks once, and takes the time from the answer.
    func send(_ url: OutboundURL, what: String) async throws(SourceFault) -> SourceAnswer {
        let answer = try await transport.get(url, what: what)
        if let date = answer.date { lastAnswer.withLock { $0 = max($0 ?? date, date) } }
        return answer
    }

    func body(of url: OutboundURL, what: String) async throws(SourceFault) -> [UInt8] {
        let answer = try await send(url, what: what)
        guard answer.status == 401 || answer.status == 403 else { return try answer.successful(what) }
        switch BitbucketServerRefusal(answer.body) {
        case .missingRight: throw .remote(.forbidden(what: what))
        case .credential, .noAccess: throw .remote(.unauthorized(host: host.base.host))
        case .untold:
            if answer.status == 403 { throw .remote(.forbidden(what: what)) }
            // A proxy's answer, or that of a plugin: who may read the repository is known.
            let isKnown = try await send(host.rest(repository), what: what).status == 200
            throw .remote(isKnown ? .forbidden(what: what) : .unauthorized(host: host.base.host))
        }
    }

    /// The same, of what may just have been told to the probe that was made for the import.
    func freshBody(of url: OutboundURL, what: String) async throws(SourceFault) -> [UInt8] {
        if let fresh = freshAnswers.flatMap({ $0.answers.take(url, for: $0.account) }) { return fresh }
        return try await body(of: url, what: what)
    }

    func keepFresh(_ body: [UInt8], of url: OutboundURL) {
        guard let freshAnswers, !body.isEmpty else { return }
        freshAnswers.answers.keep(body, of: url, for: freshAnswers.account)
    }

    /// The body of something that not every server has and not everybody may see.
    func optional(_ url: OutboundURL, what: String) async throws(SourceFault) -> Optional<[UInt8]> {
        do throws(SourceFault) {
            let body = try await freshBody(of: url, what: what)
            guard !body.isEmpty else { return nil }
            // A page to sign in, say, must not pass for "there is none".
            guard JSONText.isWhole(body) else { throw .remote(.malformed(what: what)) }
            return body
        } catch .remote(.notFound), .remote(.forbidden) {
            return nil
        }
    }
}

// MARK: - Lists

extension BitbucketServerReader {
    /// Rows of a page that are asked for; servers give fewer where they have a limit of their own.
    private static func largest(_ kind: String) -> Int { kind == "pull_requests" || kind == "activities" ? 500 : 1000 }

    /// Single rows in a row that the server gave up on, before it is the server that is to blame.
    private static let mostUnreadable = 3

    /// A page of a list, by ever smaller sizes until it comes. A single row that will not come is set aside.
    /// - Parameter kind: names the list, so that the size that works is remembered.
    func page(
        _ kind: String, _ url: OutboundURL, _ query: [(name: String, value: String)], start: Int64, what: String
    ) async throws(SourceFault) -> (body: [UInt8], next: Int64?) {
        let beginning = PageSize(largest: Self.largest(kind))
        while true {
            let size = sizes.withLock { $0[kind] ?? beginning }.size
            do throws(SourceFault) {
                let place = [(name: "start", value: String(start)), (name: "limit", value: String(size))]
                let body = try await body(of: url.with(query: query + place), what: what)
                let end = try Self.end(of: body, what: what)
                change(kind, beginning) { $0.worked() }
                unreadable.withLock { $0[kind] = 0 }
                return (body, end.next(after: start))
            } catch .tooHeavy(let reason) {
                if change(kind, beginning, { $0.failed() }) { continue }
                let failures = unreadable.withLock { failures in
                    failures[kind, default: 0] += 1
                    return failures[kind, default: 0]
                }
                guard failures < Self.mostUnreadable else { throw .tooHeavy(reason) }
                change(kind, beginning) { $0.isolated() }
                return (Self.rowSetAside(start, kind), start + 1)
            }
        }
    }

    private static func end(of body: [UInt8], what: String) throws(SourceFault) -> BitbucketServerPageEnd {
        do {
            return try JSONText.decode(body, what: what)
        } catch {
            throw .unreadable(body, error)
        }
    }

    /// The place of the next one is reckoned here alone: there is nobody to ask.
    private static func rowSetAside(_ start: Int64, _ kind: String) -> [UInt8] {
        let row = """
            {"id":"row \(start) of \(kind)","landfall_unreadable":"the server gave up on it"}
            """
        let end = "\"start\":\(start),\"isLastPage\":false,\"nextPageStart\":\(start + 1)"
        return Array("{\"values\":[\(row)],\(end)}".utf8)
    }

    @discardableResult
    private func change<Result: Sendable>(
        _ kind: String, _ beginning: PageSize, _ change: (inout PageSize) -> Result
    ) -> Result {
        sizes.withLock { sizes in
            var size = sizes[kind] ?? beginning
            let result = change(&size)
            sizes[kind] = size
            return result
        }
    }

    /// All pages of a short list, as they came.
    func everySettledPage(_ kind: String, _ url: OutboundURL, what: String) async throws(SourceFault) -> [[UInt8]] {
        try await settled(pages: \.count) { () async throws(SourceFault) in
            let (bodies, incomplete) = try await everyPage(kind, url, what: what)
            if incomplete != nil { throw .remote(.malformed(what: what)) }
            return bodies
        }
    }

    /// All pages of a list, as they came.
    /// - Returns: also why the end is missing, where it is.
    func everyPage(
        _ kind: String, _ url: OutboundURL, _ query: [(name: String, value: String)] = [], what: String
    ) async throws(SourceFault) -> (bodies: [[UInt8]], incomplete: String?) {
        var bodies: [[UInt8]] = []
        var bytes = 0
        var start: Int64? = 0
        while let place = start {
            guard bodies.count < Self.mostPages, bytes < Self.mostBytes else {
                return (bodies, "the server's list has no end")
            }
            let (body, next) = try await page(kind, url, query, start: place, what: what)
            bodies.append(body)
            bytes += body.count
            start = next
            if next == nil, (try? Self.end(of: body, what: what))?.isBroken == true {
                return (bodies, "the server says that the list goes on, and not where")
            }
        }
        return (bodies, nil)
    }

    /// Pages and bytes of one list that are put together into one page of the journal.
    private static let mostPages = 1000
    private static let mostBytes = 64 << 20
}
