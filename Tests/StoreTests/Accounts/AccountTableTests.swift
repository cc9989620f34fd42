import Foundation
import Model
import Store
import StoreSQLite
import Testing

@Suite struct AccountTableTests {
    /// A column added to the schema that names a user must be thought of where users are removed.
    @Test func everyReferenceToAUserIsDealtWithWhenItGoes() async throws {
        try await StoredProject.with { stored in
            let heir = try await stored.store.write { connection in
                UserID(try connection.user("heir"))
            }
            let references: [(String, String)] = try await stored.store.read { connection in
                try connection.rows(
                    """
                    SELECT tables.name AS child, keys."from" AS field
                    FROM sqlite_schema AS tables JOIN pragma_foreign_key_list(tables.name) AS keys
                    WHERE tables.type = 'table' AND keys."table" = 'users' AND keys.on_delete = 'NO ACTION'
                    ORDER BY 1, 2
                    """
                ) { (try $0("child"), try $0("field")) }
            }
            #expect(references.count > 10)
            for (table, column) in references {
                // A row that names the user by this column alone would stop the removal, were it forgotten.
                #expect(
                    Users.handlesRemoval(table: table, column: column),
                    "\(table).\(column) would keep a user from going")
            }
            try await stored.store.write { connection in
                try Users.delete(stored.author, heir: heir, in: connection)
            }
            let creator = try await stored.store.read { try Projects.find(stored.project, in: $0)?.creatorID }
            #expect(creator == heir)
        }
    }

    @Test func usernamesAndPathsIgnoreCase() async throws {
        try await StoredProject.with { stored in
            try await stored.store.read { connection in
                let user = try Users.find(username: "ADA", in: connection)
                #expect(user?.id == stored.author)
                let project = try Projects.find(fullPath: "SPACE/Lander", in: connection)
                #expect(project?.id == stored.project)
                let namespace = try Namespaces.find(fullPath: "Space", in: connection)
                #expect(namespace != nil)
                let isTaken = try Namespaces.isPathTaken("space/LANDER", in: connection)
                #expect(isTaken)
            }
        }
    }

    @Test func aNameIsTakenOnlyByAnotherProject() async throws {
        try await StoredProject.with { stored in
            try await stored.store.read { connection in
                let found = try Namespaces.find(fullPath: "space", in: connection)
                let namespace = try #require(found)
                let taken = try Projects.taken(path: "Lander", name: "Other", in: namespace, using: connection)
                #expect(taken.path && !taken.name)
                let own = try Projects.taken(
                    path: "lander", name: "lander", in: namespace, except: stored.project, using: connection)
                #expect(!own.path && !own.name)
            }
        }
    }

    @Test func searchTakesWildcardsLiterally() async throws {
        try await StoredProject.with { stored in
            try await stored.store.read { connection in
                var filter = Users.Filter(viewer: .administrator(today: CalendarDate(daysSinceEpoch: 0)))
                for (search, count) in [("a%", 0), ("_da", 0), ("ad", 1)] {
                    filter.search = search
                    let found = try Users.list(
                        filter, order: .id, direction: .ascending, page: Page(number: 1, size: 20), in: connection)
                    #expect(found.elements.count == count)
                    #expect(found.total == count)
                }
            }
        }
    }

    @Test func topicsSurviveTheirColumn() async throws {
        try await StoredProject.with { stored in
            let topics = ["moon", "a \"quoted\" one", "ünï"]
            try await stored.store.write { connection in
                guard var project = try Projects.find(stored.project, in: connection) else { return }
                project.topics = topics
                try Projects.update(project, in: connection)
            }
            let read = try await stored.store.read { try Projects.find(stored.project, in: $0)?.topics }
            #expect(read == topics)
        }
    }
}
