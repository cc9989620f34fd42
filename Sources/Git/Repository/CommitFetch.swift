public import Model

extension GitRepository {
    /// Fetches commits that no ref of the remote leads to any more, and keeps each alive by `refs/keep-around/HASH`, as
    /// GitLab does.
    ///
    /// Remotes answer for a batch as a whole. Of one that they refuse the commit is taken out that they name; where they
    /// name none, it is halved until the commits they no longer have stand alone.
    ///
    /// - Parameters:
    ///   - commits: whole object names.
    ///   - url: http or https address; see ``fetchMirror(url:refspecs:secretHeaders:stallLimit:progress:)``.
    ///   - secretHeaders: HTTP header lines, which travel in the environment.
    ///   - progress: told after each call of git.
    /// - Returns: those the remote does not have, or has damaged.
    /// - Throws: ``GitError`` where the remote cannot be asked, or nothing can be written; `CancellationError`.
    public func fetchCommits(
        _ commits: [ObjectHash], url: String, secretHeaders: [String] = [], stallLimit: Duration = .seconds(300),
        progress: @escaping @Sendable () async -> Void = {}
    ) async throws -> Set<ObjectHash> {
        guard ([url] + secretHeaders).allSatisfy(Self.isOneLine) else {
            throw GitError(verb: "fetch", cause: .invalidInput("an address is needed"))
        }
        var settings = Self.fetchSettings(url: url, stallLimit: stallLimit)
        settings += secretHeaders.map { GitSetting("http.\(url).extraHeader", $0) }
        // Asking for an object by its name takes the second version of the protocol.
        settings.append(GitSetting("protocol.version", "2"))
        var absent: Set<ObjectHash> = []
        var batches: [ArraySlice<ObjectHash>] = stride(from: 0, to: commits.count, by: Self.commitsAtOnce).map {
            commits[$0..<min($0 + Self.commitsAtOnce, commits.count)]
        }
        while let batch = batches.popLast() {
            let refusal = try await fetch(batch, settings)
            await progress()
            switch refusal {
            case nil: break
            case .named(let commit):
                absent.insert(commit)
                let rest = batch.filter { $0 != commit }
                if !rest.isEmpty { batches.append(rest[...]) }
            case .unnamed where batch.count == 1: absent.formUnion(batch)
            case .unnamed:
                let middle = batch.startIndex + batch.count / 2
                batches += [batch[middle...], batch[..<middle]]
            }
        }
        return absent
    }

    /// What a remote says where it does not give all that a batch asks for.
    private enum Refusal {
        /// It names one that it does not have.
        case named(ObjectHash)
        case unnamed
    }

    private static let commitsAtOnce = 200

    /// - Returns: `nil` where all of them have arrived.
    private func fetch(_ commits: ArraySlice<ObjectHash>, _ settings: [GitSetting]) async throws -> Refusal? {
        let options = [
            "--no-tags", "--no-write-fetch-head", "--force", "--no-auto-maintenance", "--recurse-submodules=no",
            "--no-show-forced-updates", "--", "source",
        ]
        let refspecs = commits.map { "+\($0.hex):\(Self.keepAround)\($0.hex)" }
        var command = command("fetch", options + refspecs, deadline: nil)
        command.settings = settings
        do {
            _ = try await runner.run(command, into: BytesSink(verb: "fetch", limit: 1 << 20)) { _ in }
            return nil
        } catch let error as GitError {
            switch error.cause {
            // `failed`: what a server says of an object it lacks is its own affair.
            case .unknownRevision, .badObjectsFromRemote, .failed:
                return Self.named(in: error.lines, of: commits).map { .named($0) } ?? .unnamed
            default: throw error
            }
        }
    }

    /// "not our ref 0123…"
    private static func named(in lines: [String], of commits: ArraySlice<ObjectHash>) -> ObjectHash? {
        for line in lines {
            guard let words = line.firstRange(of: "not our ref ") else { continue }
            let name = ObjectHash(String(line[words.upperBound...].prefix { $0.isHexDigit }))
            if let name, commits.contains(name) { return name }
        }
        return nil
    }

    /// Where commits are kept alive that no branch leads to.
    private static let keepAround = "refs/keep-around/"
}
