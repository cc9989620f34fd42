import Hummingbird
import Synchronization

/// Answers once it has been told how. The server's port, which stands in its answers, is known only when it listens.
final class LateResponder: HTTPResponder {
    private let responder = Mutex<RouterResponder<StandInContext>?>(nil)

    func set(_ responder: RouterResponder<StandInContext>) {
        self.responder.withLock { $0 = responder }
    }

    func respond(to request: Request, context: StandInContext) async throws -> Response {
        guard let responder = responder.withLock({ $0 }) else { return Response(status: .serviceUnavailable) }
        return try await responder.respond(to: request, context: context)
    }
}
