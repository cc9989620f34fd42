/// The Markdown of Bitbucket Server and Data Center: CommonMark with tables, `@name`, `@"name with spaces"`, `#12` for
/// pull requests (since 4.9), files as `attachment:REPOSITORY/NUMBER`. There are no issues.
///
/// "Bitbucket Data Center doesn't support HTML tags and all HTML tags are escaped" (Markdown syntax guide): a tag within
/// a line gets a backslash, so that it is still seen. What begins a block of HTML keeps its bytes, as do comments. So
/// do line ends, which Bitbucket shows in comments as line breaks and GitLab, as for all other sources, does not.
struct BitbucketServerDialect: SourceDialect {
    let origin: SourceOrigin
    let repository: Repository?

    /// - Parameters:
    ///   - webOrigin: with the context path (`https://host/bitbucket`).
    ///   - repository: `KEY/slug`, or `~user/slug`.
    init(webOrigin: String, repository: String) {
        origin = SourceOrigin(webOrigin)
        self.repository = Self.repository(Array(repository.utf8)[...])
    }

    // MARK: People

    func nameEnd(in run: TextRun, from start: Int) -> Int { BitbucketName.end(in: run, from: start) }

    func isLogin(_ name: ArraySlice<UInt8>) -> Bool { BitbucketName.isLogin(name) }

    /// `@"name"`, which is written where the name holds more than letters, digits, `.`, `-` and `_`.
    func enclosedMention(in run: TextRun, at index: Int) -> EnclosedMention? {
        let quote = UInt8(ascii: "\"")
        guard run.plainByte(index + 1) == quote else { return nil }
        let start = index + 2
        let end = run.end(from: start) { $0 != quote && $0 != UInt8(ascii: "`") && $0 >= 0x20 && $0 != 0x7F }
        guard end > start, end - start <= 255, run.plainByte(end) == quote,
            run.bytes[start..<end].contains(where: { $0.isWord || $0.isNonASCII })
        else { return nil }
        return EnclosedMention(end: end + 1, person: .login(run.string(start..<end)))
    }

    var quotesNames: Bool { true }

    // MARK: Items

    func repository(at path: ArraySlice<UInt8>) -> Repository? { Self.repository(path) }

    private static func repository(_ path: ArraySlice<UInt8>) -> Repository? {
        Repository(path: path, isOwner: isProject, isName: BitbucketName.isSlug)
    }

    /// A project's key, or a person's name with a tilde before it.
    private static func isProject(_ key: ArraySlice<UInt8>) -> Bool {
        let name = key.first == UInt8(ascii: "~") ? key.dropFirst() : key
        return BitbucketName.isSlug(name)
    }

    func item(_ number: Int64, after words: WordsBefore, in project: TargetProject) -> TextPass.ItemKind? {
        // "issue #12" is one of some other tracker.
        if ["issue", "issues", "bug", "ticket"].contains(words.last) { return nil }
        return project.has(.mergeRequest, number) ? .mergeRequest : nil
    }

    // MARK: Pages and files

    /// `projects/KEY/repos/slug`, `users/name/repos/slug`.
    func locate(_ path: [String]) -> (repository: Repository, rest: [String])? {
        guard path.count >= 4, path[2] == "repos" else { return nil }
        let owner =
            switch path[0] {
            case "projects": path[1]
            case "users": "~" + path[1]
            default: ""
            }
        let written = owner.replacing("%7E", with: "~").replacing("%7e", with: "~")
        guard let found = Self.repository(Array("\(written)/\(path[3])".utf8)[...]) else { return nil }
        return (found, Array(path.dropFirst(4)))
    }

    func gitLabPath(of url: SourceURL, in project: TargetProject) -> String? {
        BitbucketServerPages.path(of: url, in: project)
    }

    func isFileAddress(_ address: some Collection<UInt8>) -> Bool { address.starts(with: "attachment:".utf8) }

    var showsTags: Bool { true }
}
