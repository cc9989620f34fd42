extension ThrowingTaskGroup where ChildTaskResult == Void, Failure == any Error {
    /// Returns when all children are done and throws as soon as one fails, which ends the others. `waitForAll()` waits
    /// for them even then, and here they may wait for what has failed.
    mutating func waitForAllOrFirstFailure() async throws {
        while try await next() != nil {}
    }
}
