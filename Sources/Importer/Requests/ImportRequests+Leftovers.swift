import Files
import Foundation
import Git
public import Jobs
import Store

extension ImportRequests {
    /// Removes what processes that were killed left on the disk: repositories and files of projects, snippets and gists
    /// that no row knows, and what was half written.
    ///
    /// Files that came in within the last hour are spared where another process runs, because it may be about to write
    /// down that it has them. Where this process is the only one, only what is younger than itself is.
    /// - Returns: how many repositories and files were removed.
    @discardableResult
    public func removeLeftovers(lease: ProcessLease) async throws -> Int {
        let isAlone = lease.others.isEmpty
        try await endCanceledJobs(lease)
        var removed = try await removeUnknownRepositories()
        if isAlone { removed += try await removeStaleLocks() }
        services.files.removeAbandoned()
        removed += services.repositories.largeFiles.removeUnfinished()
        removed += try await removeUnknownFiles(
            olderThan: isAlone ? min(3600, Date().timeIntervalSince(lease.startedAt) + 0.02) : 3600)
        removed += try await removeUnknownLargeFiles()
        return removed
    }

    private func endCanceledJobs(_ lease: ProcessLease) async throws {
        let now = services.clock()
        let gone = try await services.store.read { try JobRows.owners(in: $0) }.filter { !lease.isAlive($0) }
        guard !gone.isEmpty else { return }
        try await services.store.write { connection in
            for owner in gone { try JobRows.endCanceled(of: owner, at: now, in: connection) }
        }
    }

    private func removeUnknownRepositories() async throws -> Int {
        let repositories = services.repositories
        // Listed before the rows are read: a project's row is there before its repository.
        let found = repositories.projects
        let unknown = try await services.store.read { try Leftovers.unknownProjects(among: found, in: $0) }
        for project in unknown { try await removeRepositories(of: project) }
        let others = try await GitRepository.outlastingWriters { try await removeUnknownSnippets() }
        return unknown.count + others
    }

    /// Snippets' repositories come to their places in the transactions that write the rows.
    private func removeUnknownSnippets() async throws -> Int {
        let repositories = services.repositories
        return try await services.store.write { connection in
            let snippets = try Snippets.unknown(among: repositories.snippets, in: connection)
            for id in snippets { try repositories.snippet(id).delete() }
            let gists = try Leftovers.settledGists(among: repositories.incomingSnippets, in: connection)
            for number in gists { try repositories.incomingSnippet(number).delete() }
            return snippets.count + gists.count
        }
    }

    /// An import that is taken up again does so for its own repository.
    private func removeStaleLocks() async throws -> Int {
        let repositories = services.repositories
        let abandoned = try await services.store.read { try Leftovers.abandonedProjects(in: $0) }
        var removed = 0
        for project in abandoned {
            removed += try repositories.project(project).removeStaleLocks()
            removed += try repositories.wiki(project).removeStaleLocks()
        }
        return removed
    }

    private func removeUnknownFiles(olderThan seconds: Double) async throws -> Int {
        let store = services.store
        return try await services.files.removeUnused(olderThan: seconds) { digests in
            try await store.read { try UsedFiles.among(digests, in: $0) }
        }
    }

    /// An object comes to its place in the transaction that writes its row.
    private func removeUnknownLargeFiles() async throws -> Int {
        try await removeUnusedLargeFiles()
        let storage = services.repositories.largeFiles
        let found = storage.all()
        return try await services.store.write { connection in
            let unknown = try LFSObjects.unknown(among: found, in: connection)
            storage.remove(unknown)
            return unknown.count
        }
    }
}
