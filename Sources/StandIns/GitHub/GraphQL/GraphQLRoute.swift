import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOFoundationCompat
import Synchronization

/// `POST /graphql`.
struct GraphQLRoute: Sendable {
    let server: StandInGitHub

    /// - Parameter restPrefix: where the REST API of the same style is.
    func add(to router: Router<StandInContext>, at path: String, restPrefix: String) {
        let group = router.group(RouterPath(path)).add(middleware: AccessMiddleware(server: server, resource: .graphql))
        group.post { request, context in
            try await answer(request, context, Addresses(request, prefix: restPrefix, fallback: server.url))
        }
    }

    private func answer(_ request: Request, _ context: StandInContext, _ addresses: Addresses) async throws -> Response
    {
        guard let token = context.token else { throw GitHubError.unauthenticated }
        let body = try await request.body.collect(upTo: 1 << 20)
        guard let message = try? JSONDecoder().decode(JSONValue.self, from: Data(buffer: body)),
            case .string(let text) = message["query"]
        else { throw GitHubError(status: .badRequest, message: "Problems parsing JSON") }
        server.state.withLock { $0.traffic.counts.queries += 1 }
        do {
            return try run(text, message, token, context, addresses)
        } catch let error as GraphQLError {
            return .json(["errors": [error.json]])
        } catch let error as GraphQLErrors {
            return .json(["errors": .array(error.errors.map(\.json))])
        }
    }

    private func run(
        _ text: String, _ message: JSONValue, _ token: StandInToken, _ context: StandInContext, _ addresses: Addresses
    ) throws -> Response {
        var name: String?
        if case .string(let value) = message["operationName"] { name = value }
        let query = try GraphQLQuery(text, operationName: name, variables: message["variables"] ?? [:])
        let configuration = server.configuration
        let schema = GraphQLSchema.github.without(configuration.schemaGaps)
        let cost = try GraphQLValidation.check(query, schema)
        let bucket = server.state.withLock { state -> RateBucket? in
            guard state.charge(cost.points, to: token, .graphql, configuration) else { return nil }
            state.traffic.note(context.logPosition) { $0.points = cost.points }
            return state.bucket(token, .graphql, configuration)
        }
        guard let bucket else {
            throw GraphQLError(type: "RATE_LIMITED", message: "API rate limit exceeded for user ID \(token.login).")
        }
        let run = GraphQLContext(server: server, token: token, addresses: addresses, cost: cost, bucket: bucket)
        return .json(GraphQLExecutor.run(query, schema, run))
    }
}
