/// Checks a query against the schema before it is run, and works out what it costs.
struct GraphQLValidation {
    private let query: GraphQLQuery
    private let schema: GraphQLSchema
    private var errors: [GraphQLError] = []
    /// Requests by GitHub's formula: each connection is asked for once for every item its parents may have.
    private var requests = 0
    private var nodes = 0
    private var spreading: [String] = []

    private init(_ query: GraphQLQuery, _ schema: GraphQLSchema) {
        self.query = query
        self.schema = schema
    }

    /// What a valid query costs.
    struct Cost: Sendable {
        /// Points: a hundredth of the requests, rounded, and at least 1.
        let points: Int
        /// Objects the query may bring.
        let nodes: Int
    }

    /// - Throws: ``GraphQLErrors`` with all that is wrong.
    static func check(_ query: GraphQLQuery, _ schema: GraphQLSchema) throws -> Cost {
        var validation = GraphQLValidation(query, schema)
        validation.check(query.operation.selections, on: "Query", multiplier: 1, path: ["query"])
        if validation.nodes > 500_000 {
            validation.errors.append(
                GraphQLError(
                    type: "MAX_NODE_LIMIT_EXCEEDED",
                    message:
                        "This query requests up to \(validation.nodes) possible nodes "
                        + "which exceeds the maximum limit of 500,000."
                ))
        }
        guard validation.errors.isEmpty else { throw GraphQLErrors(errors: validation.errors) }
        return Cost(points: max(1, (validation.requests + 50) / 100), nodes: validation.nodes)
    }

    private mutating func check(
        _ selections: [GraphQLSelection], on type: String, multiplier: Int, path: [JSONValue]
    ) {
        for selection in selections {
            switch selection {
            case .field(let field):
                if query.includes(field.directives) { check(field, on: type, multiplier: multiplier, path: path) }
            case .inline(let condition, let directives, let selections, let location):
                guard query.includes(directives) else { continue }
                check(condition: condition ?? type, location)
                check(selections, on: condition ?? type, multiplier: multiplier, path: path)
            case .spread(let name, let directives, let location):
                guard query.includes(directives) else { continue }
                guard let fragment = query.fragments[name], !spreading.contains(name) else {
                    errors.append(
                        GraphQLError(
                            message: "Fragment \(name) was used, but not defined", path: ["query"], location: location))
                    continue
                }
                check(condition: fragment.condition, location)
                spreading.append(name)
                check(fragment.selections, on: fragment.condition, multiplier: multiplier, path: path)
                spreading.removeLast()
            }
        }
    }

    private mutating func check(condition: String, _ location: GraphQLLocation) {
        guard schema.types[condition] == nil else { return }
        errors.append(
            GraphQLError(
                message: "No such type \(condition), so it can't be a fragment condition", path: ["query"],
                location: location, extensions: ["code": "undefinedType", "typeName": .string(condition)]))
    }

    private mutating func check(_ field: GraphQLField, on type: String, multiplier: Int, path: [JSONValue]) {
        // What it is about an unknown type has been said where the fragment named it.
        guard field.name != "__typename", let known = schema.types[type] else { return }
        guard let definition = known.fields[field.name] else {
            errors.append(.undefinedField(field, on: type))
            return
        }
        let path = path + [.string(field.key)]
        check(arguments: field, definition, type: type)
        var inner = multiplier
        if definition.isConnection { inner = count(field, multiplier: multiplier, path: path) }
        if field.name == "nodes", case .array(let ids) = query.arguments(field).values["ids"] {
            inner = multiplier * max(1, ids.count)
        }
        if definition.type != nil, field.selections.isEmpty {
            errors.append(Self.missingSelections(field, definition))
        }
        if let node = definition.type {
            if definition.isConnection {
                check(connection: field.selections, of: String(node.dropLast("Connection".count)), inner, path)
            } else {
                check(field.selections, on: node, multiplier: inner, path: path)
            }
        }
    }

    /// Counts a connection's requests and nodes; returns how many items may be below it.
    private mutating func count(_ field: GraphQLField, multiplier: Int, path: [JSONValue]) -> Int {
        let arguments = query.arguments(field)
        guard
            let (name, size) = arguments.int("first").map({ ("first", $0) })
                ?? arguments.int("last").map({ ("last", $0) })
        else {
            requests += multiplier
            // A bare `totalCount` needs no page.
            let asked = query.fields(of: field.selections).map(\.name)
            if asked.allSatisfy({ $0 == "totalCount" || $0 == "__typename" }) { return multiplier }
            errors.append(
                GraphQLError(
                    type: "MISSING_PAGINATION_BOUNDARIES",
                    message:
                        "You must provide a `first` or `last` value "
                        + "to properly paginate the `\(field.name)` connection.",
                    path: path, location: field.location))
            return multiplier
        }
        if size > 100 {
            errors.append(
                GraphQLError(
                    type: "EXCESSIVE_PAGINATION",
                    message:
                        "Requesting \(size) records on the `\(field.name)` connection "
                        + "exceeds the `\(name)` limit of 100 records.",
                    path: path, location: field.location))
        }
        requests += multiplier
        nodes += multiplier * max(0, min(size, 100))
        return multiplier * max(1, min(size, 100))
    }

    /// The fields of a connection are the same for every type.
    private mutating func check(
        connection selections: [GraphQLSelection], of node: String, _ multiplier: Int, _ path: [JSONValue]
    ) {
        for field in query.fields(of: selections) {
            switch field.name {
            case "nodes": check(field.selections, on: node, multiplier: multiplier, path: path + [.string(field.key)])
            case "edges":
                for inner in query.fields(of: field.selections) where inner.name == "node" {
                    check(
                        inner.selections, on: node, multiplier: multiplier, path: path + ["edges", .string(inner.key)])
                }
            case "pageInfo":
                for inner in query.fields(of: field.selections)
                where !GraphQLConnection.pageInfoFields.contains(inner.name) && inner.name != "__typename" {
                    errors.append(.undefinedField(inner, on: "PageInfo"))
                }
            default:
                if !GraphQLConnection.fields.contains(field.name), field.name != "__typename" {
                    errors.append(.undefinedField(field, on: "\(node)Connection"))
                }
            }
        }
    }

    private mutating func check(arguments field: GraphQLField, _ definition: GraphQLFieldDefinition, type: String) {
        for argument in field.arguments where !definition.arguments.contains(argument.name) {
            errors.append(
                GraphQLError(
                    message: "Field '\(field.name)' doesn't accept argument '\(argument.name)'", path: ["query"],
                    location: field.location,
                    extensions: [
                        "code": "argumentNotAccepted", "name": .string(field.name), "typeName": "Field",
                        "argumentName": .string(argument.name),
                    ]))
        }
        for argument in field.arguments where argument.name == "itemTypes" {
            check(itemTypes: argument, field, union: String(definition.type?.dropLast("Connection".count) ?? ""))
        }
        let missing = definition.required.filter { name in !field.arguments.contains { $0.name == name } }
        guard !missing.isEmpty else { return }
        errors.append(
            GraphQLError(
                message: "Field '\(field.name)' is missing required arguments: \(missing.joined(separator: ", "))",
                path: ["query"], location: field.location,
                extensions: ["code": "missingRequiredArguments", "className": "Field", "name": .string(field.name)]))
    }

    private mutating func check(itemTypes argument: GraphQLArgument, _ field: GraphQLField, union: String) {
        let arguments = query.arguments(field)
        let known = schema.itemTypes(of: union)
        guard let asked = arguments.strings(argument.name), !known.isSuperset(of: asked) else { return }
        errors.append(
            GraphQLError(
                message: "Argument '\(argument.name)' on Field '\(field.name)' has an invalid value "
                    + "([\(asked.joined(separator: ", "))]). Expected type '[\(union)ItemType!]'.",
                path: ["query"], location: field.location,
                extensions: [
                    "code": "argumentLiteralsIncompatible", "typeName": "Field",
                    "argumentName": .string(argument.name),
                ]))
    }

    private static func missingSelections(_ field: GraphQLField, _ definition: GraphQLFieldDefinition) -> GraphQLError {
        let type = definition.type ?? ""
        return GraphQLError(
            message: "Field must have selections (field '\(field.name)' returns \(type) but has no selections. "
                + "Did you mean '\(field.name) { ... }'?)",
            path: ["query"], location: field.location,
            extensions: [
                "code": "selectionMismatch", "nodeName": "field '\(field.name)'", "typeName": .string(type),
            ])
    }
}

extension GraphQLQuery {
    /// The fields of selections, fragments of any condition opened. For the fields of connections, which have no
    /// subtypes.
    func fields(of selections: [GraphQLSelection]) -> [GraphQLField] {
        selections.flatMap { selection -> [GraphQLField] in
            switch selection {
            case .field(let field): includes(field.directives) ? [field] : []
            case .inline(_, let directives, let inner, _): includes(directives) ? fields(of: inner) : []
            case .spread(let name, let directives, _):
                includes(directives) ? fields(of: fragments[name]?.selections ?? []) : []
            }
        }
    }
}
