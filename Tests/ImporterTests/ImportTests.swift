import Foundation
import Git
import Importer
import Model
import Outbound
import StandIns
import Store
import Testing

/// What an import brings, held against what the stand-in says there is.
struct ImportTests {
    @Test func everythingOfTheSampleArrivesInAGroup() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                let report = try await engine.work(on: record)
                #expect(report.record.status == .finished && report.isComplete, "\(report.record.failure ?? "")")
                #expect(report.exceptions.allSatisfy { $0.exception.outcome != .failed })
                try await Truth(engine, record).expectAll()
            }
        }
    }

    @Test func eachPersonHasOnePlaceholderUserKnownByNumber() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                try await engine.work(on: try await engine.accept())
                let people = try #require(source.truth(Engine.lantern)).users
                let found = try await engine.rows(
                    "identifier; username; SELECT name FROM users WHERE id = placeholder_user_id", "FROM source_users")
                for row in found {
                    let parts = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
                    let person = try #require(people.first { String($0.id) == parts[0] })
                    #expect(parts[1] == person.login)
                    #expect(parts[2] == "Placeholder \(person.name ?? person.login)")
                }
                #expect(Set(found.map { $0.prefix { $0 != "|" } }).count == found.count && found.count > 5)
                let placeholders = try await engine.number(
                    "SELECT count(*) AS value FROM users WHERE kind = 'placeholder'")
                #expect(placeholders == Int64(found.count))
            }
        }
    }

    @Test func inAPersonalNamespaceEverythingIsTheOwnersAndTheAuthorStaysVisible() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept(into: engine.personal)
                let report = try await engine.work(on: record)
                #expect(report.isComplete)
                for table in ["issues", "merge_requests", "notes", "releases"] {
                    let others = try await engine.number(
                        "SELECT count(*) AS value FROM \(table) WHERE author_id <> \(engine.root)")
                    #expect(others == 0, "\(table)")
                }
                #expect(try await engine.number("SELECT count(*) AS value FROM source_users") == 0)
                #expect(try await engine.number("SELECT count(*) AS value FROM users WHERE kind = 'placeholder'") == 0)
                let truth = try #require(source.truth(Engine.lantern))
                #expect(
                    try await engine.rows("source_key; source_author", "FROM notes WHERE source_key LIKE 'comment:%'")
                        == truth.comments.map { "comment:\($0.id)|\($0.author ?? "ghost")" }.sorted())
                #expect(
                    try await engine.rows(
                        "iid; source_author",
                        """
                        FROM (SELECT iid, source_author FROM issues
                              UNION ALL SELECT iid, source_author FROM merge_requests)
                        """)
                        == truth.issues.map { "\($0.number)|\($0.author ?? "ghost")" }.sorted())
                try await Truth(engine, record).expectRefs()
            }
        }
    }

    @Test func importingAgainChangesNoRow() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                try await engine.work(on: record)
                let before = try await StoreDump.lines(engine.store, withLedger: false)
                for journal in ["UPDATE journal_pages SET applied_at = NULL", "DELETE FROM journal_pages"] {
                    try await engine.execute(journal)
                    try await engine.execute("DELETE FROM import_stages WHERE stage <> 'facts'")
                    try await engine.execute("UPDATE imports SET status = 'failed'")
                    let resumed = try await engine.requests.resume(
                        record.id, credential: Secret(StandInToken.owner.value))
                    #expect(resumed?.status == .scheduled)
                    #expect(try await engine.work(on: record).record.status == .finished)
                    let after = try await StoreDump.lines(engine.store, withLedger: false)
                    #expect(before == after, "\(differences(before, after))")
                }
                try await Truth(engine, record).expectAll()
            }
        }
    }

    @Test func twoImportsIntoOneGroupShareTheirPeople() async throws {
        var other = SampleProject(owner: "harbour-lights", name: "buoy", id: 720_900)
        for person in SampleProject.lantern().users where person.kind == .user { other.addUser(person) }
        other.addIssue("A buoy is adrift", author: "mira-keel")
        let projects = [SampleProject.lantern(), other]
        try await withStandInGitHub(projects) { source in
            try await Engine.with(source) { engine in
                try await engine.work(on: try await engine.accept())
                let people = try await engine.number("SELECT count(*) AS value FROM source_users")
                let second = try await engine.work(on: try await engine.accept("harbour-lights/buoy"))
                #expect(second.isComplete, "\(second.record.failure ?? "")")
                #expect(try await engine.number("SELECT count(*) AS value FROM source_users") == people)
            }
        }
    }

    @Test func anEmptyRepositoryIsImportedAsOne() async throws {
        try await withStandInGitHub(SampleProject(owner: "harbour-lights", name: "empty", id: 720_901)) { source in
            try await Engine.with(source) { engine in
                let report = try await engine.work(on: try await engine.accept("harbour-lights/empty"))
                #expect(report.record.status == .finished && report.isComplete, "\(report.record.failure ?? "")")
            }
        }
    }

    @Test func aForksBranchMovesNoBranchOfTheProject() async throws {
        var project = SampleProject(owner: "harbour-lights", name: "pier", id: 720_902)
        project.addUser(SampleUser(login: "mira-keel"))
        project.addUser(SampleUser(login: "old-salt"))
        let own = project.addPullRequest(
            "Ours", author: "mira-keel", headRef: "github/fork/old-salt/lamp",
            commits: [(message: "Ours", files: ["ours.txt": "ours\n"])])
        for title in ["Theirs", "Theirs again"] {
            project.addPullRequest(
                title, author: "old-salt", headRef: title == "Theirs" ? "lamp" : "relay",
                head: .fork(owner: "old-salt", name: "pier"),
                commits: [(message: title, files: ["theirs.txt": title])])
        }
        let kept = project
        try await withStandInGitHub(project) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept("harbour-lights/pier")
                let report = try await engine.work(on: record)
                #expect(report.record.status == .finished, "\(report.record.failure ?? "")")
                let refs = try await engine.repository(record).refs(under: "refs/heads/")
                let lamp = refs.first { $0.name.full == "refs/heads/github/fork/old-salt/lamp" }
                let commits = try #require(source.truth("harbour-lights/pier"))
                let ours = try #require(kept.issue(own)?.pullRequest?.commits.last)
                #expect(lamp?.target.hex == commits.commit(ours))
                #expect(refs.contains { $0.name.full == "refs/heads/github/fork/old-salt/relay" })
                #expect(report.exceptions.contains { $0.exception.reason.contains("a branch of the same name") })
            }
        }
    }
}
