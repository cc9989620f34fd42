import ArgumentParser
import Foundation
import Importer
import Jobs
import Model
import Remote
import ServiceLifecycle
import Store
import UnixSignals

/// Runs one import in this process and shows it until its end.
struct ImportWatch {
    let instance: Instance
    let style: ProgressDisplay.Style
    var plan: SourcePlan?

    /// - Returns: what the command exits with.
    func run(_ record: Import) async throws -> ExitCode {
        let wasStopped = try await withThrowingTaskGroup(of: Bool?.self) { group in
            group.addTask {
                try await work(record.id)
                return false
            }
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { return true }
                return nil
            }
            group.addTask {
                try await display(record.id)
                return nil
            }
            var ended: Bool?
            while ended == nil, let next = try await group.next() { ended = next }
            group.cancelAll()
            return ended ?? true
        }
        guard let report = try await instance.store.read({ try ImportReport.read(record.id, in: $0) }) else {
            throw CommandFailure("the import is gone: its project was removed meanwhile")
        }
        return finish(report, wasStopped: wasStopped)
    }

    /// Works on the import here; waits where another process works on it already.
    private func work(_ id: ImportID) async throws {
        let workers = instance.workers(count: 1)
        while !Task.isCancelled {
            // Not ended where the source makes it wait: then there will be another turn.
            _ = try await workers.runOne(subject: id.rawValue)
            let status = try await instance.store.read { try Imports.find(id, in: $0)?.status }
            if status?.isComplete ?? true { return }
            try await Task.sleep(for: .milliseconds(300))
        }
    }

    private func display(_ id: ImportID) async throws {
        var display = ProgressDisplay(style: style, startedAt: Instance.clock(), plan: plan)
        while true {
            if let report = try await instance.store.read({ try ImportReport.read(id, in: $0) }) {
                display.show(report, now: Instance.clock())
            }
            try await Task.sleep(for: .milliseconds(style == .terminal ? 200 : 1000))
        }
    }

    private func finish(_ report: ImportReport, wasStopped: Bool) -> ExitCode {
        switch style {
        case .json: say(json: ReportText.json(report))
        case .plain, .terminal: say("\n" + ReportText.table(report))
        }
        if wasStopped, report.record.status.isInProgress {
            if style != .json { say("\nStopped. The same command goes on from here.") }
            return ExitCode(130)
        }
        guard report.record.status == .finished else { return ExitCode(1) }
        return report.isComplete ? .success : ExitCode(2)
    }
}
