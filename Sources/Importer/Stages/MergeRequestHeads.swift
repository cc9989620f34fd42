import Model
import Store

/// All commits that were the tip of a merge request's changes, as far as its source tells.
struct MergeRequestHeads: Sendable {
    struct Head: Sendable, Hashable {
        var commit: ObjectHash
        var createdAt: Timestamp
    }

    let mergeRequest: ImportedMergeRequests.WithoutBase
    /// The oldest first; the last one is the tip of today.
    let all: [Head]
    /// Comments on lines that have changed since.
    let outdated: [OutdatedPositions.Outdated]

    init(
        _ mergeRequest: ImportedMergeRequests.WithoutBase, pushes: [MergeRequestPushes.Push],
        outdated: [OutdatedPositions.Outdated]
    ) {
        self.mergeRequest = mergeRequest
        self.outdated = outdated
        var heads: [Head] = []
        // A source does not say when a head that was replaced had been pushed: not before the push it followed.
        var time = mergeRequest.createdAt
        func add(_ commit: ObjectHash?) {
            guard let commit, commit != heads.last?.commit else { return }
            heads.append(Head(commit: commit, createdAt: time))
        }
        for push in pushes {
            add(push.before)
            time = max(time, push.createdAt)
            add(push.after)
        }
        add(mergeRequest.head)
        var seen: Set<ObjectHash> = [mergeRequest.head]
        all = heads.dropLast().filter { seen.insert($0.commit).inserted } + heads.suffix(1)
    }

    /// Every commit that git must have for it.
    var commits: [ObjectHash] { all.map(\.commit) + [mergeRequest.start] + outdated.map(\.commit) }

    /// In order of their rows, from after `previous` on.
    static func list(
        project: ProjectID, after previous: MergeRequestID, limit: Int, in connection: any ReadConnection
    ) throws -> [MergeRequestHeads] {
        let mergeRequests = try ImportedMergeRequests.withoutBase(
            project: project, after: previous, limit: limit, in: connection)
        let ids = Set(mergeRequests.map(\.id))
        let pushes = try MergeRequestPushes.list(of: ids, in: connection)
        let outdated = Dictionary(
            grouping: try OutdatedPositions.list(on: ids, in: connection), by: \.mergeRequest)
        return mergeRequests.map {
            MergeRequestHeads($0, pushes: pushes[$0.id] ?? [], outdated: outdated[$0.id] ?? [])
        }
    }
}
