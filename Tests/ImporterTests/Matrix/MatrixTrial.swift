import Foundation
import Importer
import Jobs
import Model
import Outbound
import Remote
import StandIns
import Store
import StoreSQLite

/// Runs one cell: an import under the fault, then what is to make it whole.
struct MatrixTrial: Sendable {
    /// What was found.
    struct Finding: Sendable {
        var cell: MatrixCell
        var outcome: MatrixOutcome?
        /// What must not be.
        var problems: [String] = []
        /// What the import said.
        var words = ""
        var seconds = 0.0
    }

    let bench: MatrixBench
    let cell: MatrixCell
    /// The dump of an undisturbed import.
    let wanted: [String]

    /// An import takes no longer, whatever the source does.
    private static let longest = 120.0
    /// No source's word makes an import wait longer than that for a next attempt.
    private static let longestWait = 26 * 3600.0

    static func settings(_ strategy: TimeoutStrategy = .pessimistic) -> ImportSettings {
        ImportSettings(
            attachmentsImport: true, collaboratorsImport: true, timeoutStrategy: strategy, paginationLimit: 5,
            commitCommentsImport: true)
    }

    static func options(_ clock: LeapingClock, _ timeouts: OutboundTimeouts) -> Engine.Options {
        var options = Engine.Options()
        options.timeouts = timeouts
        options.clock = clock.budget
        options.now = { clock.timestamp }
        // Waits leap over hours in which nothing can make progress.
        options.stageTimeout = 100_000_000
        options.services = { services in
            services.fileRetries = RetryPolicy(
                maximumAttempts: 4, firstPause: .milliseconds(1), longestPause: .milliseconds(5))
            services.fileTimeouts = timeouts
            services.gitLimits = RelayLimits(
                timeouts: timeouts,
                retryPolicy: RetryPolicy(
                    maximumAttempts: 3, firstPause: .milliseconds(1), longestPause: .milliseconds(5)))
            services.transferClock = clock.budget
        }
        return options
    }

    func run() async throws -> Finding {
        let clock = LeapingClock()
        let box = FindingBox(Finding(cell: cell))
        let begin = ContinuousClock.now
        bench.mend()
        let strategy: TimeoutStrategy = cell.duration == .lastingLeft ? .optimistic : .pessimistic
        try await bench.with(Self.options(clock, cell.fault.timeouts), Self.settings(strategy)) {
            engine, record, secret in
            for pattern in cell.patterns {
                bench.inject(
                    StandInFault(
                        path: pattern.path, body: pattern.body,
                        kind: cell.fault.kind(for: cell.stageClass, at: cell.source, now: clock.now),
                        count: cell.duration == .passing ? cell.fault.passingCount : nil, after: pattern.after))
            }
            do {
                try await examine(engine, record, secret, clock, box)
            } catch {
                box.blame("it could not be tried to its end: \(error)")
            }
        }
        bench.mend()
        box.change { $0.seconds = Double((ContinuousClock.now - begin).components.seconds) }
        let finding = box.finding
        if finding.seconds > Self.longest { box.blame("it took \(finding.seconds) seconds") }
        return box.finding
    }

    private func examine(
        _ engine: any ImportEngine, _ record: Import, _ secret: Secret, _ clock: LeapingClock, _ box: FindingBox
    ) async throws {
        let report = try await advance(engine, record, clock, box, waitsOnce: cell.duration != .passing)
        if bench.strikes() == 0 { box.blame("the fault never struck") }
        let found = try await MatrixDump.lines(engine, record)
        let outcome = outcome(of: report, found, box)
        let lacking = found.filter { $0.hasPrefix("import_exceptions: ") && !wanted.contains($0) }
        box.change {
            $0.outcome = outcome
            $0.words = report.record.failure ?? "\(lacking.count) lines: \(lacking.prefix(3))"
        }
        try await expectNoSecret(engine, box)
        bench.mend()
        guard outcome != .whole else { return }
        try await makeWhole(engine, record, secret, clock, box)
    }

    private func outcome(of report: ImportReport, _ found: [String], _ box: FindingBox) -> MatrixOutcome {
        switch report.record.status {
        case .finished:
            if found == wanted { return .whole }
            let lines = Set(found.filter { $0.hasPrefix("import_exceptions: ") })
            let isListed = !lines.isSubset(of: wanted)
            if !isListed, report.isComplete {
                box.blame("lost in silence:\n\(differences(wanted, found))")
            }
            return .listed
        case .failed:
            let words = report.record.failure ?? ""
            if words.count < 20 { box.blame("the message says nothing: \(words)") }
            return .failed
        default:
            if report.spending.limitedBy == nil { box.blame("nothing says what it waits for") }
            return .waits
        }
    }

    /// Works until the import has ended, leaping over its waits.
    private func advance(
        _ engine: any ImportEngine, _ record: Import, _ clock: LeapingClock, _ box: FindingBox, waitsOnce: Bool
    ) async throws -> ImportReport {
        var report = try await engine.work(on: record)
        for _ in 0..<20 where !report.record.status.isComplete {
            let due = try await engine.number("SELECT min(run_at) AS value FROM jobs WHERE state = 'available'")
            let time = Date(timeIntervalSince1970: Double(due) / 1000)
            let wait = time.timeIntervalSince(clock.now)
            if wait > Self.longestWait { box.blame("it waits until \(time)") }
            if waitsOnce { return report }
            clock.leap(to: time)
            report = try await engine.work(on: record)
        }
        return report
    }

    /// The fault is gone: goes on, takes up again and fetches again what failed, as a person would.
    private func makeWhole(
        _ engine: any ImportEngine, _ record: Import, _ secret: Secret, _ clock: LeapingClock, _ box: FindingBox
    ) async throws {
        var report = try await engine.report(record)
        if !report.record.status.isComplete {
            clock.leap(to: clock.now.addingTimeInterval(Self.longestWait))
            report = try await advance(engine, record, clock, box, waitsOnce: false)
        }
        if report.record.status == .failed {
            _ = try await engine.requests.resume(record.id, credential: secret)
            report = try await advance(engine, record, clock, box, waitsOnce: false)
        }
        var found = try await MatrixDump.lines(engine, record)
        if found != wanted, case .scheduled = try await engine.requests.retry(record.id, credential: secret) {
            report = try await advance(engine, record, clock, box, waitsOnce: false)
            found = try await MatrixDump.lines(engine, record)
        }
        if report.record.status != .finished { box.blame("in the end: \(report.record.failure ?? "not ended")") }
        if found != wanted { box.blame("in the end it differs:\n\(differences(wanted, found))") }
    }

    private func expectNoSecret(_ engine: any ImportEngine, _ box: FindingBox) async throws {
        let texts = try await engine.store.read { connection -> [String] in
            var texts: [String] = []
            for sql in [
                "SELECT coalesce(failure, '') || coalesce(spending, '') AS value FROM imports",
                "SELECT coalesce(last_error, '') AS value FROM jobs",
                "SELECT source_key || reason || coalesce(cure, '') AS value FROM import_exceptions",
            ] { texts += try connection.rows(sql, []) { try $0("value") } }
            return texts
        }
        if texts.contains(where: { $0.contains(bench.secret) }) { box.blame("it tells the credential") }
    }
}
