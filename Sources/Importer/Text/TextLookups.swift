import Markdown
import Model
import Store
import Synchronization

/// What the text pass is told of people, notes and other repositories: looked up once for all texts of a page.
struct TextLookups: Sendable {
    /// Whom and what the texts name, gathered while they are rewritten.
    let met = MetSubjects()
    private let usernames: [String: String]
    private let notes: [String: Int64]
    private let repositories: [String: TargetProject]

    init(_ target: TextTarget, referring texts: [String], in connection: any ReadConnection) throws {
        var names = TextNames()
        for text in texts { names.read(text, origin: target.source.webOrigin) }
        usernames = try SourceUsers.usernames(
            logins: names.logins, root: target.root, importKind: target.source.kind,
            hostname: target.source.webOrigin, in: connection)
        notes = try Self.notes(names.fragments, project: target.project, in: connection)
        names.repositories.remove(target.source.fullName.lowercased())
        repositories = try Self.repositories(names, target, referring: texts, in: connection)
    }

    func person(_ login: String) -> String? {
        met.add(.person(login))
        return usernames[login.lowercased()]
    }

    func note(_ fragment: String) -> Int64? { notes[fragment] }

    func repository(_ owner: String, _ name: String) -> TargetProject? {
        met.add(.repository("\(owner)/\(name)"))
        return repositories["\(owner)/\(name)".lowercased()]
    }

    private static func notes(
        _ fragments: Set<String>, project: ProjectID, in connection: any ReadConnection
    ) throws -> [String: Int64] {
        var keys: [SourceKey: String] = [:]
        for fragment in fragments {
            if let key = NoteKeys.key(ofFragment: fragment) { keys[key] = fragment }
        }
        let found = try ImportedRows.rowsBySourceKey(
            Array(keys.keys), of: .notes, project: project, in: connection)
        return Dictionary(
            found.compactMap { key, row in keys[key].map { ($0, row) } }, uniquingKeysWith: { first, _ in first })
    }

    private static func repositories(
        _ names: TextNames, _ target: TextTarget, referring texts: [String], in connection: any ReadConnection
    ) throws -> [String: TargetProject] {
        let found = try SourceProjects.named(
            names.repositories, origin: target.source.webOrigin, importKind: target.source.kind, in: target.project,
            using: connection)
        guard !found.isEmpty else { return [:] }
        let numbers = Array(Set(texts.flatMap(ImportedText.numbers(in:))))
        return try found.mapValues { other, _ in
            let mergeRequests = try ImportedRows.rowsByNumber(
                numbers, of: .mergeRequests, project: other.id, in: connection)
            let issues = try ImportedRows.rowsByNumber(numbers, of: .issues, project: other.id, in: connection)
            let notes = try notes(names.fragments, project: other.id, in: connection)
            return TargetProject(
                path: other.fullPath, webURL: "\(target.externalURL)/\(other.fullPath)",
                itemKind: { number in
                    if mergeRequests[number] != nil { return .mergeRequest }
                    return issues[number] != nil ? .issue : nil
                }, note: { notes[$0] })
        }
    }
}

/// Gathers subjects from the text pass, which asks from within.
final class MetSubjects: Sendable {
    private let subjects = Mutex<Set<NamedSubjects.Subject>>([])

    func add(_ subject: NamedSubjects.Subject) {
        subjects.withLock { _ = $0.insert(subject) }
    }

    /// All since the last time.
    func take() -> Set<NamedSubjects.Subject> {
        subjects.withLock { subjects in
            defer { subjects.removeAll() }
            return subjects
        }
    }
}

/// Everything in texts that may be a login, a note or a repository: a quick look, so that one statement for each finds
/// those that are; what is really named is for the parser to say.
struct TextNames {
    private(set) var logins: Set<String> = []
    private(set) var fragments: Set<String> = []
    /// Lower case.
    var repositories: Set<String> = []

    mutating func read(_ text: String, origin: String) {
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "@"): readLogin(bytes, from: index + 1)
            case UInt8(ascii: "#"): readFragment(bytes, from: index + 1)
            case UInt8(ascii: "/"): readRepository(bytes, around: index)
            default: break
            }
            index += 1
        }
    }

    private mutating func readLogin(_ bytes: [UInt8], from start: Int) {
        let end = Self.end(of: bytes, from: start, limit: 39) { $0.isNameByte && $0 != UInt8(ascii: ".") }
        guard end > start else { return }
        var login = bytes[start..<end]
        while login.last == UInt8(ascii: "-") || login.last == UInt8(ascii: "_") { login.removeLast() }
        if !login.isEmpty { logins.insert(String(decoding: login, as: UTF8.self)) }
    }

    private mutating func readFragment(_ bytes: [UInt8], from start: Int) {
        let end = Self.end(of: bytes, from: start, limit: 40) { $0.isNameByte }
        // A number alone is an issue's.
        guard end > start, !(48...57).contains(bytes[start]) else { return }
        let fragment = String(decoding: bytes[start..<end], as: UTF8.self)
        if NoteKeys.key(ofFragment: fragment) != nil { fragments.insert(fragment) }
    }

    private mutating func readRepository(_ bytes: [UInt8], around slash: Int) {
        var start = slash
        while start > 0, slash - start < 40, bytes[start - 1].isNameByte { start -= 1 }
        let end = Self.end(of: bytes, from: slash + 1, limit: 100) { $0.isNameByte }
        guard start < slash, end > slash + 1 else { return }
        var name = bytes[start..<end]
        while name.last == UInt8(ascii: ".") { name.removeLast() }
        repositories.insert(String(decoding: name, as: UTF8.self).lowercased())
    }

    private static func end(of bytes: [UInt8], from start: Int, limit: Int, while belongs: (UInt8) -> Bool) -> Int {
        var index = start
        while index < bytes.count, index - start < limit, belongs(bytes[index]) { index += 1 }
        return index
    }
}

extension UInt8 {
    /// Letters, digits, `.`, `-` and `_`.
    fileprivate var isNameByte: Bool {
        switch self {
        case 48...57, 65...90, 97...122, 45, 46, 95: true
        default: false
        }
    }
}

extension NoteKeys {
    /// The note that a fragment of an address points at, by GitHub's words.
    static func key(ofFragment fragment: String) -> SourceKey? {
        for (prefix, make) in [
            ("issuecomment-", comment), ("discussion_r", reviewComment), ("pullrequestreview-", reviewBody),
        ] {
            guard fragment.hasPrefix(prefix) else { continue }
            let number = fragment.dropFirst(prefix.count)
            return !number.isEmpty && number.allSatisfy { $0.isASCII && $0.isNumber }
                ? make(SourceKey(String(number))) : nil
        }
        return nil
    }
}
