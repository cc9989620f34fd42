import Foundation
import Outbound
import Remote
import RemoteREST

/// A GraphQL query with its variables and what it costs.
struct GitHubQuery: Sendable, Hashable {
    var text: String
    var variables: [String: Variable]
    /// Connection calls if every `first` were full: GitHub divides them by 100, rounds, and takes at least 1 point.
    var calls: Int
    var what: String

    enum Variable: Sendable, Hashable, Encodable {
        case text(String)
        case number(Int)
        case list([String])
        case null

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .list(let list): try container.encode(list)
            case .null: try container.encodeNil()
            }
        }
    }

    /// Asked for in every query; costs nothing.
    static let rateLimit = "rateLimit { cost remaining resetAt }"

    var cost: Int { max(1, Int((Double(calls) / 100).rounded())) }

    func request(at host: GitHubHost) throws(SourceFault) -> GitHubRequest {
        struct Body: Encodable {
            var query: String
            var variables: [String: Variable]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            let body = try encoder.encode(Body(query: text, variables: variables))
            return GitHubRequest(url: host.graphQL, what: what, query: Array(body), cost: cost)
        } catch {
            throw .remote(.malformed(what: what))
        }
    }
}

/// What every GraphQL answer says of itself.
struct GraphQLHead: Sendable {
    var cost: Int?
    var hasData: Bool
    var errors: [GraphQLError]

    /// `nil` where the body is no GraphQL answer.
    init?(_ body: [UInt8]) {
        guard let wire = try? JSONDecoder().decode(Wire.self, from: Data(body)), wire.data != nil || wire.errors != nil
        else { return nil }
        cost = wire.data?.rateLimit?.cost.map { min(max($0, 0), 1 << 20) }
        hasData = wire.data != nil
        errors = wire.errors ?? []
    }

    private struct Wire: Decodable {
        var data: Answer?
        var errors: [GraphQLError]?

        enum CodingKeys: String, CodingKey {
            case data
            case errors
        }
    }

    private struct Answer: Decodable {
        var rateLimit: Limit?

        enum CodingKeys: String, CodingKey {
            case rateLimit
        }
    }

    private struct Limit: Decodable {
        var cost: Int?

        enum CodingKeys: String, CodingKey {
            case cost
        }
    }

    /// The primary limit answers with status 200 (`RATE_LIMITED`, in newer answers `RATE_LIMIT`).
    var isRateLimited: Bool {
        errors.contains { $0.type == "RATE_LIMITED" || $0.type == "RATE_LIMIT" }
    }

    /// Whether GitHub stumbled without blaming the query, so that the same one may do.
    var isTransient: Bool {
        let serious = errors.filter { !$0.concernsOneObject }
        return !serious.isEmpty
            && serious.allSatisfy {
                $0.extensions?.code == nil && [nil, "INTERNAL", "SERVICE_UNAVAILABLE"].contains($0.type)
            }
    }

    /// Whether something beyond what the caller expects to be missing is missing.
    func check(_ request: GitHubRequest) throws(SourceFault) {
        let serious = errors.filter { !$0.concernsOneObject }
        guard !serious.isEmpty || !hasData else { return }
        let kind = serious.first?.type ?? serious.first?.extensions?.code ?? errors.first?.type
        switch kind {
        case nil, "RESOURCE_LIMITS_EXCEEDED", "MAX_NODE_LIMIT_EXCEEDED", "SERVICE_UNAVAILABLE", "INTERNAL":
            throw .tooHeavy("GitHub gave up on the query (\(kind ?? "no reason named"))")
        case "NOT_FOUND": throw .remote(.notFound(what: request.what))
        case "FORBIDDEN", "INSUFFICIENT_SCOPES": throw .remote(.forbidden(what: request.what))
        case "RATE_LIMITED", "RATE_LIMIT": throw .remote(.rateLimited(host: request.url.host, until: nil))
        case .some(let kind):
            throw .remote(.unavailable(what: request.what, detail: "GitHub refuses the query (\(kind))"))
        }
    }
}

/// One entry of `errors`. Its message is not kept: it may hold somebody's text.
struct GraphQLError: Decodable, Sendable {
    var type: String?
    var extensions: Extensions?
    /// Where in the query it is about.
    var places: [QueryTree.Place]
    /// The type of the value that should have stood where an argument does not fit.
    var expectedType: String?

    /// What checking a query says, in the words of GitHub's library (graphql-ruby).
    struct Extensions: Decodable, Sendable {
        var code: String?
        var typeName: String?
        var fieldName: String?
        var argumentName: String?

        enum CodingKeys: String, CodingKey {
            case code
            case typeName
            case fieldName
            case argumentName
        }
    }

    enum CodingKeys: String, CodingKey {
        case type
        case extensions
        case locations
        case message
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        type = try container.decodeIfPresent(String.self, forKey: .type)
        extensions = try? container.decodeIfPresent(Extensions.self, forKey: .extensions)
        places = (try? container.decodeIfPresent([QueryTree.Place].self, forKey: .locations)) ?? []
        guard extensions?.code == "argumentLiteralsIncompatible" else { return }
        expectedType = (try? container.decodeIfPresent(String.self, forKey: .message)).flatMap(Self.expectedType)
    }

    /// `Expected type '[IssueTimelineItemsItemType!]'.`
    private static func expectedType(in message: String) -> String? {
        guard let start = message.range(of: "Expected type '", options: .backwards) else { return nil }
        let name = message[start.upperBound...].drop { $0 == "[" }.prefix { $0.isASCII && ($0.isLetter || $0 == "_") }
        return name.isEmpty ? nil : String(name)
    }

    /// One object among others vanished or is out of sight; its place in `data` is null.
    var concernsOneObject: Bool { type == "NOT_FOUND" || type == "FORBIDDEN" }
}

/// `pageInfo` of a connection.
struct GraphQLPageInfo: Decodable, Sendable, Hashable {
    var hasNextPage: Bool
    var endCursor: String?
    /// Only where it was asked for.
    var hasPreviousPage: Bool?

    enum CodingKeys: String, CodingKey {
        case hasNextPage
        case endCursor
        case hasPreviousPage
    }

    static let selection = "pageInfo { hasNextPage endCursor }"
    /// For a list of which nobody knows whether it is read from its beginning.
    static let selectionWithBeginning = "pageInfo { hasNextPage endCursor hasPreviousPage }"

    var next: String? { hasNextPage ? endCursor : nil }
}

/// The whole answer, for a caller that knows what it asked.
struct GraphQLAnswer<Answer: Decodable>: Decodable {
    var data: Answer?

    enum CodingKeys: String, CodingKey {
        case data
    }
}

extension GraphQLAnswer: Sendable where Answer: Sendable {}
