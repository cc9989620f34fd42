import Foundation
import Git
import Importer
import Model
import Outbound
import Remote
import StandIns
import Store
import Testing

/// An import from a made-up source, over real git and a real store.
struct ScriptedWorld: Sendable {
    let engine: Engine
    let script: Script
    /// The commits of ``project``, by their place in its history.
    let commits: [ObjectHash]

    static let mainTip = 0
    static let openHead = 1
    static let hiddenHead = 2
    static let hiddenStart = 3

    /// A history whose pull requests' heads no ref leads to that the source shows.
    private static func project() -> SampleProject {
        var project = SampleProject(owner: "quay", name: "ledger")
        func lines(_ range: ClosedRange<Int>) -> String { range.map { "line \($0)\n" }.joined() }
        let before = lines(1...40)
        let after =
            lines(1...9) + "line 10 anew\nadded\nadded too\n" + lines(11...30) + lines(32...40)
        func commit(_ parents: [Int], _ files: [String: String?]) -> Int {
            project.history.commit(
                SampleCommit(
                    parents: parents, message: "change", authorName: "Ada", authorEmail: "ada@example.org",
                    date: Date(timeIntervalSince1970: 1_700_000_000 + Double(project.history.commits.count) * 60),
                    files: files))
        }
        let main = commit([], ["pier.txt": before, "quiet.txt": before])
        let open = commit([main], ["pier.txt": after])
        let hidden = commit([main], ["mole.txt": "mole\n"])
        let start = commit([main], ["wharf.txt": "wharf\n"])
        project.history.point("refs/heads/main", at: main)
        for (number, commit) in [open, hidden, start].enumerated() {
            project.history.point("refs/pull/\(number + 1)/head", at: commit)
        }
        return project
    }

    static func with(_ test: @escaping @Sendable (ScriptedWorld) async throws -> Void) async throws {
        try await withStandInGitHub(project()) { source in
            try await Engine.with(source) { engine in
                let script = Script()
                let name = "quay/ledger"
                var facts = RepositoryFacts(
                    source: ImportSource(
                        kind: .bitbucket, webOrigin: source.url, apiBase: source.url, repositoryID: 7,
                        fullName: name, cloneURL: "\(source.url)/\(name).git"),
                    name: "ledger", description: nil, homepage: nil, topics: [], visibility: .public,
                    defaultBranch: "main", isArchived: false, hasWiki: false, hasIssues: true, sizeInKibibytes: nil,
                    createdAt: time(0), pushedAt: nil)
                facts.answeredAt = time(1000)
                let commits = try #require(source.truth(name)).commits.compactMap { ObjectHash($0) }
                let world = ScriptedWorld(
                    engine: engine.reading(ScriptedProvider(script: script, facts: facts)), script: script,
                    commits: commits)
                try await test(world)
            }
        }
    }

    static var credential: Secret { Secret(StandInToken.owner.value) }

    /// Minutes after an hour long ago.
    static func time(_ minutes: Int64) -> Timestamp {
        Timestamp(millisecondsSinceEpoch: 1_700_000_000_000 + minutes * 60_000)
    }

    func accept(_ strategy: TimeoutStrategy = .pessimistic) async throws -> Import {
        try await engine.requests.accept(
            ImportRequest(
                probe: ProbeRequest(
                    kind: .bitbucket, hostname: nil, repository: .fullName("quay/ledger"),
                    credential: Self.credential, wantsCollaborators: false),
                namespace: engine.group, requestedBy: engine.root, newName: nil,
                settings: ImportSettings(timeoutStrategy: strategy))
        ).1
    }

    @discardableResult
    func imported() async throws -> (Import, ImportReport) {
        let record = try await accept()
        let report = try await engine.work(on: record)
        #expect(report.record.status == .finished, "\(report.record.failure ?? "")")
        return (record, report)
    }

    /// The discussions on merge requests and issues: their kind, and the bodies of their notes in order.
    func threads() async throws -> [String] {
        try await engine.rows(
            """
            d.is_individual_note; d.is_resolvable; d.is_resolved;
            (SELECT group_concat(body, ' > ') FROM
                (SELECT body FROM notes WHERE notes.discussion_id = d.id ORDER BY created_at, id))
            """, "FROM discussions AS d WHERE EXISTS (SELECT 1 FROM notes WHERE discussion_id = d.id AND is_system = 0)"
        )
    }
}

extension Engine {
    /// The same engine before another source.
    func reading(_ remotes: any RemoteProvider) -> Engine {
        var services = services
        services.remotes = remotes
        return Engine(
            folder: folder, store: store, source: source, lease: lease, services: services, root: root, group: group,
            personal: personal)
    }
}

// MARK: - Drafts

extension PersonDraft {
    static let ada = PersonDraft(identifier: "{ada}", login: "ada", name: "Ada")
    static let bo = PersonDraft(identifier: "{bo}", login: "bo", name: "Bo")
}

extension ScriptedWorld {
    func pull(
        _ number: Int64, head: ObjectHash? = nil, start: ObjectHash? = nil, updated: Int64 = 10
    ) -> MergeRequestDraft {
        MergeRequestDraft(
            sourceKey: SourceKey("\(number)"), number: number, title: "Pull \(number)", body: nil, state: .closed,
            isDraft: false, author: .ada, assignees: [], requestedReviewers: [], labelTitles: [],
            milestoneNumber: nil, source: .sameRepository(branch: "work-\(number)"), targetBranch: "main",
            baseCommit: start ?? commits[Self.mainTip], headCommit: head ?? commits[Self.openHead],
            mergeCommit: nil, mergedAt: nil, closedAt: nil, isLocked: false, createdAt: Self.time(0),
            updatedAt: Self.time(updated), sourceURL: "https://source.test/pull/\(number)")
    }

    func issue(_ number: Int64) -> IssueDraft {
        IssueDraft(
            sourceKey: SourceKey("\(number)"), number: number, title: "Issue \(number)", body: nil, state: .opened,
            stateReason: nil, author: .ada, assignees: [], labelTitles: [], milestoneNumber: nil, closedBy: nil,
            closedAt: nil, isLocked: false, createdAt: Self.time(0), updatedAt: Self.time(10),
            sourceURL: "https://source.test/issue/\(number)")
    }

    /// A comment in the conversation of a pull request.
    func note(
        _ key: String, on number: Int64 = 1, of item: ItemKind = .mergeRequest, thread: String? = nil,
        _ body: String, at minute: Int64, updated: Int64? = nil
    ) -> NoteDraft {
        var draft = NoteDraft(
            sourceKey: SourceKey(key), number: number, body: body, author: .bo, createdAt: Self.time(minute),
            updatedAt: Self.time(updated ?? minute), sourceURL: "https://source.test/comment/\(key)")
        draft.item = item
        draft.threadKey = thread.map { SourceKey($0) }
        return draft
    }

    func diffNote(
        _ key: String, thread: String? = nil, on number: Int64 = 1, _ body: String, path: String = "pier.txt",
        line: Position.Line? = Position.Line(old: nil, new: 10), first: Position.Line? = nil, at minute: Int64 = 20
    ) -> DiffNoteDraft {
        DiffNoteDraft(
            sourceKey: SourceKey(key), threadKey: SourceKey(thread ?? key), mergeRequestNumber: number,
            reviewKey: nil, body: body, author: .bo,
            position: Position(
                kind: .text, oldPath: path, newPath: path, line: line, firstLine: first, head: nil),
            diffHunk: nil, originalCommit: nil, isOutdated: false, createdAt: Self.time(minute),
            updatedAt: Self.time(minute), sourceURL: "https://source.test/comment/\(key)")
    }

    func announced(_ count: Int64, on number: Int64) -> Announcement {
        Announcement(kind: .note, of: .mergeRequest, number: number, count: count)
    }

    func shown(_ number: Int64, at minute: Int64) -> ItemMark {
        ItemMark(item: .mergeRequest, number: number, updatedAt: Self.time(minute))
    }
}
