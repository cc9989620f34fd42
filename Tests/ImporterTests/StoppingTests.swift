import Foundation
import Git
import Importer
import Jobs
import Model
import Remote
import StandIns
import Store
import StoreSQLite
import Testing

/// Imports that are canceled, interrupted, made to wait, or killed.
struct StoppingTests {
    @Test func cancelStopsGitKeepsWhatArrivedAndErasesTheCredential() async throws {
        let canary = StandInToken("ghp_CanaryThatMustNotBeSeenAnywhere00000", login: "canary", scopes: ["repo"])
        var configuration = StandInConfiguration()
        configuration.tokens.append(canary)
        try await withStandInGitHub([.lantern()], configuration: configuration) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept(token: canary)
                source.inject(StandInFault(path: "git-upload-pack", method: "POST", kind: .hang, count: nil))
                async let report = engine.work(on: record)
                try await engine.wait {
                    let issues = try await engine.number("SELECT count(*) AS value FROM issues")
                    return issues > 0 && !Processes.touching(engine.folder).isEmpty
                }
                let arrived = try await engine.number("SELECT count(*) AS value FROM issues")
                let start = ContinuousClock.now
                #expect(try await engine.requests.cancel(record.id))
                #expect(try await engine.number("SELECT credential IS NULL AS value FROM imports") == 1)
                #expect(try await report.record.status == .canceled)
                // Under a second on a machine at rest; here other tests want the processor as well.
                #expect(ContinuousClock.now - start < .seconds(5))
                // Git itself has ended; its children got the same signal, and end when the machine lets them.
                try await engine.wait { Processes.touching(engine.folder).isEmpty }
                #expect(try await engine.number("SELECT count(*) AS value FROM issues") >= arrived)
                #expect(try await engine.rows("state", "FROM jobs") == ["canceled"])
                for file in try FileManager.default.subpathsOfDirectory(atPath: engine.folder.path) {
                    let data = (try? Data(contentsOf: engine.folder.appending(path: file))) ?? Data()
                    #expect(data.range(of: Data(canary.value.utf8)) == nil, "\(file)")
                }
                #expect(try await !engine.requests.cancel(record.id))
            }
        }
    }

    @Test func aCanceledImportThatOnlyWaitsNeverRuns() async throws {
        try await withStandInGitHub(.lantern()) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept()
                let before = source.requests.count
                #expect(try await engine.requests.cancel(record.id))
                #expect(try await engine.work(on: record).record.status == .canceled)
                #expect(source.requests.count == before)
            }
        }
    }

    @Test func anImportWhoseWorkersStopGoesOnAtTheNextStart() async throws {
        var configuration = StandInConfiguration()
        configuration.latency = .milliseconds(20)
        try await withStandInGitHub([.lantern()], configuration: configuration) { source in
            try await Engine.with(source) { engine in
                let record = try await engine.accept(pageSize: 5)
                let workers = engine.workers()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await workers.run() }
                    try await engine.wait { try await engine.number("SELECT count(*) AS value FROM journal_pages") > 3 }
                    group.cancelAll()
                }
                #expect(try await engine.report(record).record.status == .started)
                #expect(try await engine.rows("state; leased_by", "FROM jobs") == ["available|"])
                let report = try await engine.work(on: record)
                #expect(report.isComplete, "\(report.record.failure ?? "")")
                try await Truth(engine, record).expectAll()
            }
        }
    }

    @Test func aLimitFarAheadFreesTheWorkerAndTheImportGoesOnAfterIt() async throws {
        try await withStandInGitHub(.lantern()) { source in
            var options = Engine.Options()
            options.limitPatience = 1
            try await Engine.with(source, options) { engine in
                let record = try await engine.accept()
                source.inject(StandInFault(path: "/issues/comments", kind: .rateLimited(seconds: 3000)))
                let waiting = try await engine.work(on: record)
                #expect(waiting.record.status == .started, "\(waiting.record.failure ?? "")")
                #expect(waiting.spending.limitedBy?.contains("127.0.0.1's rate limit until") == true)
                let soon = Engine.clock().adding(seconds: 2000).millisecondsSinceEpoch
                #expect(
                    try await engine.number("SELECT run_at > \(soon) AS value FROM jobs WHERE state = 'available'") == 1
                )
                source.refill()
                try await engine.execute("UPDATE jobs SET run_at = 0")
                let report = try await engine.forgettingLimits().work(on: record)
                #expect(report.isComplete, "\(report.record.failure ?? "")")
                try await Truth(engine, record).expectAll()
            }
        }
    }

    @Test func anImportCanceledWhileItWaitsIsNoLongerSaidToWait() async throws {
        try await withStandInGitHub(.lantern()) { source in
            var options = Engine.Options()
            options.limitPatience = 1
            try await Engine.with(source, options) { engine in
                let record = try await engine.accept()
                source.inject(StandInFault(path: "/issues/comments", kind: .rateLimited(seconds: 3000)))
                #expect(try await engine.work(on: record).spending.limitedBy != nil)
                #expect(try await engine.requests.cancel(record.id))
                #expect(try await engine.report(record).spending.limitedBy == nil)
            }
        }
    }

    /// Kills the program itself. The seed is printed: with the same one the moments are the same.
    @Test(.timeLimit(.minutes(3))) func aProcessKilledAtAnyMomentLosesNothing() async throws {
        let program = Processes.landfall
        #expect(FileManager.default.isExecutableFile(atPath: program.path), "\(program.path)")
        var random = Moments(seed: UInt64.random(in: 0...UInt64.max))
        print("kill test: seed \(random.seed)")
        var configuration = StandInConfiguration()
        configuration.latency = .milliseconds(40)
        let moments = (0..<20).map { _ in random.next(from: 0.03, to: 0.6) }
        try await withStandInGitHub([.lantern()], configuration: configuration) { source in
            source.addAttachments()
            let folder = FileManager.default.temporaryDirectory.appending(path: "landfall-kill-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let token = folder.appending(path: "token")
            try Data(StandInToken.owner.value.utf8).write(to: token)
            let undisturbed = KilledImport(folder: folder.appending(path: "0"), source: source, token: token)
            #expect(try await undisturbed.run() == 0)
            let wanted = try await undisturbed.dump()
            #expect(wanted.count > 300)
            var left = moments[...]
            var round = 0
            while !left.isEmpty {
                round += 1
                let killed = KilledImport(folder: folder.appending(path: "\(round)"), source: source, token: token)
                // An import that comes to its end before all moments are used up leaves the others to the next.
                while let moment = left.popFirst(), try await killed.run(killAfter: moment) == nil {}
                #expect(try await killed.finish() == 0)
                let found = try await killed.dump()
                #expect(found == wanted, "\(differences(wanted, found))")
                try await killed.expectTidy()
            }
        }
    }
}

/// An import by the program on a data directory of its own.
private struct KilledImport: Sendable {
    let folder: URL
    let source: StandInGitHub
    let token: URL

    private var arguments: [String] {
        [
            "import", "github", Engine.lantern, "--into", "harbour", "--host", source.url, "--token-file", token.path,
            "--data", folder.path, "--allow-outbound", "127.0.0.0/8", "--pagination-limit", "7",
        ]
    }

    /// - Returns: the exit status; `nil` when it was killed first.
    func run(killAfter moment: Duration? = nil) async throws -> Int32? {
        try await Processes.run(Processes.landfall, arguments, killAfter: moment)
    }

    /// Goes on to the end; an import that is there already is refused by the command.
    func finish() async throws -> Int32? {
        let store = try? SQLiteStore(file: folder.appending(path: "landfall.sqlite"))
        let status = try await store?.read { connection -> String? in
            try connection.value("SELECT status AS value FROM imports", [])
        }
        try store?.close()
        return status == "finished" ? 0 : try await run()
    }

    func dump() async throws -> [String] {
        let store = try SQLiteStore(file: folder.appending(path: "landfall.sqlite"))
        var lines = try await StoreDump.lines(store)
        lines += try await store.read { connection in
            let check: [String] = try connection.rows("PRAGMA integrity_check", []) { try $0("integrity_check") }
            let status: [String] = try connection.rows(
                "SELECT status || (credential IS NULL) AS value FROM imports", []
            ) { try $0("value") }
            return check + status
        }
        try store.close()
        for repository in ["1.git", "1.wiki.git"] {
            let path = folder.appending(path: "repositories/\(repository)").path
            lines.append(try await Processes.output("git", ["-C", path, "for-each-ref"]))
            lines.append(try await Processes.output("git", ["-C", path, "fsck", "--connectivity-only"]))
            lines.append(try await Processes.output("git", ["-C", path, "config", "--list", "--local"]))
        }
        return lines
    }

    /// Nothing that was killed has left anything behind.
    func expectTidy() async throws {
        #expect(Processes.touching(folder).isEmpty)
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        let left = files.filter { file in
            file.contains("/tmp_") || file.contains("/incoming-")
                || (file.hasPrefix("repositories") && file.hasSuffix(".lock"))
        }
        #expect(left.isEmpty, "\(left)")
    }
}

/// Chance that can be repeated (SplitMix64).
struct Moments {
    let seed: UInt64
    private var state: UInt64

    init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    mutating func next(from lowest: Double, to highest: Double) -> Duration {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return .seconds(lowest + (highest - lowest) * Double(mixed >> 11) / Double(1 << 53))
    }
}
