/// All in which one forge's texts differ from another's: how they name people, items, pages and files.
///
/// A file for each forge stands beside this one. What is text and what is code, and what GitLab would take for a
/// reference, is the same for all and stands in `Rules`.
protocol SourceDialect: Sendable {
    /// Where the source's pages are.
    var origin: SourceOrigin { get }
    /// The repository the text belongs to; `nil` when its name isn't one of the forge's: then no reference is taken for
    /// one of the same repository.
    var repository: Repository? { get }

    // MARK: People

    /// Where the plain name behind an `@` ends, a sentence's full stops and hyphens included.
    func nameEnd(in run: TextRun, from start: Int) -> Int
    /// Whether a plain name can be a person's.
    func isLogin(_ name: ArraySlice<UInt8>) -> Bool
    /// A mention whose name stands between two signs, from the `@` on.
    func enclosedMention(in run: TextRun, at index: Int) -> EnclosedMention?
    /// Whether those two signs are quotes.
    var quotesNames: Bool { get }

    // MARK: Items

    /// The repository that a path names, `owner/name`.
    func repository(at path: ArraySlice<UInt8>) -> Repository?
    /// What `#12` means behind these words; `nil` where nothing like that was imported.
    func item(_ number: Int64, after words: WordsBefore, in project: TargetProject) -> TextPass.ItemKind?
    /// Whether `GH-12` is an item.
    var knowsShortReferences: Bool { get }
    /// The page of an item of a repository that was not imported, where `owner/name#12` is a link at the source.
    func address(ofItem number: Int64, in repository: Repository) -> String?

    // MARK: Pages and files

    /// The repository that the path of a web address is about, and what follows.
    func locate(_ path: [String]) -> (repository: Repository, rest: [String])?
    /// The path of GitLab's page below the project's address, with query and fragment; `nil` when there is none.
    func gitLabPath(of url: SourceURL, in project: TargetProject) -> String?
    /// Whether an address without a web scheme may be a file's.
    func isFileAddress(_ address: some Collection<UInt8>) -> Bool

    // MARK: What is shown otherwise

    /// The end of what the forge reads and does not show, where it begins at an index.
    func markerEnd(in run: TextRun, at index: Int) -> Int?
    /// Whether tags are shown as they are written.
    var showsTags: Bool { get }
}

/// What forges have in common unless they say otherwise.
extension SourceDialect {
    func enclosedMention(in run: TextRun, at index: Int) -> EnclosedMention? { nil }
    var quotesNames: Bool { false }
    var knowsShortReferences: Bool { false }
    func address(ofItem number: Int64, in repository: Repository) -> String? { nil }
    func isFileAddress(_ address: some Collection<UInt8>) -> Bool { false }
    func markerEnd(in run: TextRun, at index: Int) -> Int? { nil }
    var showsTags: Bool { false }
}

/// A mention whose name stands between two signs.
struct EnclosedMention {
    /// Where it ends.
    let end: Int
    let person: Person

    enum Person {
        case login(String)
        /// The forge's own number of an account, which nobody recognises.
        case account(String)
    }
}

/// The two words before a sign, in lower case: `pull` and `request` before `#12`, perhaps on the line above.
struct WordsBefore {
    let last: String
    let secondLast: String

    init(_ offset: Int, of content: [UInt8]) {
        var end = offset
        last = Self.word(before: &end, in: content)
        secondLast = last.isEmpty ? "" : Self.word(before: &end, in: content)
    }

    /// The letters before an offset, with blanks or a hyphen between; the offset moves to their beginning.
    private static func word(before end: inout Int, in content: [UInt8]) -> String {
        var index = end
        while index > 0, end - index < 8, content[index - 1].isSpace || content[index - 1] == UInt8(ascii: "-") {
            index -= 1
        }
        guard index < end else { return "" }
        let behind = index
        while index > 0, behind - index < 12, content[index - 1].isLetter { index -= 1 }
        end = index
        return String(decoding: content[index..<behind], as: UTF8.self).lowercased()
    }
}

/// Where a source's pages are.
struct SourceOrigin: Sendable {
    /// Scheme, host and the path below which the forge answers, without a slash at the end.
    let webOrigin: String
    /// Host and port, in lower case.
    let host: String
    /// The path below which the forge answers, empty or with a slash at its beginning.
    let path: String

    init(_ webOrigin: String) {
        let origin = webOrigin.hasSuffix("/") ? String(webOrigin.dropLast()) : webOrigin
        self.webOrigin = origin
        // "https:", the host, and the path.
        let parts = origin.split(separator: "/", omittingEmptySubsequences: true)
        host = (parts.count > 1 ? String(parts[1]) : origin).lowercased()
        path = parts.dropFirst(2).map { "/" + $0 }.joined()
    }
}

/// A repository's name; upper and lower case make no difference to the forges.
struct Repository: Equatable, Sendable {
    let owner: String
    let name: String

    init(owner: some Collection<UInt8>, name: some Collection<UInt8>) {
        self.owner = String(decoding: owner, as: UTF8.self)
        self.name = String(decoding: name, as: UTF8.self)
    }

    /// `owner/name`, and nothing else, where both are what the forge calls them.
    init?(
        path: ArraySlice<UInt8>, isOwner: (ArraySlice<UInt8>) -> Bool, isName: (ArraySlice<UInt8>) -> Bool
    ) {
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, isOwner(parts[0]), isName(parts[1]) else { return nil }
        self.init(owner: parts[0], name: parts[1])
    }

    static func == (one: Repository, other: Repository) -> Bool {
        one.owner.lowercased() == other.owner.lowercased() && one.name.lowercased() == other.name.lowercased()
    }
}
