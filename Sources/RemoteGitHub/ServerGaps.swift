/// What a GitHub server has turned out not to know: an Enterprise Server of some years ago lacks fields, types and kinds
/// of events, and refuses every query that names one.
///
/// A place is named by the fields that lead to it from a type that stands in the query (`Issue/parent`), so that what
/// was learnt by one query holds for all.
struct ServerGaps: Sendable, Hashable {
    /// Places of fields, with what a person calls them.
    private var fields: [String: String] = [:]
    private var types: Set<String> = []
    /// Places of arguments, with what a person calls them.
    private var arguments: [String: String] = [:]
    /// Places of arguments whose values are of a type with these names.
    private var values: [String: Set<String>] = [:]
    /// Places of fragments on types that cannot occur there.
    private var fragments: Set<String> = []

    /// A query without what the server does not know, and what that was.
    struct Adapted: Sendable, Hashable {
        var query: GitHubQuery
        var lacking: [String]
    }

    var isEmpty: Bool { self == ServerGaps() }

    /// Older names of fields that tell the same.
    private static let olderNames = ["fullDatabaseId": "databaseId"]

    // MARK: Learning

    /// Takes in what the server says of a query.
    /// - Parameter known: the names that types of values have there.
    mutating func learn(_ errors: [GraphQLError], of query: GitHubQuery, known: [String: Set<String>]) {
        guard let tree = QueryTree(query.text) else { return }
        let errors = errors.filter { $0.extensions?.code != nil }
        for error in errors where error.extensions?.code == "undefinedType" {
            if let type = error.extensions?.typeName { types.insert(type) }
        }
        for definition in [tree.operation] + tree.fragments {
            for selection in definition.selections { learn(errors, selection, in: definition.type, known) }
        }
    }

    private mutating func learn(
        _ errors: [GraphQLError], _ selection: QueryTree.Selection, in place: String, _ known: [String: Set<String>]
    ) {
        var inside = place
        switch selection.kind {
        case .field(_, let name, let list):
            inside = "\(place)/\(name)"
            for error in errors { learn(error, selection, name, list, at: inside, known) }
        case .inline(let type):
            inside = type
            let isRefused = errors.contains {
                $0.places.contains(selection.place) && $0.extensions?.code?.hasPrefix("cannotSpread") == true
            }
            if isRefused { fragments.insert("\(place)...\(type)") }
        case .spread: break
        }
        for child in selection.children ?? [] { learn(errors, child, in: inside, known) }
    }

    private mutating func learn(
        _ error: GraphQLError, _ field: QueryTree.Selection, _ name: String, _ list: [QueryTree.Argument],
        at place: String, _ known: [String: Set<String>]
    ) {
        let details = error.extensions
        let isHere = error.places.contains(field.place)
        switch details?.code {
        case "undefinedField":
            if isHere, details?.fieldName == name { fields[place] = "\(details?.typeName ?? "?").\(name)" }
        case "argumentNotAccepted", "argumentLiteralsIncompatible":
            for argument in list where argument.name == details?.argumentName {
                guard isHere || error.places.contains(argument.place) else { continue }
                if details?.code == "argumentLiteralsIncompatible", let type = error.expectedType {
                    if let names = known[type] { values["\(place)(\(argument.name))"] = names }
                } else {
                    arguments["\(place)(\(argument.name))"] = "\(name)(\(argument.name))"
                }
            }
        default: break
        }
    }

    // MARK: Asking for less

    /// - Returns: `nil` where nothing of the query would be left.
    func adapt(_ query: GitHubQuery) -> Adapted? {
        guard !isEmpty, var tree = QueryTree(query.text) else { return Adapted(query: query, lacking: []) }
        var lacking: Set<String> = []
        var gone: Set<String> = []
        while true {
            let emptied = tree.fragments.filter { types.contains($0.type) || $0.selections.isEmpty }.map(\.name)
            let before = gone
            gone.formUnion(emptied)
            tree.operation.selections = kept(tree.operation.selections, in: "query", gone, &lacking)
            for index in tree.fragments.indices {
                let fragment = tree.fragments[index]
                if types.contains(fragment.type) { lacking.insert(fragment.type) }
                tree.fragments[index].selections = kept(fragment.selections, in: fragment.type, gone, &lacking)
            }
            if gone == before, !tree.fragments.contains(where: { $0.selections.isEmpty && !gone.contains($0.name) }) {
                break
            }
        }
        guard !lacking.isEmpty else { return Adapted(query: query, lacking: []) }
        guard !tree.operation.selections.isEmpty else { return nil }
        tree.fragments = tree.used
        var adapted = query
        adapted.text = tree.text
        return Adapted(query: adapted, lacking: lacking.sorted())
    }

    private func kept(
        _ selections: [QueryTree.Selection], in place: String, _ gone: Set<String>, _ lacking: inout Set<String>
    ) -> [QueryTree.Selection] {
        selections.compactMap { kept($0, in: place, gone, &lacking) }
    }

    private func kept(
        _ selection: QueryTree.Selection, in place: String, _ gone: Set<String>, _ lacking: inout Set<String>
    ) -> QueryTree.Selection? {
        var selection = selection
        var inside = place
        switch selection.kind {
        case .spread(let fragment): return gone.contains(fragment) ? nil : selection
        case .inline(let type):
            inside = type
            guard !types.contains(type), !fragments.contains("\(place)...\(type)") else {
                lacking.insert(type)
                return nil
            }
        case .field(let alias, let name, let list):
            inside = "\(place)/\(name)"
            if let words = fields[inside] {
                lacking.insert(words)
                guard let older = Self.olderNames[name], fields["\(place)/\(older)"] == nil else { return nil }
                lacking.remove(words)
                // It is the same under another name: nothing is lacking, and yet the query must change.
                lacking.insert("\(words) (read as \(older))")
                selection.kind = .field(alias: alias ?? name, name: older, arguments: list)
                return selection
            }
            guard let left = kept(list, at: inside, &lacking) else { return nil }
            selection.kind = .field(alias: alias, name: name, arguments: left)
        }
        if let children = selection.children {
            selection.children = kept(children, in: inside, gone, &lacking)
            if selection.children?.isEmpty == true { return nil }
        }
        return selection
    }

    /// - Returns: `nil` where a list of names has none left, so that there is nothing to ask.
    private func kept(
        _ list: [QueryTree.Argument], at place: String, _ lacking: inout Set<String>
    ) -> [QueryTree.Argument]? {
        var left: [QueryTree.Argument] = []
        for var argument in list {
            let key = "\(place)(\(argument.name))"
            if let words = arguments[key] {
                lacking.insert(words)
                continue
            }
            if let names = values[key] {
                let unknown = argument.value.filter { $0.first?.isLetter == true && !names.contains($0) }
                argument.value.removeAll { unknown.contains($0) }
                lacking.formUnion(unknown.map(Self.typeName))
                if argument.value == ["[", "]"] || argument.value.isEmpty { return nil }
            }
            left.append(argument)
        }
        return left
    }

    /// `CLOSED_EVENT` is the type `ClosedEvent`.
    private static func typeName(_ value: String) -> String {
        value.split(separator: "_").map { $0.prefix(1) + $0.dropFirst().lowercased() }.joined()
    }
}

extension QueryTree {
    /// The fragments something leads to.
    fileprivate var used: [Definition] {
        var names: Set<String> = []
        var waiting = operation.selections
        while let selection = waiting.popLast() {
            waiting += selection.children ?? []
            if case .spread(let name) = selection.kind, names.insert(name).inserted {
                waiting += fragments.first { $0.name == name }?.selections ?? []
            }
        }
        return fragments.filter { names.contains($0.name) }
    }
}
