/// An error in the words of GitHub's GraphQL API.
struct GraphQLError: Error, Sendable {
    var type: String?
    var message: String
    var path: [JSONValue] = []
    var location: GraphQLLocation?
    var extensions: JSONValue?

    static func parse(_ message: String, _ location: GraphQLLocation) -> GraphQLError {
        GraphQLError(message: message, location: location)
    }

    static func undefinedField(_ field: GraphQLField, on type: String) -> GraphQLError {
        GraphQLError(
            message: "Field '\(field.name)' doesn't exist on type '\(type)'", path: ["query"], location: field.location,
            extensions: ["code": "undefinedField", "typeName": .string(type), "fieldName": .string(field.name)])
    }

    static func notFound(_ message: String, _ path: [JSONValue]) -> GraphQLError {
        GraphQLError(type: "NOT_FOUND", message: message, path: path)
    }

    var json: JSONValue {
        var members: [JSONValue.Member] = []
        if let type { members.append(.init(key: "type", value: .string(type))) }
        if !path.isEmpty { members.append(.init(key: "path", value: .array(path))) }
        if let extensions { members.append(.init(key: "extensions", value: extensions)) }
        if let location { members.append(.init(key: "locations", value: location.json)) }
        members.append(.init(key: "message", value: .string(message)))
        return .object(members)
    }
}

/// Several errors that keep a query from being run.
struct GraphQLErrors: Error {
    var errors: [GraphQLError]
}
