import Markdown
import Model
import Store
import Synchronization

/// What the text pass is told of people, notes and other repositories: looked up once for all texts of a page.
struct TextLookups: Sendable {
    /// Whom and what the texts name, gathered while they are rewritten.
    let met = MetSubjects()
    private let usernames: [String: String]
    private let accounts: [String: SourceUsers.Account]
    private let notes: [String: Int64]
    private let repositories: [String: TargetProject]

    init(_ target: TextTarget, referring texts: [String], in connection: any ReadConnection) throws {
        var names = TextNames()
        for text in texts { names.read(text) }
        usernames = try SourceUsers.usernames(
            logins: names.logins, root: target.root, importKind: target.source.kind,
            hostname: target.source.webOrigin, in: connection)
        accounts = try SourceUsers.accounts(
            names.accounts, root: target.root, importKind: target.source.kind, hostname: target.source.webOrigin,
            in: connection)
        notes = try Self.notes(names.fragments, project: target.project, in: connection)
        names.repositories.remove(target.source.fullName.lowercased())
        repositories = try Self.repositories(names, target, referring: texts, in: connection)
    }

    func person(_ login: String) -> String? {
        met.add(.person(login))
        return usernames[login.lowercased()]
    }

    func account(_ id: String) -> TextPass.Account? {
        met.add(.account(id))
        return accounts[id].map { TextPass.Account(username: $0.username, nickname: $0.nickname) }
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
            for key in NoteKeys.keys(ofFragment: fragment) { keys[key] = fragment }
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
                has: { kind, number in (kind == .issue ? issues : mergeRequests)[number] != nil },
                note: { notes[$0] })
        }
    }
}

extension NamedSubjects.Subject {
    /// Somebody by the number of their account, in the braces that texts put around it and no login has.
    static func account(_ id: String) -> NamedSubjects.Subject { .person("{\(id)}") }
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
