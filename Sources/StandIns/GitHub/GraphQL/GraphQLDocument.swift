/// A query document, parsed: https://spec.graphql.org/October2021/
struct GraphQLDocument: Sendable {
    var operations: [GraphQLOperation] = []
    var fragments: [String: GraphQLFragment] = [:]
}

/// A query.
struct GraphQLOperation: Sendable {
    /// `query`, `mutation` or `subscription`.
    var kind: String
    var name: String?
    var variables: [GraphQLVariable]
    var selections: [GraphQLSelection]
}

/// A variable an operation declares.
struct GraphQLVariable: Sendable {
    var name: String
    var isRequired: Bool
    var type: String
    var standard: GraphQLInput?
}

/// A named fragment.
struct GraphQLFragment: Sendable {
    var condition: String
    var selections: [GraphQLSelection]
}

indirect enum GraphQLSelection: Sendable {
    case field(GraphQLField)
    /// A fragment in place, with the type it is for, if it names one.
    case inline(String?, [GraphQLDirective], [GraphQLSelection], GraphQLLocation)
    case spread(String, [GraphQLDirective], GraphQLLocation)
}

struct GraphQLField: Sendable {
    var alias: String?
    var name: String
    var arguments: [GraphQLArgument]
    var directives: [GraphQLDirective]
    var selections: [GraphQLSelection]
    var location: GraphQLLocation

    /// The key of the answer.
    var key: String { alias ?? name }
}

struct GraphQLArgument: Sendable {
    var name: String
    var value: GraphQLInput
}

struct GraphQLDirective: Sendable {
    var name: String
    var arguments: [GraphQLArgument]
}

/// A value as it stands in a query.
indirect enum GraphQLInput: Sendable {
    case variable(String)
    case value(JSONValue)
    case list([GraphQLInput])
    case object([(name: String, value: GraphQLInput)])

    /// The value with the variables put in; nil for a variable that was not given.
    func resolved(_ variables: [String: JSONValue]) -> JSONValue? {
        switch self {
        case .variable(let name): variables[name]
        case .value(let value): value
        case .list(let values): .array(values.map { $0.resolved(variables) ?? .null })
        case .object(let members):
            .object(
                members.compactMap { name, input in
                    input.resolved(variables).map { JSONValue.Member(key: name, value: $0) }
                })
        }
    }
}

/// A place in the query, counted from 1.
struct GraphQLLocation: Sendable, Equatable {
    var line: Int
    var column: Int

    var json: JSONValue { [["line": .int(line), "column": .int(column)]] }
}
