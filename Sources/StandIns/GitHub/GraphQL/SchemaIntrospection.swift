/// As much of introspection as tells which kinds of events may be asked for.
extension GraphQLSchema {
    mutating func addIntrospection() {
        type("Query", of: QuerySubject.self) { type in
            type.field("__type", type: "__Type", arguments: ["name"], required: ["name"]) { _, arguments, context in
                let suffix = "ItemType"
                guard let name = arguments.string("name"), name.hasSuffix(suffix) else { return .null }
                let schema = GraphQLSchema.github.without(context.server.configuration.schemaGaps)
                let values = schema.itemTypes(of: String(name.dropLast(suffix.count))).sorted()
                return values.isEmpty ? .null : .object("__Type", values)
            }
        }
        type("__Type", of: [String].self) { type in
            type.field("enumValues", type: "__EnumValue", arguments: ["includeDeprecated"]) { values, _, _ in
                .list(values.map { .object("__EnumValue", $0) })
            }
        }
        type("__EnumValue", of: String.self) { type in
            type.scalar("name") { .string($0) }
        }
    }

    /// The members of a union as they stand in `itemTypes`.
    func itemTypes(of union: String) -> Set<String> {
        Set((types[union]?.possible ?? []).map(\.constantCase))
    }
}

extension String {
    /// `ClosedEvent` is `CLOSED_EVENT`.
    fileprivate var constantCase: String {
        reduce(into: "") { text, character in
            if character.isUppercase, !text.isEmpty { text.append("_") }
            text += character.uppercased()
        }
    }
}
