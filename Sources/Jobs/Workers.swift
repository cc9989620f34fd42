public import Logging
public import Model
public import Store

/// Takes jobs of one kind and runs them, several at once, until its task is canceled.
public struct Workers: Sendable {
    private let store: any Datastore
    private let lease: ProcessLease
    private let handler: any JobHandler
    private let count: Int
    private let reserve: DiskReserve?
    private let turns: TurnRules?
    private let clock: @Sendable () -> Timestamp
    private let logger: Logger

    /// How often a worker without work looks for some, and a running job for a request to cancel it.
    private static let lookInterval = Duration.milliseconds(250)
    private let roster = Roster()

    /// - Parameters:
    ///   - count: how many jobs run at the same time.
    ///   - reserve: room on the disk that is kept for writing how jobs end.
    ///   - turns: when a job makes room for others that wait; `nil` lets each run to its end.
    public init(
        store: any Datastore, lease: ProcessLease, handler: any JobHandler, count: Int, reserve: DiskReserve? = nil,
        turns: TurnRules? = nil, clock: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        self.store = store
        self.lease = lease
        self.handler = handler
        self.count = count
        self.reserve = reserve
        self.turns = turns
        self.clock = clock
        self.logger = logger
    }

    /// Works until canceled; what is running then goes back into the queue.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await rescueUntilCancelled() }
            if let turns { group.addTask { await keepTurnsUntilCancelled(turns) } }
            for _ in 0..<count {
                group.addTask { await workUntilCancelled() }
            }
        }
    }

    /// Runs the job about one subject, if it waits, here and now.
    /// - Returns: whether there was one.
    public func runOne(subject: Int64) async throws -> Bool {
        try await rescue()
        guard let job = try await claim(subject: subject) else { return false }
        await runClaimed(job)
        return true
    }

    private func workUntilCancelled() async {
        while !Task.isCancelled {
            do {
                if let job = try await claim(subject: nil) {
                    await runClaimed(job)
                    continue
                }
            } catch is CancellationError {
                return
            } catch {
                logger.error("jobs could not be claimed", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: Self.lookInterval)
        }
    }

    private func claim(subject: Int64?) async throws -> JobRow? {
        let (owner, kind, now) = (lease.owner, handler.kind, clock())
        // Looking costs nothing; claiming would stop the writer a few times a second for nothing.
        let isThere = try await store.read { connection in
            try JobRows.isAvailable(kind: kind, subject: subject, at: now, in: connection)
        }
        guard isThere else { return nil }
        return try await store.write { connection in
            try JobRows.claim(owner: owner, kind: kind, subject: subject, at: now, in: connection)
        }
    }

    private func runClaimed(_ job: JobRow) async {
        reserve?.fill()
        let stop = JobStop()
        roster.began(job)
        let result = await withTaskGroup(of: JobResult?.self) { group in
            group.addTask { await handler.run(job, stop: stop) }
            group.addTask {
                await watchForCancel(job, stop: stop)
                return nil
            }
            var result: JobResult?
            for await ended in group {
                if let ended { result = ended }
                group.cancelAll()
            }
            return result
        }
        await settle(job, result ?? .again(afterSeconds: 0), yield: roster.ended(job))
    }

    /// Returns when somebody asks the job to stop or to make room, which cancels it.
    private func watchForCancel(_ job: JobRow, stop: JobStop) async {
        while !Task.isCancelled {
            let isRequested = try? await store.read { try JobRows.isCancelRequested(job.id, in: $0) }
            if isRequested == true {
                stop.stop(for: .canceled)
                return
            }
            if roster.isAsked(job) {
                stop.stop(for: .turn)
                return
            }
            try? await Task.sleep(for: Self.lookInterval)
        }
        stop.stop(for: .shutdown)
    }

    /// Not a child of the canceled task, because its outcome must be written whatever ended the work.
    private func settle(_ job: JobRow, _ result: JobResult, yield: Turns.Yield?) async {
        let (owner, now) = (lease.owner, clock())
        let write: @Sendable (any WriteConnection) throws -> Void = { connection in
            switch result {
            case .completed:
                try JobRows.finish(job.id, owner: owner, state: .completed, error: nil, at: now, in: connection)
            case .failed(let error):
                try JobRows.finish(job.id, owner: owner, state: .failed, error: error, at: now, in: connection)
            case .canceled:
                try JobRows.finish(job.id, owner: owner, state: .canceled, error: nil, at: now, in: connection)
            case .again(0) where yield?.keepsPlace == true:
                try JobRows.putBack(job.id, owner: owner, in: connection)
            case .again(let seconds):
                let pause = min(seconds, JobRows.longestPause)
                try JobRows.putBack(job.id, owner: owner, runAt: now.adding(seconds: pause), in: connection)
            }
        }
        await persist("a job's end cannot be written yet", reserve: reserve, logger: logger) { [store] in
            try await store.write(write)
        }
    }

    private func keepTurnsUntilCancelled(_ rules: TurnRules) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            let running = roster.running
            guard running.count >= count else { continue }
            do {
                let (kind, now) = (handler.kind, clock())
                let (waiting, all) = try await store.read { connection in
                    (
                        try JobRows.keysWaiting(kind: kind, at: now, in: connection),
                        try JobRows.keysRunning(kind: kind, in: connection)
                    )
                }
                let turns = Turns(rules: rules, running: running, allRunning: all, waiting: waiting)
                if let yield = turns.yielding() { roster.ask(yield) }
            } catch {
                logger.error("nobody's turn could be looked up", metadata: ["error": "\(error)"])
            }
        }
    }

    private func rescueUntilCancelled() async {
        while !Task.isCancelled {
            do {
                try await rescue()
            } catch is CancellationError {
                return
            } catch {
                logger.error("jobs of ended processes could not be put back", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(5))
        }
    }

    /// Puts back the jobs of processes that are gone, and makes those due that a wrong clock put off.
    private func rescue() async throws {
        let now = clock()
        if try await store.read({ try JobRows.areInFuture(at: now, in: $0) }) {
            try await store.write { try JobRows.forgetFuture(at: now, in: $0) }
        }
        let gone = try await store.read { try JobRows.owners(in: $0) }.filter { !lease.isAlive($0) }
        guard !gone.isEmpty else { return }
        try await store.write { connection in
            for owner in gone { try JobRows.putBackAll(of: owner, in: connection) }
        }
    }
}
