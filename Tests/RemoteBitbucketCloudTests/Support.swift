import Model
import Outbound
import Remote
import RemoteREST
import Synchronization
import Testing

@testable import RemoteBitbucketCloud

/// Answers requests by a rule, and remembers them.
final class ScriptedTransport: RESTTransport {
    private let rule: @Sendable (OutboundURL) throws(SourceFault) -> SourceAnswer
    private let asked = Mutex<[OutboundURL]>([])

    init(_ rule: @escaping @Sendable (OutboundURL) throws(SourceFault) -> SourceAnswer) {
        self.rule = rule
    }

    var requests: [OutboundURL] { asked.withLock { $0 } }

    func get(_ url: OutboundURL, what: String) async throws(SourceFault) -> SourceAnswer {
        asked.withLock { $0.append(url) }
        return try rule(url)
    }

    func spending() -> RemoteSpending { RemoteSpending() }
}

extension OutboundURL {
    /// Values of a parameter of the query, as they are written.
    func values(_ name: String) -> [String] {
        (query ?? "").split(separator: "&").filter { $0.hasPrefix("\(name)=") }.map {
            String($0.dropFirst(name.count + 1))
        }
    }
}

extension SourceAnswer {
    static func json(_ text: String, status: Int = 200, at url: OutboundURL) -> SourceAnswer {
        SourceAnswer(status: status, body: Array(text.utf8), url: url)
    }
}

enum Cloud {
    static func address() throws -> CloudRepositoryAddress {
        try #require(CloudRepositoryAddress(addresses: .atlassian, fullName: "team/lamp"))
    }

    static func remote(
        pageSize: Int = 100, _ rule: @escaping @Sendable (OutboundURL) throws(SourceFault) -> SourceAnswer
    ) throws -> (CloudRemote, ScriptedTransport) {
        let transport = ScriptedTransport(rule)
        let reader = CloudReader(transport: transport, address: try address(), pageSize: pageSize)
        let git = GitAccess(credential: .headers([:]), pullRequestHeads: "refs/pull-requests/*/from", wikiURL: nil)
        return (CloudRemote(reader: reader, files: nil, git: git), transport)
    }

    static func map(
        _ rows: String..., of collection: Collection, commits: CommitNames = .none
    ) throws -> MappedPage {
        try map(payload: "{\"values\":[\(rows.joined(separator: ","))]}", of: collection, commits: commits)
    }

    static func map(
        payload: String, of collection: Collection, commits: CommitNames = .none
    ) throws -> MappedPage {
        try CloudRemote.map(
            Array(payload.utf8), of: collection, CloudMapping(address: try address(), commits: commits))
    }

    /// Rows of a list about one item, as the reader keeps them.
    static func map(
        _ list: CloudList, of number: Int64, createdAt: Timestamp? = nil, _ rows: String..., in collection: Collection
    ) throws -> MappedPage {
        let page = Array("{\"values\":[\(rows.joined(separator: ","))]}".utf8)
        let payload = CloudPayload.item(list, number, createdAt: createdAt, page: page)
        return try CloudRemote.map(payload, of: collection, CloudMapping(address: try address()))
    }

    static func user(_ name: String) -> String {
        """
        {"uuid":"{\(name)-uuid}","account_id":"712020:\(name)","nickname":"\(name)","display_name":"\(name) Shown"}
        """
    }

    static func person(_ name: String) -> PersonDraft {
        PersonDraft(
            identifier: "{\(name)-uuid}", login: name, name: "\(name) Shown", nodeID: "712020:\(name)")
    }

    static let noon = time("2021-05-01T12:00:00.000Z")

    /// - Parameter text: a constant of the test.
    static func time(_ text: String) -> Timestamp {
        Timestamp(iso8601: text) ?? Timestamp(millisecondsSinceEpoch: -1)
    }

    static let page = "https://bitbucket.org/team/lamp"
}

extension MappedPage {
    var events: [TimelineEventDraft] {
        drafts.compactMap { if case .timelineEvent(let event) = $0 { event } else { nil } }
    }
    var notes: [NoteDraft] { drafts.compactMap { if case .note(let note) = $0 { note } else { nil } } }
    var diffNotes: [DiffNoteDraft] { drafts.compactMap { if case .diffNote(let note) = $0 { note } else { nil } } }
    var resolutions: [ThreadResolutionDraft] {
        drafts.compactMap { if case .threadResolution(let draft) = $0 { draft } else { nil } }
    }
    var details: [ItemDetailsDraft] {
        drafts.compactMap { if case .itemDetails(let draft) = $0 { draft } else { nil } }
    }
    var mergeRequests: [MergeRequestDraft] {
        drafts.compactMap { if case .mergeRequest(let draft) = $0 { draft } else { nil } }
    }
    var branches: [ProtectedBranchDraft] {
        drafts.compactMap { if case .protectedBranch(let draft) = $0 { draft } else { nil } }
    }
}
