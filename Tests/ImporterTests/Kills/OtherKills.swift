import Foundation
import StandIns
import Store
import StoreSQLite
import Testing

/// Gists becoming snippets.
struct GistKills: KillScenario {
    let name = "import of gists"
    let source: StandInGitHub

    func prepare(_ place: KillPlace) async throws {
        try Data(StandInToken.owner.value.utf8).write(to: place.folder.appending(path: "token"))
    }

    func attempt(_ place: KillPlace, kill: Duration?) async throws -> Bool {
        let program = KillableProgram(arguments: [
            "import", "gists", "--user", "root", "--host", source.url, "--allow-outbound", "127.0.0.0/8",
            "--token-file", place.folder.appending(path: "token").path, "--data", place.data.path,
        ])
        let end = try await program.run(temporary: place.temporary, killAfter: kill)
        guard let status = end.status else { return false }
        #expect(status == 0 || status == 2, "\(end.output.suffix(800))")
        return true
    }

    /// By their keys at the source: numbers depend on how often the program was started.
    func dump(_ place: KillPlace) async throws -> [String] {
        let snippets = try await place.withStore { store in
            try await store.read { connection in
                try connection.rows(
                    """
                    SELECT snippets.id AS id, source_key || ' ' || title || ' ' || visibility || ' ' || file_name || ' '
                        || files || ' ' || (SELECT group_concat(body, '; ') FROM (SELECT body FROM snippet_notes
                        WHERE snippet_id = snippets.id ORDER BY source_key)) AS value FROM snippets
                    """, []
                ) { (try $0("id") as Int64, (try $0("value") as String?) ?? "") }
            }
        }
        var lines: [String] = []
        for (id, text) in snippets {
            let path = place.data.appending(path: "repositories/snippets/\(id).git").path
            lines.append(text + (try await Processes.output("git", ["-C", path, "for-each-ref"])))
        }
        return lines.sorted()
    }
}

/// Everybody's contributions handed to the accounts of the same names.
struct ReassigningKills: KillScenario {
    let name = "reassigning"
    let leastKills = 8
    let people: Int

    func prepare(_ place: KillPlace) async throws {
        _ = try await ReassigningStore.make(people: people, in: place.data)
    }

    func attempt(_ place: KillPlace, kill: Duration?) async throws -> Bool {
        let program = KillableProgram(arguments: [
            "users", "match", "harbour", "--login", "*", "--yes", "--without-confirmation", "--data", place.data.path,
        ])
        let end = try await program.run(temporary: place.temporary, killAfter: kill)
        guard let status = end.status else { return false }
        #expect(status == 0, "\(end.output.suffix(800))")
        return true
    }

    func dump(_ place: KillPlace) async throws -> [String] {
        let store = ReassigningStore(folder: place.data, people: people)
        #expect(try await store.number("SELECT count(*) AS value FROM users WHERE kind = 'placeholder'") == 0)
        #expect(try await store.number("SELECT count(*) AS value FROM notes WHERE body LIKE '%`%'") == 0)
        return try await store.dump()
    }
}

/// An import that is canceled by another process. It ends as canceled or, where the cancel was killed, as finished; both
/// whole.
struct CancelKills: KillScenario {
    let name = "cancel"
    let imports: ImportKills

    func prepare(_ place: KillPlace) async throws { try await imports.prepare(place) }

    func attempt(_ place: KillPlace, kill: Duration?) async throws -> Bool {
        let cancel = KillableProgram(arguments: ["cancel", "harbour/lantern", "--data", place.data.path])
        // The import is killed as well, somewhat later.
        async let end = imports.program(place).run(temporary: place.temporary, killAfter: kill.map { $0 * 1.5 })
        try await Task.sleep(for: (kill ?? .milliseconds(400)) * 0.5)
        let canceled = try await cancel.run(temporary: place.temporary, killAfter: kill.map { $0 * 0.5 })
        let imported = try await end
        guard imported.status != nil, canceled.status != nil else { return false }
        // Takes away what the canceled one had fetched and not yet written down.
        let next = try await imports.program(place).run(temporary: place.temporary)
        let isEnded = next.output.firstMatch(of: /was imported already \((canceled|finished)\)/) != nil
        #expect(
            isEnded, "first \(imported.output.suffix(400)), cancel \(canceled.output), then \(next.output.suffix(400))")
        return isEnded
    }

    func dump(_ place: KillPlace) async throws -> [String] {
        try await place.withStore { store in
            try await store.read { connection in
                let imports: [String] = try connection.rows(
                    "SELECT (status IN ('canceled', 'finished')) || (credential IS NULL) AS value FROM imports", []
                ) { try $0("value") }
                let jobs: [String] = try connection.rows(
                    "SELECT DISTINCT (state IN ('available', 'running')) || '' AS value FROM jobs", []
                ) { try $0("value") }
                return imports + jobs
            }
        }
    }
}
