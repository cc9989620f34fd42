import Git
import Model
import Outbound
import Remote
import Store

/// Fetches the wiki's repository. Sources say that a wiki is switched on, not that it has a page: where there is none
/// they answer as if the repository were missing, which is a fact and no failure.
struct WikiStage: Sendable {
    let run: ImportRun
    let progress: StageProgress

    func perform() async throws {
        guard run.facts.hasWiki, let address = run.remote.git.wikiURL else { return }
        let wiki = run.services.repositories.wiki(run.record.projectID)
        try await wiki.create(defaultBranch: "master")
        let stage = RepositoryStage(run: run, progress: progress)
        do {
            let limit = run.services.sourceLimits.wiki
            try await stage.fetch(wiki, from: address, refspecs: [.heads], limit: limit)
        } catch ImportError.git(let error, let upstream) where error.cause != .diskFull && error.cause != .notWritable {
            try wiki.delete()
            // Where the relay has passed everything on, git alone has found out.
            if upstream?.isMissingRepository ?? error.isMissingRepository { return }
            if error.isOfContent || upstream?.exceededLimit != nil {
                return try await list(error, limit: upstream?.exceededLimit)
            }
            return try await giveUp(because: ImportError.git(error, upstream: upstream))
        }
        try await pointHeadAtOnlyBranch(of: wiki)
        let id = run.record.id
        try await run.services.store.write { connection in
            try LedgerEntries.set(source: 1, imported: 1, kind: .wiki, import: id, in: connection)
        }
    }

    /// A wiki that cannot be had whole is left out, and the project comes without it.
    private func list(_ error: GitError, limit: Int?) async throws {
        let reason = limit.map { "git sends more for the wiki than the \($0) bytes that are taken" }
        let cure = limit == nil ? error.cure : "have wiki-limit raised, then fetch again what failed (--retry-failed)"
        try await run.list(
            ImportException(
                kind: .wiki, sourceKey: "wiki", sourceURL: nil, outcome: .failed, reason: reason ?? "\(error)",
                cure: cure))
    }

    /// The project is whole without it, so that a wiki which may not be read never ends an import, and one that cannot
    /// be read does where a page that cannot be read would.
    private func giveUp(because error: ImportError) async throws {
        let isRefused = if case .git(_, let upstream?) = error { upstream.isRefusal } else { false }
        guard isRefused || run.record.settings.timeoutStrategy == .optimistic else { throw error }
        try await run.list(
            ImportException(
                kind: .wiki, sourceKey: "wiki", sourceURL: nil, outcome: .failed,
                reason: "the wiki could not be fetched: \(error)", cure: Cure.retry))
    }

    /// A wiki's branch has whatever name the source gave it.
    private func pointHeadAtOnlyBranch(of wiki: GitRepository) async throws {
        let branches = try await wiki.refs(under: "refs/heads/").map(\.name)
        let preferred = branches.first { ["refs/heads/master", "refs/heads/main"].contains($0.full) }
        if let branch = preferred ?? branches.first { try await wiki.setDefaultBranch(branch) }
    }
}

extension GitError {
    /// The remote says there is no such repository.
    var isMissingRepository: Bool {
        switch cause {
        case .remoteRefused(status: 404), .remoteRefused(status: 410), .remoteRefused(status: nil): true
        default: false
        }
    }
}

extension RelayFailure {
    /// The source shows it to others only.
    fileprivate var isRefusal: Bool {
        switch self {
        case .answered(status: 401, _), .answered(status: 403, _): true
        default: false
        }
    }

    /// The source has answered that there is no such repository.
    var isMissingRepository: Bool {
        switch self {
        case .answered(status: 404, _), .answered(status: 410, _): true
        default: false
        }
    }
}
