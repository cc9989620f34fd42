import Foundation
import Model
import Outbound
import Remote
import RemoteREST
import Synchronization

/// Asks for pages of one repository, and for smaller ones where Bitbucket gives up.
final class CloudReader: Sendable {
    let transport: any RESTTransport
    let address: CloudRepositoryAddress
    let pageSize: Int
    private let lastAnswer = Mutex<Timestamp?>(nil)
    private let trackerIsThere = Mutex<Bool?>(nil)
    private let trackerTurn = FirstTurn()

    init(transport: any RESTTransport, address: CloudRepositoryAddress, pageSize: Int) {
        self.transport = transport
        self.address = address
        self.pageSize = min(max(pageSize, 1), 100)
    }

    /// Asks once, and takes the time from the answer.
    func get(_ url: OutboundURL, what: String) async throws(SourceFault) -> SourceAnswer {
        let answer = try await transport.get(url, what: what)
        if let date = answer.date { lastAnswer.withLock { $0 = max($0 ?? date, date) } }
        return answer
    }

    /// The source's own time when it last answered.
    var clock: Timestamp? { lastAnswer.withLock { $0 } }

    // MARK: - The issue tracker

    /// Whether the source has said that there is no issue tracker, so that nothing more is asked of it.
    var hasNoTracker: Bool { trackerIsThere.withLock { $0 } == false }

    /// Several parts of the tracker are asked for at once: the first answer tells the others whether there is one.
    func waitForTracker() async { await trackerTurn.take() }

    func trackerHasAnswered() { trackerTurn.end() }

    /// What the answer of a part of the tracker says of all of it. Only the first one can say that there is none: where
    /// one part has answered, another that is missing is missing alone.
    /// - Returns: whether there is a tracker.
    func noteTracker(_ isThere: Bool) -> Bool {
        trackerIsThere.withLock { known in
            let isKnown = known ?? isThere
            known = isKnown
            return isKnown
        }
    }

    /// The answer of a part of the issue tracker; `nil` where there is none: Atlassian switched all of them off in
    /// August 2026, and before that a repository could go without (404).
    func tracker(_ url: OutboundURL, what: String) async throws(SourceFault) -> SourceAnswer? {
        await waitForTracker()
        defer { trackerHasAnswered() }
        guard !hasNoTracker else { return nil }
        let answer = try await get(url, what: what)
        let isGone = answer.status == 404 || answer.status == 410
        guard isGone || (200..<300).contains(answer.status) else { return answer }
        return noteTracker(!isGone) ? answer : nil
    }

    // MARK: - Lists

    /// One page of a list: its body, and where the next one begins.
    struct ListPage: Sendable {
        var body: [UInt8]
        var next: String?
        var shortfall: CloudShortfall?
    }

    /// A page, with a mark in place of a single row that cannot be had.
    func page(of list: CloudList, at place: String, depth: Int) async throws(SourceFault) -> ListPage? {
        var failures = 0
        return try await page(
            of: list, at: place, depth: depth, size: min(list.largestPage, pageSize), failures: &failures)
    }

    private func page(
        of list: CloudList, at place: String, depth: Int, size: Int, failures: inout Int
    ) async throws(SourceFault) -> ListPage? {
        do throws(SourceFault) {
            let page = try await counted(list, at: place, depth: depth, size: size)
            failures = 0
            return page
        } catch .tooHeavy(let reason) {
            guard size > 1 else {
                failures += 1
                // Two in a row are no single rows: the source fails.
                guard failures == 1, let number = Self.number(in: place, of: list) else { throw .tooHeavy(reason) }
                let row = CloudPayload.unreadable("row \(number) of \(list.path)", because: reason)
                return ListPage(body: row, next: "page=\(number + 1)")
            }
            return try await parts(of: list, at: place, depth: depth, size: size, failures: &failures)
        }
    }

    /// Pages by number are put together from smaller ones; those behind a cursor of the source's own go on from
    /// wherever a smaller one ends.
    private func parts(
        of list: CloudList, at place: String, depth: Int, size: Int, failures: inout Int
    ) async throws(SourceFault) -> ListPage? {
        let count = (2...size).first { size.isMultiple(of: $0) } ?? size
        guard let number = Self.number(in: place, of: list) else {
            return try await page(of: list, at: place, depth: depth, size: size / count, failures: &failures)
        }
        var bodies: [[UInt8]] = []
        var hasMore = false
        for index in 1...count {
            let part = try await page(
                of: list, at: "page=\((number - 1) * count + index)", depth: depth, size: size / count,
                failures: &failures)
            guard let part else { return nil }
            bodies.append(part.body)
            hasMore = part.next != nil
            if !hasMore { break }
        }
        return ListPage(body: CloudPayload.parts(bodies), next: hasMore ? "page=\(number + 1)" : nil)
    }

    /// `page=3` is the third; the first has no place. `nil` for cursors only the source understands.
    private static func number(in place: String, of list: CloudList) -> Int? {
        guard list.isNumbered else { return nil }
        if place.isEmpty { return 1 }
        guard place.hasPrefix("page="), let number = Int(place.dropFirst("page=".count)), number > 0 else { return nil }
        return number
    }

    /// Rows that moved to another page while the list was read are there when it is asked once more.
    private func counted(
        _ list: CloudList, at place: String, depth: Int, size: Int
    ) async throws(SourceFault) -> ListPage? {
        let page = try await once(list, at: place, depth: depth, size: size)
        guard page?.shortfall != nil else { return page }
        var again = try await once(list, at: place, depth: depth, size: size)
        if let body = again?.body, let shortfall = again?.shortfall {
            again?.body = CloudPayload.parts([body], lacking: shortfall)
        }
        return again
    }

    private func once(
        _ list: CloudList, at place: String, depth: Int, size: Int
    ) async throws(SourceFault) -> ListPage? {
        let what = list.what(of: address.fullName)
        let (url, own) = url(of: list, at: place, size: size)
        let answer: SourceAnswer
        if list.isOfTracker {
            guard let told = try await tracker(url, what: what) else { return nil }
            answer = told
        } else {
            answer = try await get(url, what: what)
        }
        let body = try answer.reading(what)
        let page: CloudPage<Anything> = try Self.decoded(body, what)
        let number = list.isCountedByItself ? Self.number(in: place, of: list) : nil
        return ListPage(
            body: body, next: try CloudNext.place(page.next, asked: url, own: own, at: place, depth: depth),
            shortfall: number.flatMap { page.shortfall(of: list.path, page: $0) })
    }

    private func url(of list: CloudList, at place: String, size: Int) -> (OutboundURL, own: Set<String>) {
        let parameters = [(name: "pagelen", value: String(size))] + list.parameters
        let url = address.api(list.path).with(query: parameters, then: place)
        return (url, Set(parameters.map(\.name)))
    }

    // MARK: - Whole lists

    /// Pages of lists that are read whole, as one payload.
    private static let mostPagesAtOnce = 200

    /// All of a short list, as one payload. One that has fewer rows than the source counts is asked for once more.
    /// - Throws: as a page does; what is wanted by way of a list that is refused is the caller's to decide.
    func every(_ path: String, fields: [String] = []) async throws(SourceFault) -> [UInt8] {
        let list = try await pages(of: path, fields: fields)
        guard list.shortfall != nil else { return CloudPayload.parts(list.bodies) }
        let again = try await pages(of: path, fields: fields)
        return CloudPayload.parts(again.bodies, lacking: again.shortfall)
    }

    private func pages(
        of path: String, fields: [String]
    ) async throws(SourceFault) -> (bodies: [[UInt8]], shortfall: CloudShortfall?) {
        let what = "\(path) of \(address.fullName)"
        var parameters = [(name: "pagelen", value: "100")]
        if !fields.isEmpty { parameters.append((name: "fields", value: (["size"] + fields).joined(separator: ","))) }
        let own = Set(parameters.map(\.name))
        var bodies: [[UInt8]] = []
        var pages: [CloudPage<Anything>] = []
        var place = ""
        while bodies.count < Self.mostPagesAtOnce {
            let url = address.api(path).with(query: parameters, then: place)
            let body = try await get(url, what: what).reading(what)
            bodies.append(body)
            let page: CloudPage<Anything> = try Self.decoded(body, what)
            pages.append(page)
            guard
                let next = try CloudNext.place(page.next, asked: url, own: own, at: place, depth: bodies.count)
            else { return (bodies, CloudPage.shortfall(of: path, in: pages)) }
            place = next
        }
        throw .remote(.malformed(what: "\(what): it does not end"))
    }

    /// How many rows a list has.
    func size(_ path: String, _ parameters: [(name: String, value: String)] = []) async throws(SourceFault) -> Int64 {
        let what = "the number of \(path) of \(address.fullName)"
        let asked = parameters + [(name: "pagelen", value: "1"), (name: "fields", value: "size")]
        let body = try await get(address.api(path).with(query: asked), what: what).reading(what)
        return try Self.size(in: body, what)
    }

    static func size(in body: [UInt8], _ what: String) throws(SourceFault) -> Int64 {
        struct Size: Decodable {
            var size: Int64

            enum CodingKeys: String, CodingKey {
                case size
            }
        }
        let told: Size = try decoded(body, what)
        return told.size.asCount
    }

    static func decoded<Value: Decodable>(_ body: [UInt8], _ what: String) throws(SourceFault) -> Value {
        do {
            return try JSONText.decode(body, what: what)
        } catch {
            throw .unreadable(body, error)
        }
    }
}

extension CloudList {
    /// The activity has cursors of its own.
    fileprivate var isNumbered: Bool {
        switch self {
        case .activity, .activityOf: false
        default: true
        }
    }

    /// Whether nothing but the list itself says how many rows it has: the others are held against other counts.
    fileprivate var isCountedByItself: Bool {
        switch self {
        case .tasks, .issueComments, .issueChanges, .issueAttachments: true
        default: false
        }
    }

    fileprivate var isOfTracker: Bool {
        switch self {
        case .issues, .changedIssues: true
        default: false
        }
    }
}

extension OutboundURL {
    /// The address with these parameters and, behind them, others that are encoded already.
    func with(query parameters: [(name: String, value: String)], then encoded: String) -> OutboundURL {
        let plain = with(query: parameters)
        guard !encoded.isEmpty else { return plain }
        return (try? OutboundURL("\(plain.text)&\(encoded)")) ?? plain
    }
}
