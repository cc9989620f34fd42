/// One step of the schema. Steps only go forward and are never changed after a release.
public struct Migration: Sendable {
    public var number: Int
    public var name: String
    /// Data definition in SQLite's dialect: the one kind of SQL that the databases do not share.
    public var sqlite: String

    public init(number: Int, name: String, sqlite: String) {
        self.number = number
        self.name = name
        self.sqlite = sqlite
    }

    public static let all: [Migration] = [
        .foundation, .timeline, .reactions, .files, .lfs, .snippets, .protection, .reassignment, .proof,
        .sources, .audit, .confidentialIssues,
    ]
}
