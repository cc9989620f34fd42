/// Which stages are done, and a place to wait for them.
actor StageGates {
    private var opened: Set<Stage>
    private var changes: [Int: AsyncStream<Void>.Continuation] = [:]
    private var nextListener = 0

    init(open: Set<Stage>) {
        opened = open
    }

    func open(_ stage: Stage) {
        opened.insert(stage)
        for listener in changes.values { listener.yield() }
    }

    func areOpen(_ stages: [Stage]) -> Bool {
        opened.isSuperset(of: stages)
    }

    /// Returns when all of them are done.
    /// - Throws: `CancellationError`.
    func wait(for stages: [Stage]) async throws {
        let (stream, id) = listen()
        defer { changes[id] = nil }
        if areOpen(stages) { return }
        for await _ in stream where areOpen(stages) { return }
        throw CancellationError()
    }

    /// Returns when another stage is done, or after a time.
    func waitForChange(atMost limit: Duration) async {
        let (stream, id) = listen()
        defer { changes[id] = nil }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in stream { return } }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }

    private func listen() -> (AsyncStream<Void>, Int) {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        nextListener += 1
        changes[nextListener] = continuation
        return (stream, nextListener)
    }
}
