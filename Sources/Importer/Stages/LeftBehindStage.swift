import Git
import Model
import Remote
import Store

/// Counts what a project has at its source and no place here, and says so, a line for each kind. Discussions are kept
/// in the journal all the same.
struct LeftBehindStage: Sendable {
    let run: ImportRun
    let progress: StageProgress

    func perform() async throws {
        var found: [LeftBehind]
        do {
            found = try await run.remote.leftBehind(run.facts)
        } catch {
            return try await giveUp(because: error)
        }
        progress.touch()
        if run.asksAboutCommits { found.removeAll { $0.kind == .commitComment } }
        if let workflows = try await workflows() { found.append(workflows) }
        let hasDiscussions = found.contains { $0.kind == .discussion && $0.count ?? 0 > 0 }
        if hasDiscussions, run.remote.supports(.discussions) { try await keepDiscussions() }
        for kind in found { try await list(kind) }
    }

    /// No row is made of them, so that an import does not end because they cannot be read.
    private func keepDiscussions() async throws {
        do {
            try await CollectionStage(run: run, collection: .discussions, progress: progress)
                .perform(known: .nothing) {}
        } catch let error as RemoteError where !error.endsImport {
            try await run.list(
                ImportException(
                    kind: .discussion, sourceKey: "journal", sourceURL: nil, outcome: .failed, reason: "\(error)",
                    cure: Cure.retry))
        }
    }

    /// Workflows are files, each source's own: git has told how many there are.
    private func workflows() async throws -> LeftBehind? {
        let repository = run.services.repositories.project(run.record.projectID)
        guard try await repository.resolve(.head) != nil else { return nil }
        switch run.record.source.kind {
        case .github: return try await workflows(under: ".github/workflows", in: repository)
        case .bitbucket:
            let entry = try await repository.treeEntry(.head, path: "bitbucket-pipelines.yml")
            return entry?.kind == .blob ? LeftBehind(kind: .workflow, count: 1) : nil
        case .bitbucketServer: return nil
        }
    }

    private func workflows(under path: String, in repository: GitRepository) async throws -> LeftBehind? {
        guard try await repository.treeEntry(.head, path: path)?.kind == .tree else { return nil }
        let files = try await repository.tree(.head, path: path).entries
        let count = files.count { $0.kind == .blob && ($0.name.hasSuffix(".yml") || $0.name.hasSuffix(".yaml")) }
        return LeftBehind(kind: .workflow, count: Int64(count))
    }

    private func list(_ found: LeftBehind) async throws {
        guard found.count != 0 else { return }
        let words = LeftBehindWords(found)
        let id = run.record.id
        let exception = ImportException(
            kind: found.kind, sourceKey: SourceKey("all \(found.kind.rawValue)"), sourceURL: found.url,
            outcome: .skipped, reason: words.reason, cure: words.cure)
        guard let count = found.count else {
            return try await run.list(exception, needsFetch: found.unknown == .hidden)
        }
        let kept = found.kind == .discussion ? try await keptDiscussions(atMost: count) : 0
        let now = run.now
        try await run.services.store.write { connection in
            try ImportExceptions.insert(
                exception, from: ExceptionOrigin(stage: Stage.leftBehind.rawValue), import: id, at: now, in: connection)
            try LedgerEntries.leaveBehind(count, fetched: kept, kind: found.kind, import: id, in: connection)
        }
    }

    /// All of them, unless a page is missing.
    private func keptDiscussions(atMost count: Int64) async throws -> Int64 {
        let id = run.record.id
        let entries = try await run.services.store.read { try LedgerEntries.list(import: id, in: $0) }
        return entries.contains { $0.kind == .discussion && $0.failed > 0 } ? 0 : count
    }

    /// What has no place here anyway does not fail an import.
    private func giveUp(because error: RemoteError) async throws {
        if error.endsImport { throw error }
        try await run.list(
            ImportException(
                kind: .repository, sourceKey: "left behind", sourceURL: nil, outcome: .failed,
                reason: "what has no place here (discussions, boards, packages…) could not be counted: \(error)",
                cure: Cure.retry))
    }
}
