/// The text of one of this module's queries as a tree, so that what a server does not know can be taken out of it.
///
/// It reads what this module writes: no directives, no default values, no strings with escapes.
struct QueryTree: Sendable {
    var operation: Definition
    var fragments: [Definition]

    struct Definition: Sendable {
        /// Of a fragment; empty for the operation.
        var name = ""
        /// What a fragment is of; `query` for the operation.
        var type = "query"
        /// Declarations by name, in order: `$first` and `Int!`.
        var variables: [(name: String, type: String)] = []
        var selections: [Selection] = []
    }

    struct Selection: Sendable, Hashable {
        var kind: Kind
        /// `nil` where there are no braces.
        var children: [Selection]?
        var place: Place

        enum Kind: Sendable, Hashable {
            case field(alias: String?, name: String, arguments: [Argument])
            case inline(type: String)
            case spread(fragment: String)
        }
    }

    struct Argument: Sendable, Hashable {
        var name: String
        /// The words of its value: one, or several from one bracket to the other.
        var value: [String]
        var place: Place
    }

    /// Where something begins, counted from 1 as GitHub does.
    struct Place: Sendable, Hashable, Decodable {
        var line: Int
        var column: Int

        enum CodingKeys: String, CodingKey {
            case line
            case column
        }
    }

    /// - Returns: `nil` for what this module does not write.
    init?(_ text: String) {
        var reader = QueryReader(text)
        var definitions: [Definition] = []
        while !reader.isAtEnd {
            guard let definition = reader.definition() else { return nil }
            definitions.append(definition)
        }
        guard let operation = definitions.first(where: \.name.isEmpty) else { return nil }
        self.operation = operation
        fragments = definitions.filter { !$0.name.isEmpty }
    }

    /// One line for each selection, so that places in it can be told apart.
    var text: String {
        let used = Set(([operation] + fragments).flatMap { $0.selections.flatMap(\.variables) })
        let variables = operation.variables.filter { used.contains($0.name) }.map { "\($0.name): \($0.type)" }
        let head = variables.isEmpty ? "query" : "query(\(variables.joined(separator: ", ")))"
        let heads = [head] + fragments.map { "fragment \($0.name) on \($0.type)" }
        return zip(heads, [operation] + fragments).map { head, definition in
            "\(head) {\n\(definition.selections.map(\.text).joined(separator: "\n"))\n}"
        }.joined(separator: "\n")
    }
}

extension QueryTree.Selection {
    fileprivate var text: String {
        let head =
            switch kind {
            case .field(let alias, let name, let arguments):
                (alias.map { "\($0): " } ?? "") + name
                    + (arguments.isEmpty ? "" : "(\(arguments.map(\.text).joined(separator: ", ")))")
            case .inline(let type): "... on \(type)"
            case .spread(let fragment): "...\(fragment)"
            }
        return head + (children.map { " {\n\($0.map(\.text).joined(separator: "\n"))\n}" } ?? "")
    }

    /// The variables it names, those below it among them.
    fileprivate var variables: [String] {
        var own: [String] = []
        if case .field(_, _, let arguments) = kind {
            own = arguments.flatMap { $0.value.filter { $0.hasPrefix("$") } }
        }
        return own + (children ?? []).flatMap(\.variables)
    }
}

extension QueryTree.Argument {
    fileprivate var text: String { "\(name): \(value.joined(separator: " "))" }
}

/// Reads the text word by word.
private struct QueryReader {
    private struct Word {
        var text: String
        var place: QueryTree.Place
    }

    private var words: [Word] = []
    private var position = 0

    init(_ text: String) {
        var place = QueryTree.Place(line: 1, column: 1)
        var rest = text[...]
        while let first = rest.first {
            let length = Self.length(of: rest, first)
            if !first.isWhitespace, first != "," { words.append(Word(text: String(rest.prefix(length)), place: place)) }
            for character in rest.prefix(length) {
                place.column += 1
                if character.isNewline { place = QueryTree.Place(line: place.line + 1, column: 1) }
            }
            rest = rest.dropFirst(length)
        }
    }

    private static func length(of rest: Substring, _ first: Character) -> Int {
        if rest.hasPrefix("...") { return 3 }
        if first == "\"" { return (rest.dropFirst().firstIndex(of: "\"").map { rest[...$0].count }) ?? rest.count }
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" || $0 == "-" }
        return max(1, name.count)
    }

    var isAtEnd: Bool { position >= words.count }

    private var next: String? { isAtEnd ? nil : words[position].text }

    private mutating func take() -> String? {
        guard let next else { return nil }
        position += 1
        return next
    }

    private mutating func take(_ text: String) -> Bool {
        guard next == text else { return false }
        position += 1
        return true
    }

    mutating func definition() -> QueryTree.Definition? {
        var definition = QueryTree.Definition()
        if take("fragment") {
            guard let name = take(), take("on"), let type = take() else { return nil }
            definition.name = name
            definition.type = type
        } else if take("query"), take("(") {
            while let name = take(), name != ")" {
                guard name.hasPrefix("$"), take(":") else { return nil }
                var type = ""
                while let word = next, word != ")", !word.hasPrefix("$") { type += take() ?? "" }
                definition.variables.append((name, type))
            }
        }
        guard let selections = selections() else { return nil }
        definition.selections = selections
        return definition
    }

    private mutating func selections() -> [QueryTree.Selection]? {
        guard take("{") else { return nil }
        var selections: [QueryTree.Selection] = []
        while !take("}") {
            guard let selection = selection() else { return nil }
            selections.append(selection)
        }
        return selections
    }

    private mutating func selection() -> QueryTree.Selection? {
        guard !isAtEnd else { return nil }
        let place = words[position].place
        if take("...") {
            guard take("on") else {
                return take().map { QueryTree.Selection(kind: .spread(fragment: $0), children: nil, place: place) }
            }
            guard let type = take(), let children = selections() else { return nil }
            return QueryTree.Selection(kind: .inline(type: type), children: children, place: place)
        }
        guard var name = take(), name.first?.isLetter == true || name.hasPrefix("_") else { return nil }
        var alias: String?
        if take(":") {
            guard let field = take() else { return nil }
            (alias, name) = (name, field)
        }
        guard let arguments = arguments() else { return nil }
        var children: [QueryTree.Selection]?
        if next == "{" {
            guard let inner = selections() else { return nil }
            children = inner
        }
        return QueryTree.Selection(
            kind: .field(alias: alias, name: name, arguments: arguments), children: children, place: place)
    }

    private mutating func arguments() -> [QueryTree.Argument]? {
        guard take("(") else { return [] }
        var arguments: [QueryTree.Argument] = []
        while !take(")") {
            guard !isAtEnd else { return nil }
            let place = words[position].place
            guard let name = take(), take(":"), let value = value() else { return nil }
            arguments.append(QueryTree.Argument(name: name, value: value, place: place))
        }
        return arguments
    }

    private mutating func value() -> [String]? {
        guard let first = take() else { return nil }
        guard first == "[" || first == "{" else { return [first] }
        var (value, depth) = ([first], 1)
        while depth > 0 {
            guard let word = take() else { return nil }
            if word == "[" || word == "{" { depth += 1 }
            if word == "]" || word == "}" { depth -= 1 }
            value.append(word)
        }
        return value
    }
}
