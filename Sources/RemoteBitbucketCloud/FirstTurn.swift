import Synchronization

/// Lets the first of several go ahead, and the others only when it has come back.
final class FirstTurn: Sendable {
    private struct State {
        var isTaken = false
        var hasEnded = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Returns at once for the first, and for everybody after ``end()``. Whoever it returns to calls that.
    func take() async {
        await withCheckedContinuation { continuation in
            let mayGo = state.withLock { state in
                let mayGo = state.hasEnded || !state.isTaken
                state.isTaken = true
                if !mayGo { state.waiting.append(continuation) }
                return mayGo
            }
            if mayGo { continuation.resume() }
        }
    }

    func end() {
        let waiting = state.withLock { state in
            state.hasEnded = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
