import CCMarkGFM
import Glibc
import Synchronization

/// A parsed text. Owns the parser's nodes, which live as long as it does.
final class Tree {
    typealias Node = OpaquePointer

    let root: Node

    private static let extensions = ["table", "strikethrough", "autolink", "tasklist"]
    private static let registered: Void = cmark_gfm_core_extensions_ensure_registered()
    /// The extensions' special characters are kept in a table of the whole process, entered before the inlines are
    /// parsed and taken out afterwards: two threads that parse at once would miss links now and then.
    private static let oneAtATime = Mutex(())

    init?(_ source: [UInt8]) {
        _ = Self.registered
        let options = CMARK_OPT_SOURCEPOS | CMARK_OPT_FOOTNOTES | CMARK_OPT_UNSAFE
        guard let parser = cmark_parser_new(options) else { return nil }
        defer { cmark_parser_free(parser) }
        for name in Self.extensions {
            guard let found = cmark_find_syntax_extension(name) else { return nil }
            cmark_parser_attach_syntax_extension(parser, found)
        }
        let document = Self.oneAtATime.withLock { _ in
            source.withUnsafeBytes { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
            return UInt(bitPattern: cmark_parser_finish(parser))
        }
        guard let document = OpaquePointer(bitPattern: document) else { return nil }
        root = document
    }

    deinit { cmark_node_free(root) }

    /// Calls `body` with every node in the text's order: containers when they begin and when they end, others once.
    func walk(_ body: (_ node: Node, _ kind: NodeKind, _ entering: Bool) -> Void) {
        guard let iterator = cmark_iter_new(root) else { return }
        defer { cmark_iter_free(iterator) }
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { return }
            body(node, NodeKind(node), event == CMARK_EVENT_ENTER)
        }
    }

    static func bytes(_ text: UnsafePointer<CChar>?) -> UnsafeBufferPointer<UInt8> {
        guard let text else { return UnsafeBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: text, count: strlen(text)).assumingMemoryBound(to: UInt8.self)
    }

    static func literal(_ node: Node) -> UnsafeBufferPointer<UInt8> { bytes(cmark_node_get_literal(node)) }
    static func url(_ node: Node) -> UnsafeBufferPointer<UInt8> { bytes(cmark_node_get_url(node)) }
    static func title(_ node: Node) -> UnsafeBufferPointer<UInt8> { bytes(cmark_node_get_title(node)) }
    /// The text of a leaf block, without the markers of the containers around it; inlines were parsed from it.
    static func content(_ node: Node) -> [UInt8] {
        // The buffer of a block that got no text was allocated and never written to, not even its terminator.
        guard cmark_node_first_child(node) != nil else { return [] }
        return Array(bytes(cmark_node_get_string_content(node)))
    }
    static func startLine(_ node: Node) -> Int { Int(cmark_node_get_start_line(node)) }
    static func endLine(_ node: Node) -> Int {
        Int(cmark_node_get_end_line(node)) - (cmark_node_get_end_column(node) == 0 ? 1 : 0)
    }
}

/// What a node is. The values are written into outlines.
enum NodeKind: UInt8 {
    case block = 1, codeBlock, htmlBlock, thematicBreak
    case paragraph, heading, table, row, cell
    case text, code, html, softBreak, lineBreak, footnoteReference
    case emphasis, strong, strikethrough, link, image
    case other

    init(_ node: Tree.Node) {
        let type = cmark_node_get_type(node)
        switch type {
        case CMARK_NODE_TEXT: self = .text
        case CMARK_NODE_SOFTBREAK: self = .softBreak
        case CMARK_NODE_LINEBREAK: self = .lineBreak
        case CMARK_NODE_CODE: self = .code
        case CMARK_NODE_HTML_INLINE: self = .html
        case CMARK_NODE_EMPH: self = .emphasis
        case CMARK_NODE_STRONG: self = .strong
        case CMARK_NODE_LINK: self = .link
        case CMARK_NODE_IMAGE: self = .image
        case CMARK_NODE_FOOTNOTE_REFERENCE: self = .footnoteReference
        case CMARK_NODE_PARAGRAPH: self = .paragraph
        case CMARK_NODE_HEADING: self = .heading
        case CMARK_NODE_CODE_BLOCK: self = .codeBlock
        case CMARK_NODE_HTML_BLOCK: self = .htmlBlock
        case CMARK_NODE_THEMATIC_BREAK: self = .thematicBreak
        case CMARK_NODE_DOCUMENT, CMARK_NODE_BLOCK_QUOTE, CMARK_NODE_LIST, CMARK_NODE_ITEM,
            CMARK_NODE_FOOTNOTE_DEFINITION:
            self = .block
        default: self = NodeKind.extensionKinds[String(cString: cmark_node_get_type_string(node))] ?? .other
        }
    }

    /// The extensions' types get their numbers when they are registered, and are known by name only.
    private static let extensionKinds: [String: NodeKind] = [
        "strikethrough": .strikethrough, "table": .table, "table_header": .row, "table_row": .row,
        "table_cell": .cell, "tasklist": .block,
    ]

    /// A block whose content is inlines.
    var isLeafOfInlines: Bool { self == .paragraph || self == .heading || self == .cell }
}
