/// The Markdown of Bitbucket Cloud: `@{account id}`, which readers see as a name, `#12` for issues and
/// `pull request #12` for pull requests, each with numbers of their own, and markers behind links and images
/// (`{: data-inline-card='' }`), which readers don't see.
///
/// HTML keeps its bytes: Cloud once showed all tags as text and now renders some. So do line ends. `[[Page]]` is a link
/// in wikis only.
struct BitbucketCloudDialect: SourceDialect {
    let origin: SourceOrigin
    let repository: Repository?

    /// - Parameter repository: `workspace/slug`.
    init(webOrigin: String, repository: String) {
        origin = SourceOrigin(webOrigin)
        self.repository = Self.repository(Array(repository.utf8)[...])
    }

    // MARK: People

    func nameEnd(in run: TextRun, from start: Int) -> Int { BitbucketName.end(in: run, from: start) }

    func isLogin(_ name: ArraySlice<UInt8>) -> Bool { BitbucketName.isLogin(name) }

    /// `@{712020:11111111-2222-4333-8444-555555555555}`.
    func enclosedMention(in run: TextRun, at index: Int) -> EnclosedMention? {
        guard run.plainByte(index + 1) == UInt8(ascii: "{") else { return nil }
        let start = index + 2
        let end = run.end(from: start) { $0.isPathCharacter || $0 == UInt8(ascii: ":") }
        guard end > start, end - start <= 128, run.plainByte(end) == UInt8(ascii: "}") else { return nil }
        return EnclosedMention(end: end + 1, person: .account(run.string(start..<end)))
    }

    // MARK: Items

    func repository(at path: ArraySlice<UInt8>) -> Repository? { Self.repository(path) }

    private static func repository(_ path: ArraySlice<UInt8>) -> Repository? {
        Repository(path: path, isOwner: BitbucketName.isSlug, isName: BitbucketName.isSlug)
    }

    func item(_ number: Int64, after words: WordsBefore, in project: TargetProject) -> TextPass.ItemKind? {
        let isPullRequest =
            ["pr", "prs"].contains(words.last)
            || words.secondLast == "pull" && ["request", "requests"].contains(words.last)
        let kind: TextPass.ItemKind = isPullRequest ? .mergeRequest : .issue
        return project.has(kind, number) ? kind : nil
    }

    // MARK: Pages

    func locate(_ path: [String]) -> (repository: Repository, rest: [String])? {
        guard path.count >= 2, let found = Self.repository(Array("\(path[0])/\(path[1])".utf8)[...]) else { return nil }
        return (found, Array(path.dropFirst(2)))
    }

    func gitLabPath(of url: SourceURL, in project: TargetProject) -> String? {
        BitbucketCloudPages.path(of: url, in: project)
    }

    // MARK: Markers

    /// `{: data-inline-card='' }`, `{: data-layout='center' }`: attributes that Bitbucket's editor writes behind links
    /// and images, perhaps several.
    func markerEnd(in run: TextRun, at index: Int) -> Int? {
        var end: Int?
        var next = index
        while let found = oneMarkerEnd(in: run, at: next) {
            end = found
            next = found
        }
        return end
    }

    private func oneMarkerEnd(in run: TextRun, at index: Int) -> Int? {
        guard run.plainByte(index) == UInt8(ascii: "{"), run.plainByte(index + 1) == UInt8(ascii: ":") else {
            return nil
        }
        var next = run.end(from: index + 2, while: \.isBlank)
        var attributes = 0
        while next - index < 512, let end = attributeEnd(in: run, at: next) {
            attributes += 1
            next = run.end(from: end, while: \.isBlank)
        }
        return attributes > 0 && run.plainByte(next) == UInt8(ascii: "}") ? next + 1 : nil
    }

    /// `data-name='value'`.
    private func attributeEnd(in run: TextRun, at index: Int) -> Int? {
        let nameEnd = run.end(from: index) { $0.isAlphanumeric || $0 == UInt8(ascii: "-") }
        guard run.bytes[index..<nameEnd].starts(with: "data-".utf8), run.plainByte(nameEnd) == UInt8(ascii: "="),
            let quote = run.plainByte(nameEnd + 1), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
        else { return nil }
        let end = run.end(from: nameEnd + 2) { $0 != quote }
        return run.plainByte(end) == quote ? end + 1 : nil
    }
}
