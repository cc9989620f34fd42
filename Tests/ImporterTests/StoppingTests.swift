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
}
