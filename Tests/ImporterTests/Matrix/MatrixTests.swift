import Foundation
import Importer
import Model
import StandIns
import Store
import Synchronization
import TestSupport
import Testing

/// Every stage under every fault, at every source: each ends as the table says, nothing is lost in silence, and nothing
/// is told that must not be.
///
/// Usually each stage once, with a fault that passes; `LANDFALL_FAULT_MATRIX=all` runs all cells, a number a sample of
/// them by that seed, and anything else those whose description it matches as a regular expression. With
/// `LANDFALL_SOAK_SECONDS` it is as many of them as that time allows, in an order that chance chooses.
struct MatrixTests {
    @Test(.timeLimit(.minutes(240)), arguments: MatrixSource.allCases)
    func everyFaultEndsAsTheTableSays(source: MatrixSource) async throws {
        let cells = MatrixSample.chosen(at: source)
        try await MatrixBench.at(source) { bench in
            let wanted = try await Self.undisturbed(bench)
            var counts: [MatrixOutcome: Int] = [:]
            var (run, bad) = (0, 0)
            let end = Soak.seconds.map { ContinuousClock.now + .seconds($0) }
            for cell in cells {
                if let end, ContinuousClock.now > end { break }
                let finding = try await MatrixTrial(bench: bench, cell: cell, wanted: wanted).run()
                run += 1
                if let outcome = finding.outcome { counts[outcome, default: 0] += 1 }
                if !Self.expect(finding) { bad += 1 }
            }
            let outcomes = MatrixOutcome.allCases.map { "\($0.rawValue) \(counts[$0, default: 0])" }
            print(
                "fault matrix, \(source.rawValue): \(run) of \(cells.count) cells;",
                "\(outcomes.joined(separator: "; ")); \(bad) not as the table says")
            #expect(bad == 0)
        }
    }

    private static func expect(_ finding: MatrixTrial.Finding) -> Bool {
        let (cell, problems) = (finding.cell, finding.problems)
        let isAllowed = finding.outcome.map { cell.allowed.contains($0) } ?? false
        let outcome = finding.outcome?.rawValue ?? "nothing"
        if ProcessInfo.processInfo.environment["LANDFALL_FAULT_MATRIX_TOLD"] != nil {
            let mark = isAllowed && problems.isEmpty ? "ok" : isAllowed ? "BAD" : "OTHER"
            print("@@ \(mark) | \(cell) | \(outcome) | \(finding.seconds) s | \(finding.words)")
        }
        #expect(isAllowed, "\(cell): \(outcome): \(finding.words)")
        #expect(problems.isEmpty, "\(cell): \(outcome): \(problems.joined(separator: "\n"))")
        return isAllowed && problems.isEmpty
    }

    /// The dump of an import that nothing disturbs. Its requests are those of the table, and no others.
    private static func undisturbed(_ bench: MatrixBench) async throws -> [String] {
        let lines = Mutex<[String]>([])
        try await bench.with(
            MatrixTrial.options(LeapingClock(), MatrixFault.status500.timeouts), MatrixTrial.settings()
        ) { engine, record, _ in
            let before = bench.requests().count
            let report = try await engine.work(on: record)
            #expect(report.isComplete, "\(report.record.failure ?? "")")
            expectTable(of: bench.requests().dropFirst(before), at: bench.source)
            let dump = try await MatrixDump.lines(engine, record)
            lines.withLock { $0 = dump }
        }
        return lines.withLock { $0 }
    }

    private static func expectTable(of requests: some Collection<StandInRequest>, at source: MatrixSource) {
        let targets = requests.map { request in request.path + (request.query.map { "?\($0)" } ?? "?") }
        var known: Set<String> = []
        for stage in Stage.allCases {
            guard case .asks(_, let patterns) = stage.requests(at: source) else { continue }
            for pattern in patterns {
                let found = targets.filter { $0.range(of: pattern.path, options: .regularExpression) != nil }
                #expect(found.count > pattern.after, "\(stage) asks nothing at \(pattern.path)")
                known.formUnion(found)
            }
        }
        let unknown = targets.filter { !known.contains($0) }
        #expect(unknown.isEmpty, "requests of no stage: \(unknown)")
    }
}
