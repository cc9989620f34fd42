/// What a field of a query comes to.
indirect enum GraphQLResult: Sendable {
    case null
    case value(JSONValue)
    /// An object of a type of the schema, with what its fields are computed from.
    case object(String, any Sendable)
    case list([GraphQLResult])
    /// A connection, whose fields are the same for every type.
    case connection(GraphQLConnection)
}

/// The arguments of a field, with the variables put in.
struct GraphQLArguments: Sendable {
    let values: [String: JSONValue]

    func int(_ name: String) -> Int? {
        if case .int(let value) = values[name] { value } else { nil }
    }

    func string(_ name: String) -> String? {
        if case .string(let value) = values[name] { value } else { nil }
    }

    /// A list of names; a single one counts as a list of one.
    func strings(_ name: String) -> [String]? {
        switch values[name] {
        case .array(let values):
            values.compactMap { if case .string(let value) = $0 { value } else { nil } }
        case .string(let value): [value]
        default: nil
        }
    }
}

/// A field of a type.
struct GraphQLFieldDefinition: Sendable {
    /// The type of what it gives, without brackets; nil for anything that has no fields.
    let type: String?
    /// Whether it is paged by `first`, `last`, `after` and `before`.
    let isConnection: Bool
    let arguments: Set<String>
    let required: [String]
    let resolve: @Sendable (any Sendable, GraphQLArguments, GraphQLContext) throws -> GraphQLResult
}

/// A type of the schema with its fields.
struct GraphQLType: Sendable {
    let name: String
    var fields: [String: GraphQLFieldDefinition] = [:]
    /// For an interface or a union: the types it may be.
    var possible: Set<String> = []
}

/// The types there are.
struct GraphQLSchema: Sendable {
    private(set) var types: [String: GraphQLType] = [:]

    /// Adds an object type whose fields are computed from a `Subject`.
    mutating func type<Subject: Sendable>(
        _ name: String, of subject: Subject.Type, _ build: (inout GraphQLTypeBuilder<Subject>) -> Void
    ) {
        var builder = GraphQLTypeBuilder<Subject>(type: types[name] ?? GraphQLType(name: name))
        build(&builder)
        types[name] = builder.type
    }

    /// Adds an interface or a union. Its fields are those that all the possible types have.
    mutating func abstract(_ name: String, _ possible: Set<String>) {
        var shared: [String: GraphQLFieldDefinition]?
        for member in possible.sorted() {
            guard let fields = types[member]?.fields else { continue }
            shared = shared?.filter { fields[$0.key] != nil } ?? fields
        }
        types[name] = GraphQLType(name: name, fields: shared ?? [:], possible: possible)
    }

    /// The schema of a server that does not know these types and fields yet.
    func without(_ gaps: Set<String>) -> GraphQLSchema {
        guard !gaps.isEmpty else { return self }
        var schema = self
        for gap in gaps {
            let parts = gap.split(separator: ".").map { String($0) }
            if let type = parts.first, let field = parts.dropFirst().first {
                schema.types[type]?.fields[field] = nil
            } else {
                schema.types[gap] = nil
                for name in schema.types.keys { schema.types[name]?.possible.remove(gap) }
            }
        }
        return schema
    }

    /// Whether an object of a type meets the condition of a fragment.
    func matches(_ type: String, _ condition: String) -> Bool {
        type == condition || types[condition]?.possible.contains(type) == true
    }
}

/// Adds fields to a type.
struct GraphQLTypeBuilder<Subject: Sendable> {
    fileprivate(set) var type: GraphQLType

    /// A field without fields of its own.
    mutating func scalar(_ name: String, _ value: @escaping @Sendable (Subject) -> JSONValue) {
        field(name, type: nil) { subject, _, _ in .value(value(subject)) }
    }

    /// Fields that are always the same, for what the samples do not have.
    mutating func constants(_ values: KeyValuePairs<String, JSONValue>) {
        for (name, value) in values { scalar(name) { _ in value } }
    }

    /// Fields that would be objects and are always null.
    mutating func absent(_ fields: KeyValuePairs<String, String>) {
        for (name, type) in fields { field(name, type: type) { _, _, _ in .null } }
    }

    /// Connections that are always empty.
    mutating func empty(_ fields: KeyValuePairs<String, String>, arguments: Set<String> = []) {
        for (name, type) in fields {
            connection(name, of: type, arguments: arguments) { _, _, _ in GraphQLItems(count: 0) { _ in .null } }
        }
    }

    /// An object, or null.
    mutating func object(_ name: String, _ type: String, _ value: @escaping @Sendable (Subject) -> GraphQLResult) {
        field(name, type: type) { subject, _, _ in value(subject) }
    }

    mutating func field(
        _ name: String, type: String?, arguments: Set<String> = [], required: [String] = [],
        _ resolve: @escaping @Sendable (Subject, GraphQLArguments, GraphQLContext) throws -> GraphQLResult
    ) {
        self.type.fields[name] = GraphQLFieldDefinition(
            type: type, isConnection: false, arguments: arguments, required: required
        ) { subject, arguments, context in
            guard let subject = subject as? Subject else { return .null }
            return try resolve(subject, arguments, context)
        }
    }

    /// A connection whose items are computed when their page is read.
    mutating func connection(
        _ name: String, of node: String, arguments: Set<String> = [],
        _ items: @escaping @Sendable (Subject, GraphQLArguments, GraphQLContext) throws -> GraphQLItems
    ) {
        let paging: Set<String> = ["first", "last", "after", "before"]
        type.fields[name] = GraphQLFieldDefinition(
            type: "\(node)Connection", isConnection: true, arguments: arguments.union(paging), required: []
        ) { subject, arguments, context in
            guard let subject = subject as? Subject else { return .null }
            return .connection(GraphQLConnection(try items(subject, arguments, context), arguments, node: node))
        }
    }
}
