import CCMarkGFM

/// What a text shows, as one sequence of bytes: the order of its nodes with their literals, addresses and titles. Two
/// texts with the same outline are rendered alike. NUL, which no text contains, marks the beginning of a node.
struct Outline: Equatable {
    private(set) var bytes: [UInt8] = []
    /// Where the content of each leaf block begins and ends.
    private(set) var blocks: [Range<Int>] = []
    private var blockStart = 0

    static func of(_ source: [UInt8]) -> Outline? {
        guard let tree = Tree(source) else { return nil }
        var outline = Outline()
        outline.bytes.reserveCapacity(source.count * 5 / 4)
        tree.walk { node, kind, entering in outline.add(node, kind, entering: entering) }
        return outline
    }

    mutating func add(_ node: Tree.Node, _ kind: NodeKind, entering: Bool) {
        switch kind {
        case .footnoteReference where !entering: break
        case .text: add(text: Tree.literal(node))
        case .code, .html, .codeBlock, .htmlBlock, .footnoteReference:
            add(kind, Tree.literal(node))
            if kind == .codeBlock { add(text: Tree.bytes(cmark_node_get_fence_info(node))) }
        case .link, .image:
            if entering {
                add(kind, Tree.url(node))
                add(text: Tree.title(node))
                mark(0x01)
            } else {
                mark(0x02 | kind.rawValue << 2)
            }
        default:
            if kind.isLeafOfInlines, !entering { blocks.append(blockStart..<bytes.count) }
            mark(kind.rawValue << 1 | (entering ? 1 : 0))
            if kind == .block || kind == .heading { addBlock(node, entering: entering) }
            if kind.isLeafOfInlines, entering { blockStart = bytes.count }
        }
    }

    /// The leaf blocks with other contents; `nil` when the blocks themselves are others.
    func blocksDifferent(from other: Outline) -> [Int]? {
        guard bytes != other.bytes else { return [] }
        guard blocks.count == other.blocks.count else { return nil }
        var different: [Int] = []
        var end = 0, otherEnd = 0
        for (index, (block, otherBlock)) in zip(blocks, other.blocks).enumerated() {
            let between = bytes[end..<block.lowerBound]
            guard between == other.bytes[otherEnd..<otherBlock.lowerBound] else { return nil }
            if bytes[block] != other.bytes[otherBlock] { different.append(index) }
            end = block.upperBound
            otherEnd = otherBlock.upperBound
        }
        return bytes[end...] == other.bytes[otherEnd...] ? different : nil
    }

    private mutating func addBlock(_ node: Tree.Node, entering: Bool) {
        guard entering else { return }
        bytes.append(UInt8(truncatingIfNeeded: cmark_node_get_type(node).rawValue) | 0x80)
        bytes.append(UInt8(truncatingIfNeeded: cmark_node_get_heading_level(node)) | 0x40)
        bytes.append(UInt8(truncatingIfNeeded: cmark_node_get_list_start(node)) | 0x40)
        bytes.append(UInt8(truncatingIfNeeded: cmark_node_get_list_tight(node)) | 0x40)
    }

    mutating func add(_ kind: NodeKind, _ literal: some Sequence<UInt8>) {
        mark(kind.rawValue | 0x80)
        bytes.append(contentsOf: literal)
        mark(0x03)
    }

    mutating func add(text: some Sequence<UInt8>) { bytes.append(contentsOf: text) }

    /// A link with an address and a text, as an edit makes it.
    mutating func add(linkTo address: [UInt8], text: [UInt8]) {
        add(.link, to: address, text: text)
    }

    /// A link or image with an address and a text, as an edit makes it.
    mutating func add(_ kind: NodeKind, to address: [UInt8], text: [UInt8]) {
        add(kind, address)
        mark(0x01)
        add(text: text)
        mark(0x02 | kind.rawValue << 2)
    }

    mutating func add(_ other: Outline) { bytes.append(contentsOf: other.bytes) }

    /// A link or image whose address was replaced.
    mutating func add(_ kind: NodeKind, address: [UInt8], title: UnsafeBufferPointer<UInt8>) {
        add(kind, address)
        add(text: title)
        mark(0x01)
    }

    private mutating func mark(_ code: UInt8) {
        bytes.append(0)
        bytes.append(code)
    }
}
