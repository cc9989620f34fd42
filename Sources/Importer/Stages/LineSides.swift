import Git
import Model
import Store

/// Finds which of the lines that comments stand on are unchanged ones, and what number these have on the other side,
/// where the source tells one side only.
struct LineSides: Sendable {
    let run: ImportRun
    let progress: StageProgress

    private static let batchSize = 500

    func complete(in repository: GitRepository) async throws {
        var previous = DiscussionID(0)
        while true {
            let (project, after) = (run.record.projectID, previous)
            let batch = try await run.services.store.read { connection in
                try ImportedPositions.list(project: project, after: after, limit: Self.batchSize, in: connection)
            }
            guard let last = batch.last else { return }
            previous = last.id
            let open = batch.filter(\.position.isOneSided)
            let diffs = try await OneSidedDiffs(open, in: repository)
            for (pair, places) in diffs.inOrder {
                try await complete(places, of: pair, in: repository)
                progress.touch()
            }
        }
    }

    private func complete(
        _ places: [ImportedPositions.Placed], of pair: CommitPair, in repository: GitRepository
    ) async throws {
        let files: [FileDiff]
        do {
            files = try await self.files(
                pair, Set(places.flatMap { [$0.position.oldPath, $0.position.newPath] }), in: repository)
        } catch let error as GitError where error.isAboutSize {
            return try await list(places, of: pair, "\(error)")
        }
        let unchanged = try await repository.have(places.map { "\(pair.head):\($0.position.newPath)" })
        var found: [(DiscussionID, Position)] = []
        for (place, isThere) in zip(places, unchanged) {
            let file = files.first { $0.newPath == place.position.newPath || $0.oldPath == place.position.oldPath }
            if file?.isUnread ?? false {
                try await list([place], of: pair, "the diff of its file is too large")
                continue
            }
            guard file != nil || isThere, let lines = UnchangedLines(diff: file?.diff ?? "") else { continue }
            let position = place.position.completed(by: lines)
            if position != place.position { found.append((place.id, position)) }
        }
        try await write(found)
    }

    /// The files are few: those with comments of one batch.
    private func files(
        _ pair: CommitPair, _ paths: Set<String>, in repository: GitRepository
    ) async throws -> [FileDiff] {
        var limits = DiffLimits()
        (limits.lines, limits.bytes, limits.bytesPerFile) = (2_000_000, 128 << 20, 64 << 20)
        do {
            return try await repository.diff(
                from: Revision(pair.base), to: Revision(pair.head), straight: true, paths: paths.sorted(),
                limits: limits
            ).files
        } catch let error as GitError {
            switch error.cause {
            case .unknownRevision, .unknownPath, .invalidInput: return []
            default: throw error
            }
        }
    }

    private func write(_ found: [(DiscussionID, Position)]) async throws {
        guard !found.isEmpty else { return }
        try await run.services.store.write { connection in
            for (id, position) in found { try ImportedPositions.set(position, of: id, in: connection) }
        }
    }

    private func list(
        _ places: [ImportedPositions.Placed], of pair: CommitPair, _ reason: String
    ) async throws {
        guard let first = places.first else { return }
        try await run.list(
            ImportException(
                kind: .diffNote, sourceKey: SourceKey("lines:\(pair.head):\(first.id)"), sourceURL: nil,
                outcome: .degraded,
                reason:
                    "of \(places.count) threads on diffs it is not known whether their lines are unchanged: \(reason)"))
    }
}

/// The places of one batch whose commits are here, by the diff they stand on.
private struct OneSidedDiffs {
    let inOrder: [(CommitPair, [ImportedPositions.Placed])]

    init(_ places: [ImportedPositions.Placed], in repository: GitRepository) async throws {
        let byPair = Dictionary(grouping: places) { place in
            CommitPair(base: place.position.base ?? place.base, head: place.position.head ?? place.head)
        }
        let pairs = byPair.keys.sorted { ($0.head.hex, $0.base.hex) < ($1.head.hex, $1.base.hex) }
        let have = try await repository.have(pairs.flatMap { ["\($0.base)^{commit}", "\($0.head)^{commit}"] })
        inOrder = pairs.indices.filter { have[$0 * 2] && have[$0 * 2 + 1] }.map { (pairs[$0], byPair[pairs[$0]] ?? []) }
    }
}

extension Position {
    fileprivate var isOneSided: Bool {
        kind == .text && [line, firstLine].contains { $0.map { $0.kind != .context } ?? false }
    }

    fileprivate func completed(by lines: UnchangedLines) -> Position {
        var position = self
        position.line = line.map(lines.completing)
        position.firstLine = firstLine.map(lines.completing)
        return position
    }
}

extension FileDiff {
    fileprivate var isUnread: Bool { tooLarge || collapsed || binary }
}
