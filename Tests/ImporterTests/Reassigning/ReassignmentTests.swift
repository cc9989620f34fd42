import Importer
import Jobs
import Model
import StandIns
import Store
import StoreSQLite
import Testing

/// Whose the contributions are before, after, and after it was taken back.
struct ReassignmentTests {
    private static func withLantern(_ test: @escaping @Sendable (Engine, Import) async throws -> Void) async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                try await engine.work(on: record)
                try await test(engine, record)
            }
        }
    }

    @Test func everythingMovesAndComesBackRowForRow() async throws {
        try await Self.withLantern { engine, _ in
            let before = try await engine.contributions()
            let people = try await engine.sourceUsers()
            #expect(people.count > 5)
            for person in people {
                let account = try await engine.makeAccount("here-\(person.identifier)")
                let moved = try await engine.reassign(person.id, to: account)
                #expect(moved.status == .completed && moved.placeholderUserID == nil, "\(moved)")
            }
            #expect(try await engine.number("SELECT count(*) AS value FROM users WHERE kind = 'placeholder'") == 0)
            let during = try await engine.contributions()
            #expect(during != before && during.count == before.count)
            #expect(!during.contains { $0.contains("_placeholder_user_") })
            for person in people {
                let back = try await engine.revoke(person.id)
                #expect(back.status == .revoked && back.reassignToUserID == nil && back.placeholderUserID != nil)
            }
            let after = try await engine.contributions()
            #expect(after == before, "\(differences(before, after))")
            #expect(try await engine.number("SELECT count(*) AS value FROM reassigned_records") == 0)
        }
    }

    @Test func whatWasTakenBackCanGoToSomebodyElse() async throws {
        try await Self.withLantern { engine, _ in
            let person = try #require(try await engine.sourceUsers().first)
            let (wrong, right) = (try await engine.makeAccount("wrong"), try await engine.makeAccount("right"))
            _ = try await engine.reassign(person.id, to: wrong)
            _ = try await engine.revoke(person.id)
            let moved = try await engine.reassign(person.id, to: right)
            #expect(moved.status == .completed && moved.reassignToUserID == right.id)
            let left = try await engine.contributions().filter { $0.contains("=wrong") }
            #expect(left.isEmpty, "\(left.prefix(3))")
        }
    }

    @Test func progressIsToldInRows() async throws {
        try await Self.withLantern { engine, _ in
            let person = try #require(try await engine.sourceUsers().first)
            _ = try await engine.reassign(person.id, to: try await engine.makeAccount("ada"))
            let work = try #require(try await engine.store.read { try Reassignments.find(person.id, in: $0) })
            #expect(work.total == work.done && work.done > 0 && work.finishedAt != nil)
        }
    }

    @Test func aDuplicateGoesAndComesBack() async throws {
        try await Self.withLantern { engine, _ in
            let account = try await engine.makeAccount("ada")
            let holder = try await engine.number("SELECT user_id AS value FROM issue_assignees LIMIT 1")
            try await engine.execute(
                """
                INSERT INTO issue_assignees (issue_id, user_id, position)
                SELECT issue_id, \(account.id), 9 FROM issue_assignees WHERE user_id = \(holder)
                """)
            let count = try await engine.number("SELECT count(*) AS value FROM issue_assignees")
            let doubled = try await engine.number(
                "SELECT count(*) AS value FROM issue_assignees WHERE user_id = \(account.id)")
            let person = try #require(
                try await engine.sourceUsers().first { $0.placeholderUserID == UserID(holder) })
            _ = try await engine.reassign(person.id, to: account)
            #expect(try await engine.number("SELECT count(*) AS value FROM issue_assignees") == count - doubled)
            _ = try await engine.revoke(person.id)
            let placeholder = try #require(try await engine.sourceUser(person.id).placeholderUserID)
            #expect(
                try await engine.number(
                    "SELECT count(*) AS value FROM issue_assignees WHERE user_id = \(placeholder)") == doubled)
        }
    }

    @Test func placeholderRolesBecomeRolesWhereNobodyHasOneAlready() async throws {
        try await Self.withLantern { engine, record in
            let person = try #require(try await engine.sourceUsers().first)
            let account = try await engine.makeAccount("ada")
            try await engine.execute(
                """
                INSERT INTO placeholder_memberships (source_user_id, project_id, access_level)
                VALUES (\(person.id), \(record.projectID), 30)
                """)
            let members = "SELECT count(*) AS value FROM members WHERE user_id = \(account.id) AND access_level = 30"
            _ = try await engine.reassign(person.id, to: account)
            #expect(try await engine.number(members) == 1)
            #expect(try await engine.number("SELECT count(*) AS value FROM placeholder_memberships") == 0)
            _ = try await engine.revoke(person.id)
            #expect(try await engine.number(members) == 0)
            #expect(try await engine.rows("access_level", "FROM placeholder_memberships") == ["30"])
            try await engine.execute(
                """
                INSERT INTO members (namespace_id, user_id, access_level, created_at)
                VALUES (\(engine.group.id), \(account.id), 40, 0)
                """)
            _ = try await engine.reassign(person.id, to: account)
            #expect(try await engine.number(members) == 0)
        }
    }

    @Test func aLaterImportWritesForTheAccountAndIsTakenBackAsWell() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let first = try await engine.accept()
                try await engine.work(on: first)
                let untouched = try await engine.contributions()
                let person = try #require(try await engine.sourceUsers().first)
                let account = try await engine.makeAccount("ada")
                _ = try await engine.reassign(person.id, to: account)
                try await engine.execute("DELETE FROM projects")
                try await engine.work(on: try await engine.accept())
                let own = try await engine.contributions().filter { $0.contains("=ada") }
                #expect(!own.isEmpty)
                _ = try await engine.revoke(person.id)
                let after = try await engine.contributions()
                #expect(after == untouched, "\(differences(untouched, after))")
            }
        }
    }

    @Test func somebodyWhoseAccountIsGoneStartsAnew() async throws {
        try await Self.withLantern { engine, _ in
            let person = try #require(try await engine.sourceUsers().first)
            let account = try await engine.makeAccount("ada")
            _ = try await engine.reassign(person.id, to: account)
            let root = engine.root
            try await engine.store.write { try Users.delete(account.id, heir: root, in: $0) }
            #expect(try await engine.sourceUser(person.id).mappedUserID == nil)
            try await engine.execute("DELETE FROM projects")
            try await engine.work(on: try await engine.accept())
            let repaired = try await engine.sourceUser(person.id)
            #expect(repaired.status == .pendingReassignment && repaired.placeholderUserID != nil)
        }
    }

    @Test func aFailureIsToldAndTriedAgain() async throws {
        try await Self.withLantern { engine, _ in
            let person = try #require(try await engine.sourceUsers().first)
            let account = try await engine.makeAccount("ada")
            try await engine.execute(
                "CREATE TRIGGER refusal BEFORE UPDATE ON notes BEGIN SELECT RAISE(ABORT, 'no way'); END")
            let failed = try await engine.reassign(person.id, to: account)
            #expect(failed.status == .failed)
            #expect(failed.reassignmentError?.contains("no way") == true)
            #expect(failed.mappedUserID == account.id)
            try await engine.execute("DROP TRIGGER refusal")
            let retried = try await engine.decide { decisions, _, _ in try decisions.retry(failed.id) }
            #expect(retried.status == .completed && retried.reassignmentError == nil)
        }
    }

    @Test func beyondTheCapTheImportUserStandsForPeopleAndKeepsWhoTheyAre() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                var limited = engine.services
                limited.reassignmentRules.placeholderLimit = 2
                let record = try await engine.accept()
                let workers = Workers(
                    store: engine.store, lease: engine.lease, handler: ImportRunner(services: limited), count: 1,
                    clock: limited.clock, logger: Engine.quiet)
                _ = try await workers.runOne(subject: record.id.rawValue)
                #expect(try await engine.report(record).isComplete)
                #expect(try await engine.number("SELECT count(*) AS value FROM users WHERE kind = 'placeholder'") == 2)
                let names = try await engine.rows("name; username", "FROM users WHERE kind = 'import_user'")
                #expect(names.count == 1 && names[0].hasPrefix("Import User|import_user_harbour_"))
                let holder = try await engine.number("SELECT id AS value FROM users WHERE kind = 'import_user'")
                let login = try #require(
                    try await engine.rows(
                        "source_author", "FROM notes WHERE author_id = \(holder) AND source_author <> 'ghost'"
                    ).first)
                let person = try await engine.sourceUser(login)
                let others =
                    "SELECT count(*) AS value FROM notes WHERE author_id = \(holder) AND source_author <> '\(login)'"
                let before = try await engine.number(others)
                let account = try await engine.makeAccount("ada")
                _ = try await engine.reassign(person.id, to: account)
                #expect(
                    try await engine.number(
                        "SELECT count(*) AS value FROM notes WHERE source_author = '\(login)' AND author_id <> \(account.id)"
                    ) == 0)
                #expect(try await engine.number(others) == before)
            }
        }
    }
}
