import Model
import Store
import Synchronization

/// The jobs that run in this process, since when, and which of them are to make room.
final class Roster: Sendable {
    private struct Entry {
        let job: JobRow
        let began = ContinuousClock.now
        var yield: Turns.Yield?
    }

    private let entries = Mutex<[Identifier<JobRow>: Entry]>([:])

    func began(_ job: JobRow) {
        entries.withLock { $0[job.id] = Entry(job: job) }
    }

    /// - Returns: how it was asked to make room, if it was.
    func ended(_ job: JobRow) -> Turns.Yield? {
        entries.withLock { $0.removeValue(forKey: job.id)?.yield }
    }

    func ask(_ yield: Turns.Yield) {
        entries.withLock { $0[yield.id]?.yield = yield }
    }

    func isAsked(_ job: JobRow) -> Bool {
        entries.withLock { $0[job.id]?.yield != nil }
    }

    /// What runs; empty while one that was asked to make room has not done so.
    var running: [Turns.Running] {
        let entries = entries.withLock { Array($0.values) }
        guard entries.allSatisfy({ $0.yield == nil }) else { return [] }
        return entries.map { entry in
            Turns.Running(
                id: entry.job.id, key: entry.job.fairnessKey, attempt: entry.job.attempt,
                seconds: (ContinuousClock.now - entry.began) / .seconds(1))
        }
    }
}
