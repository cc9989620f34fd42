/// Character references (`&amp;`, `&#33;`), as the parser resolves them: it is asked, once for each.
struct Entities {
    private var known: [[UInt8]: [UInt8]?] = [:]

    /// The reference that begins at an offset: its length, and the bytes it stands for. `nil` for a lone ampersand.
    mutating func reference(in content: [UInt8], at start: Int) -> (length: Int, meaning: [UInt8])? {
        var end = start + 1
        while end < content.count, end - start < 34, content[end].isAlphanumeric || content[end] == UInt8(ascii: "#") {
            end += 1
        }
        guard end < content.count, end > start + 1, content[end] == UInt8(ascii: ";") else { return nil }
        let text = Array(content[start...end])
        if known[text] == nil { known[text] = .some(Self.resolve(text)) }
        guard let meaning = known[text] ?? nil else { return nil }
        return (text.count, meaning)
    }

    private static func resolve(_ text: [UInt8]) -> [UInt8]? {
        // Between letters, so that the meaning is not taken for a blank at the edge of a line.
        guard let tree = Tree([UInt8(ascii: "x")] + text + [UInt8(ascii: "x")]) else { return nil }
        var shown: [UInt8] = []
        tree.walk { node, kind, _ in
            if kind == .text { shown.append(contentsOf: Tree.literal(node)) }
        }
        let meaning = Array(shown.dropFirst().dropLast())
        return meaning == text ? nil : meaning
    }
}
