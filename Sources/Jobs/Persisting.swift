public import Logging
import Store

/// Runs `body` to its end even when the caller's task is canceled: GRDB refuses to write in a canceled task, and an
/// end that is not written would be work done twice.
public func withUncancelledTask<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await Task.detached { try await body() }.value
}

/// Writes what must not be lost: tries until it succeeds, with pauses of up to ten seconds, because a disk that is full
/// now may have room soon. A canceled caller is kept three seconds at most.
///
/// - Parameters:
///   - message: logged once, with the first failure.
///   - reserve: room that is given back where the disk is full.
public func persist(
    _ message: StaticString, reserve: DiskReserve?, logger: Logger,
    _ body: @escaping @Sendable () async throws -> Void
) async {
    var attempt = 1
    while true {
        do {
            return try await withUncancelledTask(body)
        } catch {
            if attempt == 1 { logger.error("\(message)", metadata: ["error": "\(error)"]) }
            if Task.isCancelled, attempt >= 3 { return }
            if case .full = error as? StoreError { reserve?.release() }
            // Being canceled ends a long pause; after that, the last attempts come quickly.
            if Task.isCancelled {
                try? await withUncancelledTask { try await Task.sleep(for: .milliseconds(500)) }
            } else {
                try? await Task.sleep(for: attempt == 1 ? .milliseconds(50) : .seconds(min(attempt, 10)))
            }
            attempt += 1
        }
    }
}
