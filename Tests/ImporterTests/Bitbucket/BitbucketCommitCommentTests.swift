import Importer
import Model
import StandIns
import Store
import Testing

/// Comments on commits, of which neither Bitbucket has a list.
struct BitbucketCommitCommentTests {
    private static func isAboutCommit(_ request: StandInRequest) -> Bool {
        request.path.hasSuffix("/comments") && request.path.contains("/commit")
    }

    private static func notes(_ engine: BitbucketEngine) async throws -> [String] {
        try await engine.rows(
            """
            notes.body_source; discussions.commit_sha; discussions.is_individual_note;
            json_extract(discussions.position, '$.newPath'); json_extract(discussions.position, '$.line.new')
            """,
            "FROM notes JOIN discussions ON discussions.id = notes.discussion_id WHERE discussions.noteable_kind = 'Commit'"
        )
    }

    @Test(arguments: StandInBitbucket.Face.allCases)
    func theyComeWhereTheyAreAskedForAndEachCommitIsAskedOnce(from face: StandInBitbucket.Face) async throws {
        try await BitbucketEngine.with(face) { engine in
            let record = try await engine.accept(settings: ImportSettings(commitCommentsImport: true))
            let report = try await engine.work(on: record)
            #expect(report.record.status == .finished && report.isComplete, "\(report.record.failure ?? "")")
            let comments = engine.source.project.commitComments
            #expect(try await Self.notes(engine).count == comments.count && !comments.isEmpty)
            #expect(
                try await engine.number(
                    "SELECT count(DISTINCT discussion_id) AS value FROM notes WHERE noteable_kind = 'Commit'")
                    == Int64(comments.count { $0.parent == nil }))
            #expect(report.entries.first { $0.kind == .commitComment }?.imported == Int64(comments.count))
            #expect(!report.exceptions.contains { $0.exception.kind == .commitComment })
            let asked = engine.source.requests.filter(Self.isAboutCommit).map { "\($0.path)?\($0.query ?? "")" }
            #expect(Set(asked).count == asked.count)
            let read = try await engine.number(
                "SELECT count(*) AS value FROM journal_pages WHERE collection = 'commit_comments'")
            #expect(Int64(asked.count) == read)
        }
    }

    @Test(arguments: StandInBitbucket.Face.allCases)
    func withoutBeingAskedForTheyAreListedAndCostNothing(from face: StandInBitbucket.Face) async throws {
        try await BitbucketEngine.with(face) { engine in
            let (_, report) = try await engine.importAll()
            #expect(try await Self.notes(engine).isEmpty)
            #expect(!engine.source.requests.contains(where: Self.isAboutCommit))
            let lines = report.exceptions.map(\.exception).filter { $0.kind == .commitComment }
            #expect(lines.map(\.outcome) == [.skipped])
        }
    }

    @Test(arguments: StandInBitbucket.Face.allCases)
    func whatWasAskedBeforeARestartIsNotAskedAgain(from face: StandInBitbucket.Face) async throws {
        try await BitbucketEngine.with(face) { engine in
            let record = try await engine.accept(settings: ImportSettings(commitCommentsImport: true))
            _ = try await engine.work(on: record)
            let before = engine.source.requests.count(where: Self.isAboutCommit)
            let notes = try await Self.notes(engine)
            let half = "collection = 'commit_comments' AND id % 2 = 0"
            let gone = try await engine.number("SELECT count(*) AS value FROM journal_pages WHERE \(half)")
            try await engine.execute("DELETE FROM journal_pages WHERE \(half)")
            try await engine.execute("DELETE FROM import_stages WHERE stage = 'commit_comments'")
            try await engine.execute("UPDATE imports SET status = 'failed'")
            _ = try await engine.requests.resume(record.id, credential: try engine.secret(engine.account))
            #expect(try await engine.work(on: record).record.status == .finished)
            #expect(Int64(engine.source.requests.count(where: Self.isAboutCommit) - before) == gone && gone > 0)
            #expect(try await Self.notes(engine) == notes)
        }
    }
}
