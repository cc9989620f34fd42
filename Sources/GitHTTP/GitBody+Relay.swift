import AsyncAlgorithms
import NIOCore

extension GitBody {
    /// Hands the body on to a reader that may end before it, and reads what is left to its end, so that the connection
    /// can be used again. A cancelled read of the body itself would close the connection, which it is read from.
    ///
    /// - Throws: what `reader` throws; then the rest is not read.
    func relayed(to reader: (AsyncThrowingChannel<ByteBuffer, any Error>) async throws -> Void) async throws {
        let channel = AsyncThrowingChannel<ByteBuffer, any Error>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    for try await piece in self { await channel.send(piece) }
                    channel.finish()
                } catch {
                    channel.fail(error)
                }
            }
            // From then on what is sent goes nowhere, and does not wait.
            defer { channel.finish() }
            try await reader(channel)
        }
    }
}
