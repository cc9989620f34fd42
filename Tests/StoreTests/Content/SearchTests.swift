import Model
import Store
import StoreSQLite
import Testing

@Suite("Words that lists are searched for")
struct SearchTests {
    @Test(
        "A word finds itself, whatever signs it is made of, and nothing else",
        arguments: [
            "École", "ÄRGER", "100%", "a_b", "a\\b", "\\", "%", "_", "%\u{301}", "_\u{308}", "\\\u{301}", "'", "🙂",
        ])
    func findsItself(word: String) async throws {
        try await StoredProject.with { stored in
            try await stored.store.write { connection in
                try connection.issue(1, in: stored, title: "before \(word) behind")
                try connection.issue(2, in: stored, title: "axb 1000 ecole argerlich plain")
            }
            let found = try await stored.store.read { connection in
                var filter = IssueFilter(scope: .project(stored.project), confidentialAccess: .all)
                filter.items.search = word
                return try Issues.list(filter, sort: ItemSort(), page: Page(number: 1, size: 20), in: connection)
                    .elements.map(\.iid)
            }
            #expect(found == [1])
        }
    }
}
