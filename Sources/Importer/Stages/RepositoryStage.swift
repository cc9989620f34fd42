import Git
import Model
import Outbound
import Remote
import Store

/// Fetches the git repository with all its refs: heads and tags as they are, the heads of pull requests where GitLab
/// keeps those of merge requests.
struct RepositoryStage: Sendable {
    let run: ImportRun
    let credential: Secret
    let progress: StageProgress

    func perform() async throws {
        let repository = run.services.repositories.project(run.record.projectID)
        try await repository.create(defaultBranch: run.facts.defaultBranch ?? "main")
        try await fetch(
            repository, from: run.facts.source.cloneURL, refspecs: [.heads, .tags, .gitHubPullRequests])
        try await setDefaultBranch(of: repository)
        try await repository.packRefs()
        let refs = try await countRefs(repository)
        let id = run.record.id
        try await run.services.store.write { connection in
            try LedgerEntries.set(
                LedgerEntry(kind: .repository, source: 1, fetched: 1, imported: 1), import: id, in: connection)
            try LedgerEntries.set(
                LedgerEntry(kind: .ref, source: refs, fetched: refs, imported: refs), import: id, in: connection)
        }
    }

    func fetch(_ repository: GitRepository, from address: String, refspecs: [Refspec]) async throws {
        let upstream = try OutboundURL(address)
        let progress = progress
        try await withGitRelay(
            upstream: upstream, credential: .basic(user: "x-access-token", credential), client: run.services.outbound,
            logger: run.logger
        ) { relay in
            do {
                try await repository.fetchMirror(
                    url: relay.url, refspecs: refspecs, secretHeaders: [relay.secretHeader]
                ) { _ in progress.touch() }
            } catch let error as GitError {
                throw ImportError.git(error, upstream: relay.lastFailure)
            }
        }
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
