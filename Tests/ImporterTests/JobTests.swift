import Foundation
import Jobs
import Model
import Store
import StoreSQLite
import Synchronization
import Testing

/// The queue and its workers, whatever the jobs are.
struct JobTests {
    @Test func noJobRunsTwiceHoweverManyProcessesWork() async throws {
        try await withFolder { folder in
            let handler = CountingHandler()
            let processes = try (0..<3).map { _ in try Process(folder, handler) }
            try await processes[0].store.write { connection in
                for subject in 1...40 {
                    try JobRows.enqueue(
                        kind: "test", subject: Int64(subject), fairnessKey: "\(subject % 3)", at: moment, in: connection
                    )
                }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for process in processes { group.addTask { await process.workers(3).run() } }
                let deadline = ContinuousClock.now + .seconds(20)
                while handler.runs.count < 40, ContinuousClock.now < deadline {
                    try await Task.sleep(for: .milliseconds(10))
                }
                group.cancelAll()
            }
            #expect(handler.runs.sorted() == Array(1...40))
            let states: [String] = try await processes[0].store.read { connection in
                try connection.rows("SELECT DISTINCT state FROM jobs", []) { try $0("state") }
            }
            #expect(states == ["completed"])
            for process in processes { try process.store.close() }
        }
    }

    @Test func theLeaseOfAProcessThatIsGoneIsTakenOverAtOnce() async throws {
        try await withFolder { folder in
            let handler = CountingHandler()
            let survivor = try Process(folder, handler)
            do {
                let victim = try Process(folder, handler)
                try await victim.store.write { connection in
                    try JobRows.enqueue(kind: "test", subject: 7, fairnessKey: "a", at: moment, in: connection)
                    _ = try JobRows.claim(owner: victim.lease.owner, kind: "test", at: moment, in: connection)
                }
                #expect(survivor.lease.isAlive(victim.lease.owner))
                #expect(try await !survivor.workers(1).runOne(subject: 7))
                try victim.store.close()
            }
            #expect(try await survivor.workers(1).runOne(subject: 7))
            #expect(handler.runs == [7])
            try survivor.store.close()
        }
    }

    @Test func turnsAreFair() async throws {
        try await withFolder { folder in
            let process = try Process(folder, CountingHandler())
            let order = try await process.store.write { connection -> [Int64] in
                for (subject, key) in [(1, "a"), (2, "a"), (3, "a"), (4, "b"), (5, "c")] {
                    try JobRows.enqueue(
                        kind: "test", subject: Int64(subject), fairnessKey: key, at: moment, in: connection)
                }
                return try (0..<5).compactMap { _ in
                    try JobRows.claim(owner: process.lease.owner, kind: "test", at: moment, in: connection)?.subjectID
                }
            }
            #expect(order == [1, 4, 5, 2, 3])
            try process.store.close()
        }
    }

    @Test func turnsAreTakenAmongPeopleFirstAndThenAmongOnePersonsGroups() async throws {
        try await withFolder { folder in
            let process = try Process(folder, CountingHandler())
            let order = try await process.store.write { connection -> [Int64] in
                let keys = ["a/1", "a/1", "a/2", "a/3", "b/1", "b/1", "ab/1"]
                for (subject, key) in keys.enumerated() {
                    try JobRows.enqueue(
                        kind: "test", subject: Int64(subject + 1), fairnessKey: key, at: moment, in: connection)
                }
                return try keys.compactMap { _ in
                    try JobRows.claim(owner: process.lease.owner, kind: "test", at: moment, in: connection)?.subjectID
                }
            }
            #expect(order == [1, 5, 7, 3, 6, 4, 2])
            try process.store.close()
        }
    }

    @Test func aSmallJobDoesNotWaitForTheEndOfAnotherTenantsHugeOnes() async throws {
        try await withFolder { folder in
            let handler = TwoTenants()
            let process = try Process(folder, handler)
            try await process.store.write { connection in
                for subject in 1...50 {
                    try JobRows.enqueue(
                        kind: "test", subject: Int64(subject), fairnessKey: "huge/1", at: moment, in: connection)
                }
            }
            let turns = TurnRules(shared: 0.1)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await process.workers(4, turns: turns).run() }
                while handler.begun.count < 4 { try await Task.sleep(for: .milliseconds(5)) }
                try await process.store.write { connection in
                    try JobRows.enqueue(
                        kind: "test", subject: 100, fairnessKey: "small/2", at: moment, in: connection)
                }
                let deadline = ContinuousClock.now + .seconds(30)
                while !handler.begun.contains(100), ContinuousClock.now < deadline {
                    try await Task.sleep(for: .milliseconds(5))
                }
                #expect(handler.begun.contains(100))
                // What made room goes on before those of its tenant that have not begun.
                while handler.begun.count < 6, ContinuousClock.now < deadline {
                    try await Task.sleep(for: .milliseconds(5))
                }
                #expect(Set(handler.begun.prefix(4)).contains(handler.begun[5]))
                group.cancelAll()
            }
            try process.store.close()
        }
    }

    @Test func aJobThatIsAskedToStopStopsAndSaysWhy() async throws {
        try await withFolder { folder in
            let handler = PatientHandler()
            let process = try Process(folder, handler)
            try await process.store.write { connection in
                try JobRows.enqueue(kind: "test", subject: 1, fairnessKey: "a", at: moment, in: connection)
            }
            async let ran = process.workers(1).runOne(subject: 1)
            while !handler.hasBegun { try await Task.sleep(for: .milliseconds(5)) }
            try await process.store.write { connection in
                try JobRows.cancel(kind: "test", subject: 1, at: moment, in: connection)
            }
            #expect(try await ran)
            let state: String? = try await process.store.read { try $0.value("SELECT state AS value FROM jobs", []) }
            #expect(state == "canceled")
            try process.store.close()
        }
    }

    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "landfall-jobs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }
}

private let moment = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)

/// What a process has of its own: connections and a lease.
private struct Process: Sendable {
    let store: SQLiteStore
    let lease: ProcessLease
    let handler: any JobHandler

    init(_ folder: URL, _ handler: any JobHandler) throws {
        store = try SQLiteStore(file: folder.appending(path: "landfall.sqlite"))
        lease = try ProcessLease(directory: folder.appending(path: "processes"))
        self.handler = handler
    }

    func workers(_ count: Int, turns: TurnRules? = nil) -> Workers {
        Workers(
            store: store, lease: lease, handler: handler, count: count, turns: turns, clock: Engine.clock,
            logger: Engine.quiet)
    }
}

private final class CountingHandler: JobHandler {
    private let subjects = Mutex<[Int64]>([])

    var runs: [Int64] { subjects.withLock { $0 } }
    var kind: String { "test" }

    func run(_ job: JobRow, stop: JobStop) async -> JobResult {
        subjects.withLock { $0.append(job.subjectID) }
        await Task.yield()
        return .completed
    }
}

/// Works until it is stopped.
private final class PatientHandler: JobHandler {
    private let begun = Mutex(false)

    var hasBegun: Bool { begun.withLock { $0 } }
    var kind: String { "test" }

    func run(_ job: JobRow, stop: JobStop) async -> JobResult {
        begun.withLock { $0 = true }
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(1)) }
        return stop.reason == .canceled ? .canceled : .failed("it was not told why")
    }
}

/// Those of one tenant never end, those of the other do at once.
private final class TwoTenants: JobHandler {
    private let subjects = Mutex<[Int64]>([])

    /// In the order in which they began.
    var begun: [Int64] { subjects.withLock { $0 } }
    var kind: String { "test" }

    func run(_ job: JobRow, stop: JobStop) async -> JobResult {
        subjects.withLock { $0.append(job.subjectID) }
        guard job.fairnessKey.hasPrefix("huge") else { return .completed }
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(1)) }
        return .again(afterSeconds: 0)
    }
}
