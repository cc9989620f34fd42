/// Cloud's `fields=`: `+values.participants` adds what lists leave out, `-values.links` takes away, a plain list
/// (`size,values.id`) leaves only what it names.
struct CloudFields: Sendable {
    private var added: [[Substring]] = []
    private var removed: [[Substring]] = []
    private var only: [[Substring]] = []

    init(_ text: String?) {
        for field in (text ?? "").split(separator: ",") {
            // A plus sign stands for a space where it was not written in percents.
            let path = field.trimmingPrefix(" ")
            switch path.first {
            case "+": added.append(path.dropFirst().split(separator: "."))
            case "-": removed.append(path.dropFirst().split(separator: "."))
            default:
                if path.count < field.count {
                    added.append(path.split(separator: "."))
                } else {
                    only.append(path.split(separator: "."))
                }
            }
        }
    }

    /// - Parameter hidden: members of the objects that are left out unless they are asked for.
    func apply(to answer: JSONValue, hidden: Set<String>, isList: Bool) -> JSONValue {
        var result = answer
        for name in hidden {
            let path = (isList ? ["values", Substring(name)] : [Substring(name)])
            let isWanted = (added + only).contains { asked in
                zip(asked, path).allSatisfy { $0 == $1 || $0 == "*" } && asked.count >= path.count
            }
            if !isWanted { result = Self.without(path[...], in: result) }
        }
        for path in removed { result = Self.without(path[...], in: result) }
        return only.isEmpty ? result : Self.keep((only + added).map { $0[...] }, in: result)
    }

    private static func without(_ path: ArraySlice<Substring>, in value: JSONValue) -> JSONValue {
        switch value {
        case .array(let values): return .array(values.map { without(path, in: $0) })
        case .object(let members):
            guard let name = path.first else { return value }
            if path.count == 1 { return .object(members.filter { $0.key != name }) }
            return .object(
                members.map { $0.key == name ? .init(key: $0.key, value: without(path.dropFirst(), in: $0.value)) : $0 }
            )
        default: return value
        }
    }

    private static func keep(_ paths: [ArraySlice<Substring>], in value: JSONValue) -> JSONValue {
        if paths.contains(where: \.isEmpty) { return value }
        switch value {
        case .array(let values): return .array(values.map { keep(paths, in: $0) })
        case .object(let members):
            return .object(
                members.compactMap { member in
                    let deeper = paths.filter { $0.first == "*" || $0.first.map { $0 == member.key } == true }
                    guard !deeper.isEmpty else { return nil }
                    return .init(key: member.key, value: keep(deeper.map { $0.dropFirst() }, in: member.value))
                })
        default: return value
        }
    }
}
