import Git
import Model
import Remote
import Store

/// Finds what no source tells of comments on diffs, but git does: the old path of a renamed file, and whether the
/// commit that a comment is on is here.
struct PositionsStage: Sendable {
    let run: ImportRun
    let progress: StageProgress

    private static let batchSize = 500

    func perform() async throws {
        let repository = run.services.repositories.project(run.record.projectID)
        guard repository.exists else { return }
        var previous = DiscussionID(0)
        while true {
            let (project, after) = (run.record.projectID, previous)
            let batch = try await run.services.store.read { connection in
                try ImportedPositions.list(project: project, after: after, limit: Self.batchSize, in: connection)
            }
            guard let last = batch.last else { break }
            previous = last.id
            do {
                try await mend(batch, in: repository)
            } catch let error as GitError where error.isAboutSize {
                try await listUnmended(batch, because: error)
            }
            progress.touch()
        }
        if run.remote.tellsOneSideOfLines {
            try await LineSides(run: run, progress: progress).complete(in: repository)
        }
        try await placeOnCommits(in: repository)
        try await listUnreachable(in: repository)
    }

    /// Only a path that the base does not have can be a new name.
    private func mend(_ batch: [ImportedPositions.Placed], in repository: GitRepository) async throws {
        let open = batch.filter { $0.position.oldPath == $0.position.newPath }
        let names = open.flatMap { placed in
            [
                "\(placed.base)^{commit}", "\(placed.shownHead)^{commit}",
                "\(placed.base):\(placed.position.newPath)",
            ]
        }
        let have = try await repository.have(names)
        let renamed = open.indices.filter { have[$0 * 3] && have[$0 * 3 + 1] && !have[$0 * 3 + 2] }.map { open[$0] }
        let pairs = Set(renamed.map { CommitPair(base: $0.base, head: $0.shownHead) })
        let renames = try await repository.renames(in: pairs.sorted { $0.head.hex < $1.head.hex })
        let found = renamed.compactMap { placed -> (DiscussionID, Position)? in
            guard let old = renames[placed.shownHead]?[placed.position.newPath] else { return nil }
            var position = placed.position
            position.oldPath = old
            return (placed.id, position)
        }
        guard !found.isEmpty else { return }
        try await run.services.store.write { connection in
            for (id, position) in found { try ImportedPositions.set(position, of: id, in: connection) }
        }
    }

    private func listUnmended(_ batch: [ImportedPositions.Placed], because error: GitError) async throws {
        guard let first = batch.first?.id, let last = batch.last?.id else { return }
        try await run.list(
            ImportException(
                kind: .diffNote, sourceKey: SourceKey("positions:\(first)-\(last)"), sourceURL: nil, outcome: .degraded,
                reason: "of \(batch.count) threads on diffs the old paths of renamed files are not known: \(error)"))
    }

    /// The lines of comments on commits, of which the source says how far down the diff they are.
    private func placeOnCommits(in repository: GitRepository) async throws {
        let project = run.record.projectID
        let placed = try await run.services.store.read { connection in
            try ImportedPositions.onCommits(project: project, in: connection)
        }
        for (commit, places) in Dictionary(grouping: placed, by: \.commit).sorted(by: { $0.key.hex < $1.key.hex }) {
            let diffs = try await diffs(of: commit, paths: Set(places.map(\.position.newPath)), in: repository)
            for place in places {
                let diff = diffs.first { $0.newPath == place.position.newPath || $0.oldPath == place.position.newPath }
                try await put(place, diff)
            }
            progress.touch()
        }
    }

    /// Nothing where git does not have the commit.
    private func diffs(
        of commit: ObjectHash, paths: Set<String>, in repository: GitRepository
    ) async throws -> [FileDiff] {
        do {
            return try await repository.diff(of: Revision(commit), paths: paths.sorted()).files
        } catch let error as GitError {
            switch error.cause {
            case .unknownRevision, .unknownPath, .invalidInput: return []
            default:
                if error.isAboutSize { return [] }
                throw error
            }
        }
    }

    private func put(_ place: ImportedPositions.PlacedOnCommit, _ diff: FileDiff?) async throws {
        var position = place.position
        if let diff, let line = DiffPlace.line(at: place.diffPlace, in: diff.diff) {
            (position.kind, position.line) = (.text, line)
            (position.oldPath, position.newPath) = (diff.oldPath, diff.newPath)
            try await run.services.store.write { [position] connection in
                try ImportedPositions.set(position, of: place.id, in: connection)
            }
        } else if position.line == nil {
            try await run.list(
                ImportException(
                    kind: .commitComment, sourceKey: place.note, sourceURL: place.sourceURL, outcome: .degraded,
                    reason: "neither the source nor git tells the line it was written on; it stands on the whole file"))
        }
    }

    /// Comments on commits that git at the source no longer has: kept, and shown by no address.
    private func listUnreachable(in repository: GitRepository) async throws {
        let project = run.record.projectID
        let notes = try await run.services.store.read { connection in
            try ImportedPositions.commitNotes(project: project, in: connection)
        }
        let have = try await repository.have(notes.map { "\($0.commit)^{commit}" })
        for (note, isHere) in zip(notes, have) where !isHere {
            try await run.list(
                ImportException(
                    kind: .commitComment, sourceKey: note.note, sourceURL: note.sourceURL, outcome: .degraded,
                    reason:
                        "its commit is on no branch and in no pull request at the source, so that git does not have it"
                ))
        }
    }
}

extension ImportedPositions.Placed {
    /// The commit whose files the position names: for an outdated comment the one it was written on.
    fileprivate var shownHead: ObjectHash { position.head ?? head }
}

extension GitError {
    /// The repository is sound, but this was too much of it.
    var isAboutSize: Bool {
        switch cause {
        case .timedOut, .outputTooLarge, .memoryExceeded: true
        default: false
        }
    }
}
