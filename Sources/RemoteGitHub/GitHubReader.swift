import Foundation
import Model
import Outbound
import Remote
import RemoteREST
import Synchronization

/// Asks for pages of one repository, and for smaller ones where GitHub gives up.
final class GitHubReader: Sendable {
    let transport: any GitHubTransport
    let host: GitHubHost
    let repositoryID: Int64
    let name: RepositoryName
    let pageSize: Int
    private let sizes = Mutex<[String: PageSize]>([:])
    private let lastAnswer = Mutex<Timestamp?>(nil)
    private let unreadable = Mutex<[String: Int]>([:])
    /// What the server does not know, as far as it was asked.
    let gaps = Mutex(ServerGaps())
    let valueNames = Mutex<[String: Set<String>]>([:])

    init(transport: any GitHubTransport, host: GitHubHost, repositoryID: Int64, name: RepositoryName, pageSize: Int) {
        self.transport = transport
        self.host = host
        self.repositoryID = repositoryID
        self.name = name
        self.pageSize = min(max(pageSize, 1), 100)
    }

    /// Asks once, and takes the time from the answer.
    func send(_ request: GitHubRequest) async throws(SourceFault) -> SourceAnswer {
        let answer = try await transport.send(request)
        if let date = answer.date { lastAnswer.withLock { $0 = max($0 ?? date, date) } }
        return answer
    }

    /// The source's own time when it last answered.
    var clock: Timestamp? { lastAnswer.withLock { $0 } }

    /// The sizes that worked where larger ones did not.
    var smallerSizes: [String: Int] {
        sizes.withLock { sizes in sizes.compactMapValues(\.proven) }
    }

    /// Begins with these sizes; what is asked for is never more than a page.
    func begin(withSizes remembered: [String: Int]) {
        sizes.withLock { sizes in
            for (kind, size) in remembered where sizes[kind] == nil {
                sizes[kind] = PageSize(largest: pageSize, remembered: size)
            }
        }
    }

    /// Single objects in a row that GitHub gave up on, before it is GitHub that is to blame: asking for each of the
    /// others would cost many times what they all cost together.
    private static let mostUnreadable = 3

    /// Whether GitHub has given up on the last single objects of `kind`, and has answered nothing since.
    func isOut(_ kind: String) -> Bool { unreadable.withLock { $0[kind, default: 0] >= Self.mostUnreadable } }

    func hasAnswered(_ kind: String) { unreadable.withLock { $0[kind] = 0 } }

    /// - Throws: where the object is not to blame any more.
    func setAside(_ kind: String, because reason: String) throws(SourceFault) {
        unreadable.withLock { $0[kind, default: 0] += 1 }
        if isOut(kind) { throw .tooHeavy(reason) }
    }

    /// Asks for a page of `kind` by ever smaller sizes until it comes; the size that works is remembered.
    /// - Parameters:
    ///   - largest: how many to ask for at most.
    ///   - alone: what to do about a single object that is too heavy.
    func shrinking(
        _ kind: String, largest: Int = 100, _ ask: (Int) async throws(SourceFault) -> [UInt8],
        alone: (String) async throws(SourceFault) -> [UInt8]
    ) async throws(SourceFault) -> [UInt8] {
        while true {
            let beginning = PageSize(largest: min(largest, pageSize))
            let size = sizes.withLock { $0[kind] ?? beginning }.size
            do throws(SourceFault) {
                let body = try await ask(size)
                change(kind, beginning) { $0.worked() }
                return body
            } catch .tooHeavy(let reason) {
                if change(kind, beginning, { $0.failed() }) { continue }
                defer { change(kind, beginning) { $0.isolated() } }
                return try await alone(reason)
            }
        }
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
}

// MARK: - REST lists

extension GitHubReader {
    /// One page of a REST list.
    func page(of list: GitHubList, at cursor: ListCursor) async throws(SourceFault) -> RemotePage {
        let rows: ListRows
        if case .page(let number, _) = cursor {
            var failures = 0
            rows = try await self.rows(of: list, page: number, size: pageSize, failures: &failures)
        } else {
            // These walk on from wherever the page ends, so that a shorter page needs nothing else.
            var answer: ListRows?
            let body = try await shrinking(list.path) { size throws(SourceFault) in
                let rows = try await self.rows(of: list, at: cursor, size: size)
                answer = rows
                return rows.body
            } alone: { reason throws(SourceFault) in
                throw .tooHeavy(reason)
            }
            rows = answer ?? ListRows(body: body)
        }
        let deepest = list.deepestRow.map { $0 / pageSize }
        let lastChange: String? =
            switch cursor {
            case .since, .changed: Self.lastChange(in: rows.body)
            case .page, .after: nil
            }
        let following = cursor.following(rows.links, lastChange: lastChange, deepest: deepest)
        return RemotePage(payload: rows.body, following: following.map { GitHubCursor.list($0).cursor })
    }

    private struct ListRows: Sendable {
        var body: [UInt8]
        var links = GitHubLinks()
    }

    private func rows(of list: GitHubList, at cursor: ListCursor, size: Int) async throws(SourceFault) -> ListRows {
        let request = list.request(at: host, repository: repositoryID, cursor: cursor, pageSize: size)
        let answer = try await send(request)
        if answer.status == 410, let rows = list.rowsWhenDisabled { return ListRows(body: Array(rows.utf8)) }
        let body = try answer.successful(request.what)
        guard Self.content(of: body) != nil else { throw .tooHeavy("its answer is damaged") }
        do {
            return ListRows(body: body, links: try GitHubLinks(answer.link, from: answer.url))
        } catch {
            throw .remote(error)
        }
    }

    /// A numbered page; where it is too heavy, put together from smaller ones, with a mark in place of a single row
    /// that cannot be had. Two of those in a row are no single rows: the source fails.
    private func rows(
        of list: GitHubList, page: Int, size: Int, failures: inout Int
    ) async throws(SourceFault) -> ListRows {
        do throws(SourceFault) {
            let rows = try await rows(of: list, at: .page(number: page, of: page), size: size)
            failures = 0
            return rows
        } catch .tooHeavy(let reason) {
            guard size > 1 else {
                failures += 1
                if failures > 1 { throw .tooHeavy(reason) }
                let row = GitHubList.unreadableRow("row \(page) of \(list.path)", because: reason)
                return ListRows(body: Array("[\(row)]".utf8), links: GitHubLinks(next: [:]))
            }
            return try await parts(of: list, page: page, size: size, failures: &failures)
        }
    }

    private func parts(
        of list: GitHubList, page: Int, size: Int, failures: inout Int
    ) async throws(SourceFault) -> ListRows {
        let count = (2...size).first { size.isMultiple(of: $0) } ?? size
        var parts: [ListRows] = []
        for index in 1...count {
            let number = (page - 1) * count + index
            parts.append(try await rows(of: list, page: number, size: size / count, failures: &failures))
            if parts.last?.links.next == nil { break }
        }
        let rows = parts.compactMap { Self.content(of: $0.body) }.filter { !$0.isEmpty }
        var links = parts.last?.links ?? GitHubLinks()
        links.lastPage = parts.compactMap(\.links.lastPage).max().map { ($0 + count - 1) / count }
        return ListRows(
            body: Array("[".utf8) + rows.joined(separator: [UInt8(ascii: ",")]) + Array("]".utf8), links: links)
    }

    /// What stands between the brackets of a list; `nil` for what is none.
    static func content(of body: [UInt8]) -> ArraySlice<UInt8>? {
        func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
            let start = bytes.firstIndex { $0 > 32 } ?? bytes.endIndex
            let end = bytes[start...].lastIndex { $0 > 32 }.map { $0 + 1 } ?? start
            return bytes[start..<end]
        }
        let whole = trimmed(body[...])
        guard whole.count >= 2, whole.first == UInt8(ascii: "["), whole.last == UInt8(ascii: "]") else { return nil }
        return trimmed(whole.dropFirst().dropLast())
    }

    private static func lastChange(in body: [UInt8]) -> String? {
        struct Row: Decodable {
            var updatedAt: String?

            enum CodingKeys: String, CodingKey {
                case updatedAt = "updated_at"
            }
        }
        let rows = try? JSONDecoder().decode([Row].self, from: Data(body))
        return rows?.last { $0.updatedAt != nil }?.updatedAt
    }
}

extension GitHubLinks {
    init(next: [String: String]? = nil) {
        self.next = next
        lastPage = nil
    }
}
