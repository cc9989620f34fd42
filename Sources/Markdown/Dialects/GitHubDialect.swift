/// GitHub's Markdown: `@login`, `@organisation/team`, `#12`, `GH-12`, `owner/name#12`. Issues and pull requests share
/// their numbers.
struct GitHubDialect: SourceDialect {
    let origin: SourceOrigin
    let repository: Repository?

    init(webOrigin: String, repository: String) {
        origin = SourceOrigin(webOrigin)
        self.repository = Self.repository(Array(repository.utf8)[...])
    }

    func nameEnd(in run: TextRun, from start: Int) -> Int { run.end(from: start, while: \.isPathCharacter) }

    func isLogin(_ name: ArraySlice<UInt8>) -> Bool { GitHubName.isLogin(name) }

    func repository(at path: ArraySlice<UInt8>) -> Repository? { Self.repository(path) }

    private static func repository(_ path: ArraySlice<UInt8>) -> Repository? {
        Repository(path: path, isOwner: GitHubName.isLogin, isName: GitHubName.isRepository)
    }

    func item(_ number: Int64, after words: WordsBefore, in project: TargetProject) -> TextPass.ItemKind? {
        project.itemKind(number)
    }

    var knowsShortReferences: Bool { true }

    func address(ofItem number: Int64, in repository: Repository) -> String? {
        "\(origin.webOrigin)/\(repository.owner)/\(repository.name)/issues/\(number)"
    }

    func locate(_ path: [String]) -> (repository: Repository, rest: [String])? {
        guard path.count >= 2, let found = Self.repository(Array("\(path[0])/\(path[1])".utf8)[...]) else { return nil }
        return (found, Array(path.dropFirst(2)))
    }

    func gitLabPath(of url: SourceURL, in project: TargetProject) -> String? { GitHubPages.path(of: url, in: project) }
}

/// The grammar of GitHub's names.
enum GitHubName {
    /// Letters, digits and single hyphens inside, at most 39; managed users have `_` and their company's code behind.
    static func isLogin(_ bytes: some Collection<UInt8>) -> Bool {
        guard bytes.count <= 39, let first = bytes.first, first.isAlphanumeric else { return false }
        var previous: UInt8 = first
        var underscores = 0
        for byte in bytes {
            if byte == UInt8(ascii: "_") { underscores += 1 }
            let isSeparator = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            guard byte.isAlphanumeric || isSeparator, !(isSeparator && !previous.isAlphanumeric) else { return false }
            previous = byte
        }
        return previous.isAlphanumeric && underscores <= 1
    }

    /// Letters, digits, `.`, `-` and `_`, at most 100.
    static func isRepository(_ bytes: some Collection<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.count <= 100 && bytes.allSatisfy { $0.isPathCharacter }
            && bytes.contains { $0 != UInt8(ascii: ".") }
    }
}
