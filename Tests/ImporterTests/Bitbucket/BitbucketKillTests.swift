import Foundation
import StandIns
import Store
import StoreSQLite
import Testing

/// Kills the program itself in the middle of imports from Bitbucket.
struct BitbucketKillTests {
    /// The seed is printed: with the same one the moments are the same.
    @Test(.timeLimit(.minutes(3)), arguments: StandInBitbucket.Face.allCases)
    func aProcessKilledAtAnyMomentLosesNothing(face: StandInBitbucket.Face) async throws {
        var random = Moments(seed: UInt64.random(in: 0...UInt64.max))
        print("kill test of \(face): seed \(random.seed)")
        let moments = (0..<8).map { _ in random.next(from: 0.05, to: 0.7) }
        var configuration = BitbucketConfiguration()
        configuration.latency = .milliseconds(40)
        try await withStandInBitbucket(face: face, configuration: configuration) { source in
            let folder = FileManager.default.temporaryDirectory.appending(path: "landfall-kill-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let undisturbed = KilledBitbucketImport(folder: folder.appending(path: "0"), source: source)
            #expect(try await undisturbed.run() != nil)
            let wanted = try await undisturbed.dump()
            #expect(wanted.count > 60)
            var left = moments[...]
            var round = 0
            while !left.isEmpty {
                round += 1
                let killed = KilledBitbucketImport(folder: folder.appending(path: "\(round)"), source: source)
                while let moment = left.popFirst(), try await killed.run(killAfter: moment) == nil {}
                try await killed.finish()
                let found = try await killed.dump()
                #expect(found == wanted, "\(differences(wanted, found))")
            }
        }
    }
}

/// An import by the program on a data directory of its own.
private struct KilledBitbucketImport: Sendable {
    let folder: URL
    let source: StandInBitbucket

    private var account: BitbucketAccount { source.face == .server ? .keeper : .cloudKeeper }

    private var arguments: [String] {
        let project = source.project
        let place =
            source.face == .server
            ? ["bitbucket-server", "\(project.key)/\(project.slug)", "--host", source.url]
            : [
                "bitbucket", "\(project.workspace)/\(project.slug)", "--bitbucket-cloud-api", source.url,
                "--bitbucket-cloud-web", source.webURL,
            ]
        return ["import"] + place + [
            "--user", account.user, "--token-file", folder.path + ".token", "--into", "harbour", "--data", folder.path,
            "--allow-outbound", "127.0.0.0/8",
        ]
    }

    /// - Returns: the exit status; `nil` when it was killed first.
    func run(killAfter moment: Duration? = nil) async throws -> Int32? {
        try Data(account.secret.utf8).write(to: URL(fileURLWithPath: folder.path + ".token"))
        return try await Processes.run(Processes.landfall, arguments, killAfter: moment)
    }

    /// Goes on to the end; an import that is there already is refused by the command.
    func finish() async throws {
        let store = try? SQLiteStore(file: folder.appending(path: "landfall.sqlite"))
        let status = try await store?.read { connection -> String? in
            try connection.value("SELECT status AS value FROM imports", [])
        }
        try store?.close()
        if status != "finished" { _ = try await run() }
    }

    func dump() async throws -> [String] {
        let store = try SQLiteStore(file: folder.appending(path: "landfall.sqlite"))
        var lines = try await StoreDump.lines(store)
        lines += try await store.read { connection in
            let status: [String] = try connection.rows(
                "SELECT status || (credential IS NULL) AS value FROM imports", []
            ) { try $0("value") }
            return status
        }
        try store.close()
        let path = folder.appending(path: "repositories/1.git").path
        lines.append(try await Processes.output("git", ["-C", path, "for-each-ref"]))
        lines.append(try await Processes.output("git", ["-C", path, "fsck", "--connectivity-only"]))
        return lines
    }
}
