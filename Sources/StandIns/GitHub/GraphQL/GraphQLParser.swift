/// Reads a query by recursive descent.
struct GraphQLParser {
    private let tokens: [GraphQLToken]
    private var position = 0
    /// How deep the selections are nested; bounded, so that no query overflows the stack.
    private var depth = 0
    private static let maximumDepth = 64

    private init(_ tokens: [GraphQLToken]) {
        self.tokens = tokens
    }

    /// - Throws: ``GraphQLError`` where the text is no query.
    static func parse(_ text: String) throws -> GraphQLDocument {
        var lexer = GraphQLLexer(text)
        var parser = GraphQLParser(try lexer.tokens())
        return try parser.document()
    }

    private mutating func document() throws -> GraphQLDocument {
        var document = GraphQLDocument()
        while current.kind != .end {
            if current.kind == .punctuator("{") {
                document.operations.append(
                    GraphQLOperation(kind: "query", name: nil, variables: [], selections: try selections()))
            } else if current.kind == .name("fragment") {
                advance()
                let name = try name()
                try expectName("on")
                let condition = try self.name()
                _ = try directives()
                document.fragments[name] = GraphQLFragment(condition: condition, selections: try selections())
            } else {
                document.operations.append(try operation())
            }
        }
        return document
    }

    private mutating func operation() throws -> GraphQLOperation {
        let kind = try name()
        guard ["query", "mutation", "subscription"].contains(kind) else {
            position -= 1
            throw unexpected("operation")
        }
        var name: String?
        if case .name = current.kind { name = try self.name() }
        let variables = try variableDefinitions()
        _ = try directives()
        return GraphQLOperation(kind: kind, name: name, variables: variables, selections: try selections())
    }

    private mutating func variableDefinitions() throws -> [GraphQLVariable] {
        guard take("(") else { return [] }
        var variables: [GraphQLVariable] = []
        while !take(")") {
            try expect("$")
            let name = try name()
            try expect(":")
            let type = try type()
            let standard = take("=") ? try input() : nil
            _ = try directives()
            variables.append(
                GraphQLVariable(name: name, isRequired: type.hasSuffix("!"), type: type, standard: standard))
        }
        return variables
    }

    private mutating func type() throws -> String {
        var text: String
        if take("[") {
            text = "[\(try type())]"
            try expect("]")
        } else {
            text = try name()
        }
        if take("!") { text += "!" }
        return text
    }

    private mutating func selections() throws -> [GraphQLSelection] {
        try expect("{")
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw GraphQLError.parse(
                "Query has depth of \(depth), which exceeds max depth of \(Self.maximumDepth)", current.location)
        }
        var selections: [GraphQLSelection] = []
        repeat { selections.append(try selection()) } while !take("}")
        return selections
    }

    private mutating func selection() throws -> GraphQLSelection {
        let location = current.location
        guard take("...") else { return .field(try field()) }
        if current.kind == .name("on") {
            advance()
            let condition = try name()
            return .inline(condition, try directives(), try selections(), location)
        }
        if case .name(let name) = current.kind {
            advance()
            return .spread(name, try directives(), location)
        }
        return .inline(nil, try directives(), try selections(), location)
    }

    private mutating func field() throws -> GraphQLField {
        let location = current.location
        let first = try name()
        let second = take(":") ? try name() : nil
        let arguments = try arguments()
        let directives = try directives()
        return GraphQLField(
            alias: second == nil ? nil : first, name: second ?? first, arguments: arguments, directives: directives,
            selections: current.kind == .punctuator("{") ? try selections() : [], location: location)
    }

    private mutating func arguments() throws -> [GraphQLArgument] {
        guard take("(") else { return [] }
        var arguments: [GraphQLArgument] = []
        repeat {
            let name = try name()
            try expect(":")
            arguments.append(GraphQLArgument(name: name, value: try input()))
        } while !take(")")
        return arguments
    }

    private mutating func directives() throws -> [GraphQLDirective] {
        var directives: [GraphQLDirective] = []
        while take("@") { directives.append(GraphQLDirective(name: try name(), arguments: try arguments())) }
        return directives
    }

    private mutating func input() throws -> GraphQLInput {
        if take("$") { return .variable(try name()) }
        if take("[") {
            var values: [GraphQLInput] = []
            while !take("]") { values.append(try input()) }
            return .list(values)
        }
        if take("{") {
            var members: [(name: String, value: GraphQLInput)] = []
            while !take("}") {
                let name = try name()
                try expect(":")
                members.append((name, try input()))
            }
            return .object(members)
        }
        return .value(try scalar())
    }

    private mutating func scalar() throws -> JSONValue {
        let value: JSONValue
        switch current.kind {
        case .int(let number): value = .int(number)
        case .float(let number): value = .double(number)
        case .string(let text): value = .string(text)
        case .name("true"): value = true
        case .name("false"): value = false
        case .name("null"): value = nil
        case .name(let text): value = .string(text)
        default: throw unexpected("value")
        }
        advance()
        return value
    }

    private var current: GraphQLToken { tokens[min(position, tokens.count - 1)] }

    private mutating func advance() { position += 1 }

    private mutating func take(_ punctuator: String) -> Bool {
        guard current.kind == .punctuator(punctuator) else { return false }
        advance()
        return true
    }

    private mutating func expect(_ punctuator: String) throws {
        guard take(punctuator) else { throw unexpected("\"\(punctuator)\"") }
    }

    private mutating func expectName(_ text: String) throws {
        guard try name() == text else { throw unexpected(text) }
    }

    private mutating func name() throws -> String {
        guard case .name(let text) = current.kind else { throw unexpected("a name") }
        advance()
        return text
    }

    private func unexpected(_ wanted: String) -> GraphQLError {
        let found =
            switch current.kind {
            case .name(let text), .punctuator(let text), .string(let text): "\"\(text)\""
            case .int(let number): "\"\(number)\""
            case .float(let number): "\"\(number)\""
            case .end: "end of document"
            }
        return .parse("Parse error on \(found), expected \(wanted)", current.location)
    }
}
