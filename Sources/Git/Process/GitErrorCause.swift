extension GitError.Cause {
    /// Reads the cause out of git's words; `LC_ALL=C` keeps them English. The first rule that fits wins.
    init(status: GitError.Status, lines: [String]) {
        if case .signalled(let signal) = status {
            self = .killed(signal: signal)
            return
        }
        let text = lines.joined(separator: "\n").lowercased()
        // Before all else: what that other address has answered is of no interest.
        if text.contains("http-fetch output") || text.contains("fatal: failed to get 'http") {
            self = .remoteElsewhere
            return
        }
        if let refusal = Self.httpStatus(in: text) {
            self = .remoteRefused(status: refusal)
            return
        }
        let rule = Self.rules.first { rule in rule.phrases.contains { text.contains($0) } }
        self = rule?.cause ?? .failed
    }

    private static func httpStatus(in text: String) -> Int? {
        guard let mark = text.firstRange(of: "the requested url returned error: ") else { return nil }
        return Int(text[mark.upperBound...].prefix { $0.isNumber })
    }

    private static let rules: [(cause: GitError.Cause, phrases: [String])] = [
        (.unfitRefs, ["file name too long", "exists; cannot create '", "refs cannot be created: "]),
        (.memoryExceeded, ["out of memory", "cannot allocate memory", "unable to create thread"]),
        (.diskFull, ["no space left on device", "out of diskspace", "disk quota exceeded", "file too large"]),
        (.notWritable, ["permission denied", "read-only file system", "insufficient permission"]),
        (.notARepository, ["not a git repository", "does not appear to be a git repository"]),
        (.protocolRefused, ["transport '", "protocol '"]),
        // Asked for an object by its name; the connection is cut behind these words.
        (.unknownRevision, ["not our ref", "does not allow request for unadvertised object"]),
        (
            .remoteUnreachable,
            [
                "could not resolve host", "failed to connect", "connection refused", "couldn't connect",
                "connection timed out", "network is unreachable",
            ]
        ),
        (
            .remoteRefused(status: nil),
            [
                "authentication failed", "could not read username", "repository not found", "access denied",
                "<address>' not found",
            ]
        ),
        (.badObjectsFromRemote, ["fsck error", "error in object"]),
        (
            .remoteInterrupted,
            [
                "early eof", "hung up", "rpc failed", "unexpected disconnect", "invalid index-pack output",
                "fetch-pack: invalid", "transfer closed", "operation too slow", "bad line length", "protocol error",
                "expected flush after",
            ]
        ),
        (.locked, [".lock': file exists", "unable to lock", "cannot lock ref"]),
        (
            .damagedRepository,
            [
                "is corrupt", "object file", "loose object", "inflate:", "bad tree object", "packfile", "missing blob",
            ]
        ),
        (.noMergeBase, ["no merge base"]),
        (
            .unknownPath,
            [
                "exists on disk, but not in", "does not exist in '", "not a tree object", "pathspec '",
                "is outside repository",
                "relative path syntax can't be used",
            ]
        ),
        (
            .unknownRevision,
            [
                "bad revision", "unknown revision", "not a valid object name", "bad object", "needed a single revision",
                "not a valid ref", ": bad file", "not a valid commit", "ambiguous argument", "not a commit",
                "nonexistent object",
                "trying to write ref", "could not get object info", "couldn't find remote ref", "invalid object name",
            ]
        ),
    ]
}
