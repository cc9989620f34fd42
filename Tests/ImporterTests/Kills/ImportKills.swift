import Foundation
import StandIns
import Store
import StoreSQLite
import Testing

/// A whole import by the command line: fetching, writing, git, LFS, files.
struct ImportKills: KillScenario {
    let name: String
    /// Arguments behind `import`, but for the data directory.
    let source: [String]
    let secret: String
    var leastKills = 8
    var leastLines = 61

    static func gitHub(_ source: StandInGitHub) -> ImportKills {
        ImportKills(
            name: "import from GitHub",
            source: [
                "github", Engine.lantern, "--host", source.url, "--into", "harbour", "--allow-outbound", "127.0.0.0/8",
                "--pagination-limit", "7",
            ], secret: StandInToken.owner.value, leastKills: 20, leastLines: 301)
    }

    static func bitbucket(_ source: StandInBitbucket) -> ImportKills {
        let project = source.project
        let account: BitbucketAccount = source.face == .server ? .keeper : .cloudKeeper
        let place =
            source.face == .server
            ? ["bitbucket-server", "\(project.key)/\(project.slug)", "--host", source.url]
            : [
                "bitbucket", "\(project.workspace)/\(project.slug)", "--bitbucket-cloud-api", source.url,
                "--bitbucket-cloud-web", source.webURL,
            ]
        return ImportKills(
            name: source.face == .server ? "import from Bitbucket Server" : "import from Bitbucket Cloud",
            source: place + ["--user", account.user, "--into", "harbour", "--allow-outbound", "127.0.0.0/8"],
            secret: account.secret)
    }

    func prepare(_ place: KillPlace) async throws {
        try Data(secret.utf8).write(to: place.folder.appending(path: "token"))
    }

    func program(_ place: KillPlace, under name: String? = nil) -> KillableProgram {
        KillableProgram(
            arguments: ["import"] + source + [
                "--token-file", place.folder.appending(path: "token").path, "--data", place.data.path,
            ] + (name.map { ["--new-name", $0] } ?? []))
    }

    func attempt(_ place: KillPlace, kill: Duration?) async throws -> Bool {
        let end = try await program(place).run(temporary: place.temporary, killAfter: kill)
        guard let status = end.status else { return false }
        let isDone = status == 0 || status == 2 || end.output.contains("was imported already (finished)")
        #expect(isDone, "\(name): \(end.output.suffix(800))")
        return isDone
    }

    func dump(_ place: KillPlace) async throws -> [String] {
        var lines = try await place.withStore { store in
            let imports = try await store.read { connection in
                try connection.rows("SELECT status || (credential IS NULL) AS value FROM imports", []) {
                    try $0("value") as String
                }
            }
            return try await StoreDump.lines(store) + imports
        }
        for repository in ["1.git", "1.wiki.git"] {
            let path = place.data.appending(path: "repositories/\(repository)").path
            guard FileManager.default.fileExists(atPath: path) else { continue }
            lines.append(try await Processes.output("git", ["-C", path, "for-each-ref"]))
            lines.append(try await Processes.output("git", ["-C", path, "fsck", "--connectivity-only"]))
            lines.append(try await Processes.output("git", ["-C", path, "config", "--list", "--local"]))
        }
        return lines
    }
}

extension KillableProgram {
    /// Runs it to its end, or kills it after this time.
    func run(temporary: URL, killAfter moment: Duration?) async throws -> End {
        guard let moment else { return try await run(temporary: temporary) }
        return try await run(temporary: temporary) { _ in try await Task.sleep(for: moment) }
    }
}
