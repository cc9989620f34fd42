import Git
import Model
import Outbound
import Remote
import Store

/// Fetches the git repository with all its refs: heads and tags as they are, the heads of pull requests where GitLab
/// keeps those of merge requests.
struct RepositoryStage: Sendable {
    let run: ImportRun
    let progress: StageProgress

    func perform() async throws {
        let repository = run.services.repositories.project(run.record.projectID)
        try await repository.create(defaultBranch: run.facts.defaultBranch ?? "main")
        let offered = try await transfer(to: repository)
        try await setDefaultBranch(of: repository)
        try await repository.packRefs()
        let refs = try await countRefs(repository)
        let id = run.record.id
        try await run.services.store.write { connection in
            try LedgerEntries.set(source: 1, imported: 1, kind: .repository, import: id, in: connection)
            try LedgerEntries.set(source: offered, imported: refs, kind: .ref, import: id, in: connection)
        }
    }

    /// - Returns: how many refs the source has.
    private func transfer(to repository: GitRepository) async throws -> Int64 {
        do {
            // Counted before the fetch: what is pushed meanwhile arrives in addition, and does not look like a loss.
            let offered = try await countOffered(to: repository)
            guard offered <= Int64(run.services.sourceLimits.refs) else {
                let what = "the repository has \(offered) branches, tags and pull requests, more"
                throw ImportError.tooLarge(SourceTooLarge(what: what, setting: "ref-limit"))
            }
            let pullRequests = try Refspec(from: pullRequestHeads, to: "refs/merge-requests/*/head")
            try await fetch(repository, from: run.facts.source.cloneURL, refspecs: [.heads, .tags, pullRequests])
            return offered
        } catch ImportError.git(_, let upstream?) where upstream.exceededLimit != nil {
            throw ImportError.tooLarge(
                SourceTooLarge(what: "git sends more for the repository", setting: "repository-limit"))
        }
    }

    private var pullRequestHeads: String { run.remote.git.pullRequestHeads }

    /// - Parameter limit: bytes that git may send; those of a project's repository where nothing is said.
    func fetch(
        _ repository: GitRepository, from address: String, refspecs: [Refspec], limit: Int? = nil
    ) async throws {
        let progress = progress
        try await withRelay(to: address, limit: limit) { relay in
            try await repository.fetchMirror(
                url: relay.url, refspecs: refspecs, secretHeaders: [relay.secretHeader]
            ) { _ in progress.touch() }
        }
    }

    /// The refs that the source offers of those the import wants: what the ledger holds against what is here.
    private func countOffered(to repository: GitRepository) async throws -> Int64 {
        try await withRelay(to: run.facts.source.cloneURL) { relay in
            Int64(
                try await repository.countRemoteRefs(
                    url: relay.url, patterns: ["refs/heads/*", "refs/tags/*", pullRequestHeads],
                    secretHeaders: [relay.secretHeader]))
        }
    }

    func withRelay<Result>(
        to address: String, limit: Int? = nil, _ body: (GitRelay) async throws -> Result
    ) async throws -> Result {
        try await GitTransfer(run: run).perform(from: address, limit: limit, body)
    }

    private func setDefaultBranch(of repository: GitRepository) async throws {
        guard let name = run.facts.defaultBranch, let branch = RefName(branch: name),
            try await repository.ref(branch) != nil
        else { return }
        try await repository.setDefaultBranch(branch)
        let project = run.record.projectID
        try await run.services.store.write { connection in
            _ = try connection.execute("UPDATE projects SET default_branch = $1 WHERE id = $2", [name, project])
        }
    }

    /// The refs that came from the source.
    private func countRefs(_ repository: GitRepository) async throws -> Int64 {
        let counter = RefCounter()
        for prefix in ["refs/heads/", "refs/tags/", "refs/merge-requests/"] {
            try await repository.forEachRefs(under: prefix) { await counter.add($0.count) }
        }
        return await counter.count
    }
}

private actor RefCounter {
    private(set) var count: Int64 = 0

    func add(_ number: Int) { count += Int64(number) }
}
