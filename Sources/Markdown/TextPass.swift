/// Makes a text written on another forge say the same thing when GitLab's dialect of Markdown is spoken.
///
/// The parser (cmark-gfm) decides what is plain text; only there, and in link destinations that point into the source
/// repository, the original bytes are replaced. Everything else stays byte for byte: code spans and blocks, HTML, other
/// link destinations, e-mail addresses, relative links, line endings.
///
/// The result is parsed again and compared with what the edits promised. A block in which the two disagree gets a more
/// careful set of edits, and in the last resort stays as it came (``Outcome``).
///
/// The pass is meant for the original text. Its result is written in GitLab's notation (`!12`, `@username`), which a
/// second pass would again take for the source's; keep the original where the pass must be repeated.
public struct TextPass: Sendable {
    /// Where a text was written, and by which rules it is read.
    public enum Dialect: Sendable {
        /// GitHub's Markdown. `webOrigin` is the scheme and host people's browsers see (`https://github.com`, or the
        /// origin of a GitHub Enterprise Server), `repository` is `owner/name` of the repository the text belongs to.
        case github(webOrigin: String, repository: String)
        /// Bitbucket Server's and Data Center's. `webOrigin` holds the context path, `repository` is `KEY/slug`.
        case bitbucketServer(webOrigin: String, repository: String)
        /// Bitbucket Cloud's. `repository` is `workspace/slug`.
        case bitbucketCloud(webOrigin: String, repository: String)

        var rules: any SourceDialect {
            switch self {
            case .github(let webOrigin, let repository):
                GitHubDialect(webOrigin: webOrigin, repository: repository)
            case .bitbucketServer(let webOrigin, let repository):
                BitbucketServerDialect(webOrigin: webOrigin, repository: repository)
            case .bitbucketCloud(let webOrigin, let repository):
                BitbucketCloudDialect(webOrigin: webOrigin, repository: repository)
            }
        }
    }

    /// What a number of the source became.
    public enum ItemKind: Sendable {
        case issue
        case mergeRequest
    }

    /// Somebody whom texts name by a number of their account, which no reader recognises.
    public struct Account: Sendable, Hashable {
        /// The local username, when a mention shall reach them.
        public var username: String?
        /// What the source calls them; shown as code where a mention reaches nobody.
        public var nickname: String?

        public init(username: String?, nickname: String?) {
            self.username = username
            self.nickname = nickname
        }
    }

    /// What became of a text.
    public enum Outcome: Sendable {
        /// It was read, and every edit it needed was made.
        case rewritten
        /// A block of it stays as it came, because its source could not be told or no edit kept its structure: mentions
        /// and references in that block mean what GitLab takes them for.
        case rewrittenInPart
        /// Likewise all of it: it is larger or deeper than ``Limits`` allow, or nothing kept its structure.
        case unchanged
    }

    /// The sizes beyond which a text is left as it is. GitHub itself stores at most 65,536 characters, Bitbucket 32,768.
    public enum Limits {
        /// UTF-8 bytes.
        public static let bytes = 2 << 20
        /// Quote and list markers at the beginning of one line. The parser's work grows with depth times lines.
        public static let nesting = 1_000
        /// Occurrences of `![`. The parser's work grows with their square when brackets are left open.
        public static let imageOpeners = 10_000
    }

    let dialect: any SourceDialect
    let target: TargetProject
    let importedRepository: @Sendable (_ owner: String, _ name: String) -> TargetProject?
    let person: @Sendable (_ login: String) -> String?
    let account: @Sendable (_ id: String) -> Account?
    /// See ``with(file:)``.
    var arrivedFile: (@Sendable (_ address: String) -> String?)?

    /// - Parameters:
    ///   - dialect: where the texts come from.
    ///   - target: the project they are imported into.
    ///   - importedRepository: the project into which another repository of the same source was imported, if it was.
    ///   - person: the local username of a person of the source, when a mention shall reach them. Without one the
    ///     mention is shown as code and notifies nobody.
    ///   - account: the person behind an account's number, in dialects that mention people so.
    public init(
        dialect: Dialect,
        target: TargetProject,
        importedRepository: @escaping @Sendable (_ owner: String, _ name: String) -> TargetProject? = { _, _ in nil },
        person: @escaping @Sendable (_ login: String) -> String? = { _ in nil },
        account: @escaping @Sendable (_ id: String) -> Account? = { _ in nil }
    ) {
        self.dialect = dialect.rules
        self.target = target
        self.importedRepository = importedRepository
        self.person = person
        self.account = account
    }

    /// The text in GitLab's dialect.
    public func rewrite(_ text: String) -> String {
        rewriteTellingOutcome(text).text
    }

    /// The text in GitLab's dialect, and whether it could be read; for those who list what was not imported whole.
    public func rewriteTellingOutcome(_ text: String) -> (text: String, outcome: Outcome) {
        var bytes = Array(text.utf8)
        let hadNUL = bytes.contains(0)
        if hadNUL { bytes.removeAll { $0 == 0 } }
        let original = hadNUL ? String(decoding: bytes, as: UTF8.self) : text
        guard Self.isWithinLimits(bytes) else { return (original, .unchanged) }
        guard bytes.contains(where: mayMatter) else { return (original, .rewritten) }
        guard let result = edit(bytes) else { return (original, .unchanged) }
        return (String(decoding: result.text, as: UTF8.self), result.outcome)
    }

    private func mayMatter(_ byte: UInt8) -> Bool {
        Trigger.isPresent(byte) || byte == UInt8(ascii: "<") && dialect.showsTags
    }

    /// Edits, looks whether the result is what was promised, and takes more care where it isn't.
    private func edit(_ source: [UInt8]) -> (text: [UInt8], outcome: Outcome)? {
        var care = CarePlan()
        for _ in 0..<6 {
            var editor = DocumentEditor(pass: self, source: source, care: care)
            editor.read()
            let outcome: Outcome = editor.gaveUpOnABlock ? .rewrittenInPart : .rewritten
            guard !editor.edits.isEmpty else { return (source, outcome) }
            let text = editor.apply()
            guard let outline = Outline.of(text) else { return nil }
            guard let different = editor.promised.blocksDifferent(from: outline) else {
                care.takeMoreEverywhere()
                continue
            }
            guard !different.isEmpty else { return (text, outcome) }
            care.takeMore(in: different)
        }
        return nil
    }

    private static func isWithinLimits(_ bytes: [UInt8]) -> Bool {
        guard bytes.count <= Limits.bytes else { return false }
        let cost = bytes.withUnsafeBufferPointer { ParsingCost(of: $0) }
        return cost.nesting <= Limits.nesting && cost.imageOpeners <= Limits.imageOpeners
    }
}

/// How far edits go.
enum Care: Int {
    case usual
    /// Nothing becomes code or a link: backslashes before punctuation and shorter references only.
    case cautious
    /// Likewise, and tags stay tags where the dialect shows them.
    case sparing
    case untouched

    var more: Care { Care(rawValue: rawValue + 1) ?? .untouched }
}

/// The care that blocks need, by their order in the text.
struct CarePlan {
    private var everywhere = Care.usual
    private var special: [Int: Care] = [:]

    subscript(block: Int) -> Care { special[block] ?? everywhere }

    /// Whether HTML blocks are edited, which no edit of text reaches.
    var reachesHTML: Bool { everywhere != .untouched }

    /// Whether link definitions, which stand in no block, are edited.
    var reachesDefinitions: Bool { everywhere == .usual }

    mutating func takeMoreEverywhere() {
        everywhere = everywhere.more
        special.removeAll()
    }

    mutating func takeMore(in blocks: [Int]) {
        for block in blocks { special[block] = self[block].more }
    }
}
