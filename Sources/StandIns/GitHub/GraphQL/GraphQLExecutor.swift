/// Runs a query that has been checked.
struct GraphQLExecutor {
    private let query: GraphQLQuery
    private let schema: GraphQLSchema
    private let context: GraphQLContext
    private var errors: [GraphQLError] = []

    private init(_ query: GraphQLQuery, _ schema: GraphQLSchema, _ context: GraphQLContext) {
        self.query = query
        self.schema = schema
        self.context = context
    }

    /// The whole answer: `data`, and `errors` where something was not found.
    static func run(_ query: GraphQLQuery, _ schema: GraphQLSchema, _ context: GraphQLContext) -> JSONValue {
        var executor = GraphQLExecutor(query, schema, context)
        let data = executor.object("Query", QuerySubject(), [query.operation.selections], path: [])
        let answer: JSONValue = ["data": data]
        guard !executor.errors.isEmpty else { return answer }
        return answer.adding(["errors": .array(executor.errors.map(\.json))])
    }

    private mutating func object(
        _ type: String, _ subject: any Sendable, _ selections: [[GraphQLSelection]], path: [JSONValue]
    ) -> JSONValue {
        .object(
            grouped(selections, for: type).map { key, fields in
                JSONValue.Member(key: key, value: value(of: fields, type, subject, path: path + [.string(key)]))
            })
    }

    private mutating func value(
        of fields: [GraphQLField], _ type: String, _ subject: any Sendable, path: [JSONValue]
    ) -> JSONValue {
        guard let field = fields.first else { return .null }
        if field.name == "__typename" { return .string(type) }
        guard let definition = schema.types[type]?.fields[field.name] else { return .null }
        do {
            let result = try definition.resolve(subject, query.arguments(field), context)
            return complete(result, fields.map(\.selections), path: path)
        } catch let error as GraphQLError {
            var error = error
            if error.path.isEmpty { error.path = path }
            error.location = error.location ?? field.location
            errors.append(error)
        } catch {
            errors.append(GraphQLError(message: "Something went wrong", path: path, location: field.location))
        }
        return .null
    }

    private mutating func complete(
        _ result: GraphQLResult, _ selections: [[GraphQLSelection]], path: [JSONValue]
    ) -> JSONValue {
        switch result {
        case .null: return .null
        case .value(let value): return value
        case .object(let type, let subject): return object(type, subject, selections, path: path)
        case .list(let results):
            return .array(
                results.enumerated().map { complete($0.element, selections, path: path + [.int($0.offset)]) })
        case .connection(let connection): return page(connection, selections, path: path)
        }
    }

    private mutating func page(
        _ connection: GraphQLConnection, _ selections: [[GraphQLSelection]], path: [JSONValue]
    ) -> JSONValue {
        let groups = Self.group(selections.flatMap { query.fields(of: $0) })
        return .object(
            groups.map { key, fields in
                let inner = fields.map(\.selections)
                let value: JSONValue
                switch fields.first?.name {
                case "nodes": value = nodes(connection, inner, path: path + [.string(key)])
                case "edges": value = edges(connection, inner, path: path + [.string(key)])
                case "pageInfo":
                    value = members(inner) { $0 == "__typename" ? "PageInfo" : connection.pageInfo($0) }
                case "__typename": value = .string("\(connection.node)Connection")
                default: value = fields.first.flatMap { connection.value($0.name) } ?? .null
                }
                return JSONValue.Member(key: key, value: value)
            })
    }

    private mutating func nodes(
        _ connection: GraphQLConnection, _ selections: [[GraphQLSelection]], path: [JSONValue]
    ) -> JSONValue {
        .array(
            connection.range.enumerated().map { offset, position in
                complete(connection.items.item(position), selections, path: path + [.int(offset)])
            })
    }

    private mutating func edges(
        _ connection: GraphQLConnection, _ selections: [[GraphQLSelection]], path: [JSONValue]
    ) -> JSONValue {
        let groups = Self.group(selections.flatMap { query.fields(of: $0) })
        return .array(
            connection.range.map { position in
                .object(
                    groups.map { key, fields in
                        let value: JSONValue =
                            fields.first?.name == "cursor"
                            ? .string(GraphQLConnection.cursor(position))
                            : complete(connection.items.item(position), fields.map(\.selections), path: path)
                        return JSONValue.Member(key: key, value: value)
                    })
            })
    }

    private func members(_ selections: [[GraphQLSelection]], _ value: (String) -> JSONValue) -> JSONValue {
        .object(
            Self.group(selections.flatMap { query.fields(of: $0) }).map { key, fields in
                JSONValue.Member(key: key, value: value(fields.first?.name ?? ""))
            })
    }

    /// The fields that apply to an object of a type, those with the same key together.
    private func grouped(
        _ selections: [[GraphQLSelection]], for type: String
    ) -> [(key: String, fields: [GraphQLField])] {
        Self.group(selections.flatMap { fields(of: $0, for: type) })
    }

    private func fields(of selections: [GraphQLSelection], for type: String) -> [GraphQLField] {
        selections.flatMap { selection -> [GraphQLField] in
            switch selection {
            case .field(let field): return query.includes(field.directives) ? [field] : []
            case .inline(let condition, let directives, let inner, _):
                guard query.includes(directives), schema.matches(type, condition ?? type) else { return [] }
                return fields(of: inner, for: type)
            case .spread(let name, let directives, _):
                guard query.includes(directives), let fragment = query.fragments[name],
                    schema.matches(type, fragment.condition)
                else { return [] }
                return fields(of: fragment.selections, for: type)
            }
        }
    }

    private static func group(_ fields: [GraphQLField]) -> [(key: String, fields: [GraphQLField])] {
        var groups: [(key: String, fields: [GraphQLField])] = []
        for field in fields {
            if let position = groups.firstIndex(where: { $0.key == field.key }) {
                groups[position].fields.append(field)
            } else {
                groups.append((field.key, [field]))
            }
        }
        return groups
    }
}
