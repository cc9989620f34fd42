/// A query ready to be run: its operation, fragments, and the values of its variables.
struct GraphQLQuery: Sendable {
    let operation: GraphQLOperation
    let fragments: [String: GraphQLFragment]
    let variables: [String: JSONValue]

    /// Reads a query.
    /// - Throws: ``GraphQLError`` when it can't be read or a variable is missing.
    init(_ text: String, operationName: String?, variables given: JSONValue) throws {
        let document = try GraphQLParser.parse(text)
        let operation =
            operationName == nil ? document.operations.first : document.operations.first { $0.name == operationName }
        guard let operation else { throw GraphQLError(message: "No operation named \"\(operationName ?? "")\"") }
        guard operation.kind == "query" else {
            throw GraphQLError(message: "The stand-in only answers queries, not a \(operation.kind)")
        }
        var variables: [String: JSONValue] = [:]
        for variable in operation.variables {
            let value = given[variable.name] ?? variable.standard?.resolved([:])
            if variable.isRequired, value == nil || value == .null {
                throw GraphQLError(
                    message: "Variable $\(variable.name) of type \(variable.type) was provided invalid value",
                    extensions: [
                        "value": nil, "problems": [["path": [], "explanation": "Expected value to not be null"]],
                    ])
            }
            variables[variable.name] = value
        }
        self.operation = operation
        self.fragments = document.fragments
        self.variables = variables
    }

    func arguments(_ field: GraphQLField) -> GraphQLArguments {
        var values: [String: JSONValue] = [:]
        for argument in field.arguments { values[argument.name] = argument.value.resolved(variables) }
        return GraphQLArguments(values: values)
    }

    /// Whether `@include` and `@skip` leave something in.
    func includes(_ directives: [GraphQLDirective]) -> Bool {
        directives.allSatisfy { directive in
            let condition = directive.arguments.first { $0.name == "if" }?.value.resolved(variables) ?? .bool(true)
            switch directive.name {
            case "include": return condition == true
            case "skip": return condition != true
            default: return true
            }
        }
    }
}
