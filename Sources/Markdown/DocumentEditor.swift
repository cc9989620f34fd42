/// Replaces bytes of a text.
struct SourceEdit {
    let range: Range<Int>
    let replacement: [UInt8]
}

/// Walks a text's tree once, collects the edits of each leaf block, and writes down what the result must look like.
struct DocumentEditor {
    let pass: TextPass
    let source: [UInt8]
    let care: CarePlan
    private(set) var edits: [SourceEdit] = []
    /// The outline the edited text has to have.
    private(set) var promised = Outline()
    /// Whether a block's source could not be told, so that it stays as it is.
    private(set) var gaveUpOnABlock = false

    private var locator: LeafLocator
    private var entities = Entities()
    private var leaf: LeafEditor?
    private var leavesSeen = 0

    init(pass: TextPass, source: [UInt8], care: CarePlan) {
        self.pass = pass
        self.source = source
        self.care = care
        locator = LeafLocator(source: source)
    }

    mutating func read() {
        guard let tree = Tree(source) else { return gaveUpOnABlock = true }
        promised = Outline()
        tree.walk { node, kind, entering in visit(node, kind, entering: entering) }
        if care.reachesDefinitions { editDefinitions() }
        edits.sort { $0.range.lowerBound < $1.range.lowerBound }
    }

    private mutating func visit(_ node: Tree.Node, _ kind: NodeKind, entering: Bool) {
        if kind.isLeafOfInlines {
            if !entering { finishLeaf() }
            promised.add(node, kind, entering: entering)
            if entering { beginLeaf(node, kind) }
        } else if leaf != nil {
            leaf?.visit(node, kind, entering: entering, entities: &entities)
        } else {
            if entering { enterBlock(node, kind) }
            if kind == .htmlBlock { return editHTML(node) }
            promised.add(node, kind, entering: entering)
        }
    }

    /// Only addresses of files change in HTML. Each line of the block ends a line of the source.
    private mutating func editHTML(_ node: Tree.Node) {
        let html = Array(Tree.literal(node))
        let found = care.reachesHTML ? HTMLAddresses.edits(in: html, pass) : []
        let places = HTMLBlockLines(html: html, source: source, lines: locator.lines, first: Tree.startLine(node))
        var made: [SourceEdit] = []
        for edit in found {
            guard let place = places.sourceRange(of: edit.range) else {
                gaveUpOnABlock = true
                continue
            }
            made.append(edit)
            edits.append(SourceEdit(range: place, replacement: edit.replacement))
        }
        promised.add(.htmlBlock, HTMLAddresses.apply(made, to: html))
    }

    private mutating func enterBlock(_ node: Tree.Node, _ kind: NodeKind) {
        switch kind {
        case .row: locator.enterRow(node)
        case .codeBlock, .htmlBlock, .thematicBreak:
            let first = Tree.startLine(node)
            locator.cover(first...max(first, Tree.endLine(node)))
        default: break
        }
    }

    private mutating func beginLeaf(_ node: Tree.Node, _ kind: NodeKind) {
        let ownCare = care[leavesSeen]
        leavesSeen += 1
        guard let found = locator.locate(node, kind) else { return gaveUpOnABlock = true }
        leaf = LeafEditor(
            pass: pass, care: ownCare, editsDefinitions: care.reachesDefinitions, source: source, leaf: found)
    }

    private mutating func finishLeaf() {
        guard var done = leaf else { return }
        leaf = nil
        if let found = done.finish() {
            edits.append(contentsOf: found)
            promised.add(done.edited)
        } else {
            gaveUpOnABlock = true
            promised.add(done.plain)
        }
    }

    /// `[label]: address` stands in no block: what no block covers and holds an address of the source is one.
    private mutating func editDefinitions() {
        for (index, line) in locator.lines.ranges.enumerated() where locator.isLeftOver(index + 1) {
            guard let address = Definition.address(on: line, of: source),
                let mapped = pass.newAddress(for: source[address])
            else { continue }
            edits.append(SourceEdit(range: address, replacement: mapped))
        }
    }

    func apply() -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(source.count + edits.reduce(0) { $0 + $1.replacement.count })
        var position = 0
        for edit in edits where edit.range.lowerBound >= position {
            result.append(contentsOf: source[position..<edit.range.lowerBound])
            result.append(contentsOf: edit.replacement)
            position = edit.range.upperBound
        }
        result.append(contentsOf: source[position...])
        return result
    }
}

/// A line of a link reference definition.
enum Definition {
    /// The address behind `]:`, or alone on its line.
    static func address(on line: Range<Int>, of source: [UInt8]) -> Range<Int>? {
        guard !line.isEmpty else { return nil }
        var start = line.lowerBound
        if let colon = (line.lowerBound..<(line.upperBound - 1)).first(where: {
            source[$0] == UInt8(ascii: "]") && source[$0 + 1] == UInt8(ascii: ":")
        }) {
            start = colon + 2
        }
        while start < line.upperBound, source[start].isBlank { start += 1 }
        if start < line.upperBound, source[start] == UInt8(ascii: "<") { start += 1 }
        var end = start
        while end < line.upperBound, !source[end].isBlank, source[end] != UInt8(ascii: ">") { end += 1 }
        return start < end ? start..<end : nil
    }
}
