import Git
import Model
import Outbound
import Remote
import Secrets
import Store

/// Makes one gist a snippet, or notes why not.
///
/// git fetches beside the snippet's place: the row and the repository appear together, and a gist that must be refused
/// leaves the snippet of an earlier import as it was.
struct GistBringer: Sendable {
    let run: GistRun
    let item: GistImportItems.Waiting

    private var gist: GistDraft { item.gist }
    private var base: ImportServices { run.services.base }

    func bring() async throws {
        do {
            try await attempt()
        } catch let refusal as GistRefusal {
            try await note(refusal.description)
        } catch let error as ImportError {
            // A full disk ends the import; a gist that git cannot fetch is only this gist.
            guard case .git(let error, let upstream) = error, error.cause != .diskFull, error.cause != .notWritable
            else { throw error }
            try await note(upstream.map { "\(error) (\($0))" } ?? "\(error)")
        } catch let error as RemoteError {
            switch error {
            case .unauthorized, .rateLimited, .cancelled: throw error
            case .forbidden, .notFound, .unavailable, .malformed, .refusedAddress: try await note("\(error)")
            }
        } catch let error as OutboundError {
            try await note("\(error)")
        }
    }

    private func note(_ reason: String) async throws {
        try await base.store.write { try GistImportItems.setFailed(item.id, because: reason, in: $0) }
    }

    private func attempt() async throws {
        guard gist.fileNames.count <= run.services.fileLimit else { throw GistRefusal.tooManyFiles }
        guard gist.size <= run.services.sizeLimit else { throw GistRefusal.tooLarge }
        if try await keepUnchanged() { return }
        let incoming = base.repositories.incomingSnippet(item.id)
        try await GitRepository.outlastingWriters { try incoming.delete() }
        do {
            let fetched = try await fetch(into: incoming)
            let (comments, degradation) = try await comments()
            try await keep(incoming, fetched, comments, degradation)
        } catch {
            try? incoming.delete()
            throw error
        }
    }

    /// What has not changed since the last import is not fetched again.
    private func keepUnchanged() async throws -> Bool {
        let (record, origin, repositories) = (run.record, run.remote.webOrigin, base.repositories)
        return try await base.store.write { connection in
            let known = try Snippets.version(
                author: record.userID, sourceOrigin: origin, sourceKey: gist.sourceKey, in: connection)
            guard let known, known.version == gist.version, repositories.snippet(known.id).exists else { return false }
            try GistImportItems.setImported(item.id, as: known.id, degradation: nil, in: connection)
            return true
        }
    }

    /// What is in the repository: GitLab's checks (`Snippets::RepositoryValidationService`) have passed.
    private struct Fetched: Sendable {
        var branch: String
        var files: [String]
    }

    private func fetch(into repository: GitRepository) async throws -> Fetched {
        let clone = try run.remote.clone(of: gist)
        try await repository.create()
        try await withGitRelay(
            upstream: clone.url,
            credential: clone.takesCredential ? .basic(user: "x-access-token", run.credential) : nil,
            client: base.outbound,
            // Packs are no larger than what they unpack to here, where the size is judged once more.
            limits: RelayLimits(totalBytes: Int(clamping: run.services.sizeLimit) + 1 << 20), logger: base.logger
        ) { relay in
            do {
                try await repository.fetchMirror(
                    url: relay.url, refspecs: [.heads, .tags], secretHeaders: [relay.secretHeader])
            } catch let error as GitError {
                if relay.lastFailure?.exceededLimit != nil { throw GistRefusal.repositoryTooLarge }
                throw ImportError.git(error, upstream: relay.lastFailure)
            }
        }
        return try await check(repository)
    }

    private func check(_ repository: GitRepository) async throws -> Fetched {
        let branches = try await repository.refs(under: "refs/heads/").map(\.name)
        guard let branch = branches.first else { throw GistRefusal.noFile }
        guard branches.count == 1 else { throw GistRefusal.branches }
        guard try await repository.refs(under: "refs/tags/").isEmpty else { throw GistRefusal.tags }
        try await repository.setDefaultBranch(branch)
        let files = try await files(of: repository, Revision(branch))
        guard !files.isEmpty else { throw GistRefusal.noFile }
        guard files.count <= run.services.fileLimit else { throw GistRefusal.tooManyFilesInRepository }
        guard try await repository.size() <= run.services.sizeLimit else { throw GistRefusal.repositoryTooLarge }
        return Fetched(branch: String(branch.full.dropFirst("refs/heads/".count)), files: files)
    }

    private func files(of repository: GitRepository, _ revision: Revision) async throws -> [String] {
        do {
            return try await repository.tree(revision, recursive: true).entries.filter { $0.kind == .blob }.map(\.path)
        } catch let error as GitError where error.isAboutSize {
            throw GistRefusal.tooManyFilesInRepository
        }
    }

    /// A gist whose comments cannot be had is kept without them.
    private func comments() async throws -> ([GistCommentDraft]?, degradation: String?) {
        guard gist.commentCount > 0 else { return ([], nil) }
        do {
            return (try await run.remote.comments(on: gist), nil)
        } catch {
            switch error {
            case .unauthorized, .rateLimited, .cancelled: throw error
            case .forbidden, .notFound, .unavailable, .malformed, .refusedAddress:
                return (nil, "it is here without its \(gist.commentCount) comments: \(error)")
            }
        }
    }

    private func keep(
        _ incoming: GitRepository, _ fetched: Fetched, _ comments: [GistCommentDraft]?, _ degradation: String?
    ) async throws {
        let (record, origin, repositories) = (run.record, run.remote.webOrigin, base.repositories)
        let snippet = Snippets.Imported(
            author: record.userID, sourceOrigin: origin, sourceKey: gist.sourceKey, sourceURL: gist.sourceURL,
            // Asked for again where something is missing.
            sourceVersion: degradation == nil ? gist.version : "", title: gist.snippetTitle,
            visibility: gist.isPublic ? .public : .private,
            fileName: gist.fileNames.first ?? fetched.files.first ?? "", files: fetched.files,
            defaultBranch: fetched.branch, createdAt: gist.createdAt, updatedAt: gist.updatedAt)
        let text = GistText(webOrigin: origin, externalURL: base.externalURL)
        let rewritten = comments.map { $0.map(text.rewritten) }
        try await base.store.write { connection in
            let id = try Snippets.upsert(snippet, in: connection)
            for comment in rewritten ?? [] {
                try SnippetNotes.upsert(
                    comment, key: Self.discussionKey(origin, comment), on: id, author: record.userID, in: connection)
            }
            if let rewritten {
                try SnippetNotes.removeOthers(than: rewritten.map(\.sourceKey), on: id, in: connection)
            }
            try GistImportItems.setImported(item.id, as: id, degradation: degradation, in: connection)
            try incoming.move(to: repositories.snippet(id))
        }
    }

    private static func discussionKey(_ origin: String, _ comment: GistCommentDraft) -> String {
        String(Digest.sha256("gist comment \(origin) \(comment.sourceKey)").prefix(40))
    }
}

extension GistDraft {
    /// At most 255 characters, cut as GitLab cuts.
    var snippetTitle: String {
        title.count <= 255 ? title : title.prefix(252) + "..."
    }
}

/// Why a gist is no snippet, in GitLab's words.
enum GistRefusal: String, Error, CustomStringConvertible {
    case tooManyFiles = "Snippet maximum file count exceeded"
    case tooLarge = "Snippet repository size exceeded"
    case branches = "Error: Repository has more than one branch."
    case tags = "Error: Repository has tags."
    case tooManyFilesInRepository = "Error: Repository files count over the limit"
    case noFile = "Error: Repository must contain at least 1 file."
    case repositoryTooLarge = "Error: Repository size is above the limit."

    var description: String { rawValue }
}
