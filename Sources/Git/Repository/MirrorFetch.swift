/// Which refs of the remote go where.
public struct Refspec: Sendable, Hashable {
    /// git's notation, forced: `+refs/heads/*:refs/heads/*`.
    public let text: String

    /// All refs under `source` to the same names under `destination`, for instance `refs/pull/*/head` to
    /// `refs/merge-requests/*/head`. Both have one `*` or none.
    ///
    /// - Throws: ``GitError`` with cause `invalidInput`.
    public init(from source: String, to destination: String) throws {
        for side in [source, destination] {
            let stars = side.utf8.filter { $0 == UInt8(ascii: "*") }.count
            guard stars <= 1, RefName(side.replacing("*", with: "x")) != nil else {
                throw GitError(verb: "fetch", cause: .invalidInput("this is no refspec"))
            }
        }
        guard source.contains("*") == destination.contains("*") else {
            throw GitError(verb: "fetch", cause: .invalidInput("both sides of a refspec need the pattern"))
        }
        text = "+\(source):\(destination)"
    }

    private init(trusted text: String) {
        self.text = text
    }

    /// All branches under their own names.
    public static let heads = Refspec(trusted: "+refs/heads/*:refs/heads/*")
    /// All tags under their own names.
    public static let tags = Refspec(trusted: "+refs/tags/*:refs/tags/*")
}

extension GitRepository {
    /// Fetches the refs into this repository and removes those below the same destinations that the remote no longer
    /// has.
    ///
    /// Everything that arrives is checked by git. Resuming after an interruption starts the transfer anew; refs are
    /// only moved when all objects are there.
    ///
    /// - Parameters:
    ///   - url: http or https address. git's own command line doesn't show it, but that of its HTTP helper does:
    ///     other users of the machine can read it while the fetch runs.
    ///   - secretHeaders: HTTP header lines such as `Authorization: Bearer …`, the place for secrets: they travel in
    ///     the environment, which only the same user can read, and go to this address only.
    ///   - refspecs: what goes where.
    ///   - stallLimit: how long nothing may arrive before git gives up.
    ///   - progress: told of each progress line; git waits while it works.
    /// - Throws: ``GitError``, also with the `remote…` and `disk…` causes; `CancellationError`.
    public func fetchMirror(
        url: String, refspecs: [Refspec], secretHeaders: [String] = [], stallLimit: Duration = .seconds(300),
        progress: @escaping @Sendable (FetchProgress) async -> Void = { _ in }
    ) async throws {
        guard ([url] + secretHeaders).allSatisfy(Self.isOneLine), !refspecs.isEmpty else {
            throw GitError(verb: "fetch", cause: .invalidInput("an address and at least one refspec are needed"))
        }
        let options = [
            "--prune", "--no-tags", "--no-write-fetch-head", "--force", "--progress", "--no-auto-maintenance",
            "--recurse-submodules=no", "--no-show-forced-updates", "--update-head-ok", "--", "source",
        ]
        var command = command("fetch", options + refspecs.map(\.text), deadline: nil)
        command.settings = Self.fetchSettings(url: url, stallLimit: stallLimit)
        command.settings += secretHeaders.map { GitSetting("http.\(url).extraHeader", $0) }
        _ = try await runner.run(command, into: BytesSink(verb: "fetch", limit: 1 << 20)) { line in
            if let step = FetchProgress(line: line) { await progress(step) }
        }
    }

    static func isOneLine(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
    }

    static func fetchSettings(url: String, stallLimit: Duration) -> [GitSetting] {
        let lenient = fsckLeniencies.map { GitSetting("fetch.fsck.\($0)", "ignore") }
        return lenient + [
            GitSetting("remote.source.url", url), GitSetting("fetch.fsckObjects", "true"),
            // Redirects are judged elsewhere, before the address comes here.
            GitSetting("http.followRedirects", "false"),
            // A server may send git for packs to any address, asked or not (`packfile-uris`, `bundle-uri`): all but the
            // one address goes to a proxy that can't be there, because no socket has port 0.
            GitSetting("http.proxy", "http://127.0.0.1:0"), GitSetting("http.\(url).proxy", ""),
            GitSetting("fetch.uriProtocols", ""), GitSetting("transfer.bundleURI", "false"),
            GitSetting("submodule.recurse", "false"),
            GitSetting("http.lowSpeedLimit", "1"),
            GitSetting("http.lowSpeedTime", String(max(1, stallLimit.components.seconds))),
        ]
    }

    /// Faults that old histories have and that harm nobody; GitLab's Gitaly tolerates the same ones and their kin.
    ///
    /// Not among them: whatever makes a path of a tree lead elsewhere (`..`, `.git`, names with a slash), and what
    /// `.gitmodules` may hide.
    private static let fsckLeniencies = [
        "badTimezone", "missingSpaceBeforeDate", "zeroPaddedFilemode", "badDate", "missingSpaceBeforeEmail",
        "missingEmail", "badEmail", "missingNameBeforeEmail", "zeroPaddedDate", "badDateOverflow", "badFilemode",
        "missingTaggerEntry", "badTagName", "nullSha1", "duplicateEntries", "treeNotSorted",
        "multipleAuthors", "extraHeaderEntry", "missingTag",
        "gitignoreSymlink", "gitattributesSymlink", "mailmapSymlink", "nulInCommit",
    ]
}
