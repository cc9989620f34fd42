/// The edits of one leaf block: its text by the rules, its links by ``SourceURLs``.
struct LeafEditor {
    let pass: TextPass
    let care: Care
    /// Whether the definitions of reference links get their new addresses.
    let editsDefinitions: Bool
    let source: [UInt8]
    private var reader: LeafReader
    private var edits: [SourceEdit] = []
    private var failed = false
    /// What becomes of the links that are open.
    private var links: [LinkChange] = []
    private var math: DisplayMath
    /// Whether what the parser takes for a link is part of a name, and of the text around it.
    private var isInQuotedName = false
    /// What the block shows with its edits, and without.
    private(set) var edited = Outline()
    private(set) var plain = Outline()

    init(pass: TextPass, care: Care, editsDefinitions: Bool, source: [UInt8], leaf: LeafSource) {
        self.pass = pass
        self.care = care
        self.editsDefinitions = editsDefinitions
        self.source = source
        reader = LeafReader(leaf: leaf)
        math = DisplayMath(content: leaf.content)
    }

    mutating func visit(_ node: Tree.Node, _ kind: NodeKind, entering: Bool, entities: inout Entities) {
        if kind == .link, entering ? isAddressInQuotedName(node) : isInQuotedName {
            isInQuotedName = entering
            return plain.add(node, kind, entering: entering)
        }
        if kind == .link || kind == .image {
            if entering { enterLink(node, kind) } else { exitLink(node, kind) }
            return plain.add(node, kind, entering: entering)
        }
        // The iterator leaves footnote references as if they held something.
        if kind == .footnoteReference, !entering { return }
        if kind == .html { return visitHTML(node) }
        plain.add(node, kind, entering: entering)
        if kind == .text { return reader.readText(Tree.literal(node), entities: &entities) }
        endRun()
        edited.add(node, kind, entering: entering)
        switch kind {
        case .code: reader.readCode()
        case .footnoteReference: reader.readFootnoteReference()
        case .softBreak, .lineBreak: reader.readLineEnd()
        case .emphasis, .strong, .strikethrough: reader.readDelimiter(kind)
        default: failed = true
        }
    }

    /// The edits; `nil` when the block's content and its inlines don't go together.
    mutating func finish() -> [SourceEdit]? {
        endRun()
        return reader.finish() && !failed && care != .untouched ? edits : nil
    }

    private mutating func replace(_ range: Range<Int>, by replacement: [UInt8]) {
        guard let place = reader.leaf.sourceRange(of: range) else { return failed = true }
        edits.append(SourceEdit(range: place, replacement: replacement))
    }

    /// `@"name@host"` is a mention, in which the parser sees an e-mail address.
    private func isAddressInQuotedName(_ node: Tree.Node) -> Bool {
        let (run, content, quote) = (reader.run, reader.leaf.content, UInt8(ascii: "\""))
        guard pass.dialect.quotesNames, care == .usual, run.plainByte(run.count - 1) == quote,
            run.plainByte(run.count - 2) == UInt8(ascii: "@"), Tree.url(node).starts(with: "mailto:".utf8)
        else { return false }
        let address = Tree.url(node).dropFirst("mailto:".utf8.count)
        let end = reader.offset + address.count
        return end < content.count && content[end] == quote && content[reader.offset..<end].elementsEqual(address)
    }

    // MARK: HTML

    private mutating func visitHTML(_ node: Tree.Node) {
        plain.add(node, .html, entering: true)
        endRun()
        let html = Array(Tree.literal(node))
        let start = reader.offset
        reader.readHTML(Tree.literal(node))
        if care == .usual || care == .cautious, pass.dialect.showsTags, Self.isTag(html) {
            return showTag(html, at: start)
        }
        let found = care == .untouched ? [] : HTMLAddresses.edits(in: html, pass)
        edited.add(.html, HTMLAddresses.apply(found, to: html))
        for edit in found {
            replace((start + edit.range.lowerBound)..<(start + edit.range.upperBound), by: edit.replacement)
        }
    }

    /// A backslash before it makes a tag text, and what stands in it may be a reference for GitLab. What looks like a tag
    /// in a value of it would become one.
    private mutating func showTag(_ html: [UInt8], at start: Int) {
        for place in html.indices where html[place] == UInt8(ascii: "<") {
            replace((start + place)..<(start + place), by: [UInt8(ascii: "\\")])
        }
        var run = TextRun()
        html.withUnsafeBufferPointer { run.append($0[...], at: start) }
        run.isInLink = reader.linkDepth > 0
        apply(RunRules(pass: pass, care: care, run: run, content: reader.leaf.content))
    }

    /// Neither a comment nor a declaration.
    private static func isTag(_ html: [UInt8]) -> Bool {
        html.count > 2 && (html[1].isLetter || html[1] == UInt8(ascii: "/"))
    }

    // MARK: Links

    /// What becomes of a link.
    private enum LinkChange {
        case none
        case address([UInt8])
        /// A bare address becomes a link with a text, or a video.
        case file(FileLink)
    }

    private mutating func enterLink(_ node: Tree.Node, _ kind: NodeKind) {
        endRun()
        let url = Tree.url(node)
        let isWritten = kind == .image || reader.beginsWithAddress(url)
        let file = isWritten ? pass.file(for: url) : nil
        let mapped = isWritten && file == nil ? pass.address(for: url) : file?.address
        reader.enterLink(kind)
        if let file, kind == .link, reader.showsAddress {
            links.append(care == .usual ? .file(file) : .none)
        } else {
            links.append(mapped.map { .address($0) } ?? .none)
        }
        switch links.last {
        case .address(let address): edited.add(kind, address: address, title: Tree.title(node))
        case .file(let file): edited.add(file.isVideo ? .image : .link, to: file.address, text: file.name)
        default: edited.add(node, kind, entering: true)
        }
    }

    private mutating func exitLink(_ node: Tree.Node, _ kind: NodeKind) {
        endRun()
        let change = links.popLast() ?? .none
        if case .file = change {} else { edited.add(node, kind, entering: false) }
        guard let link = reader.exitLink(kind) else { return }
        switch (change, link.address) {
        case (.none, _): break
        case (.address(let mapped), let address?): replace(address, by: mapped)
        case (.address, nil): if !editsDefinitions { failed = true }
        case (.file(let file), let address?):
            let brackets = link.form == .angles ? 1 : 0
            replace((address.lowerBound - brackets)..<(address.upperBound + brackets), by: file.markdown)
        case (.file, nil): failed = true
        }
    }

    // MARK: Text

    private mutating func endRun() {
        let showsAddress = reader.showsAddress
        let run = reader.takeRun()
        guard !run.isEmpty, !reader.failed else { return }
        if showsAddress {
            switch links.last {
            case .address(let mapped): return edited.add(text: mapped)
            case .file: return
            default: break
            }
        }
        guard math.isText(run), !run.isInImage else { return edited.add(text: run.bytes) }
        var rules = RunRules(pass: pass, care: care, run: run, content: reader.leaf.content)
        rules.indentationIsBlank = run.isAtSourceLineStart && isOnlyBlankBefore(run)
        apply(rules)
    }

    private mutating func apply(_ rules: RunRules) {
        let run = rules.run
        var rules = rules
        rules.apply()
        var shown = 0
        for edit in rules.edits {
            edited.add(text: run.bytes[shown..<edit.range.lowerBound])
            switch edit.shown {
            case .text(let text): edited.add(text: text)
            case .code(let text): edited.add(.code, text)
            case .link(let address, let text): edited.add(linkTo: address, text: text)
            }
            shown = edit.range.upperBound
            replace(edit.contentRange, by: edit.replacement)
        }
        edited.add(text: run.bytes[shown...])
    }

    /// Whether nothing but blanks, no container's marker either, stands before the run on its line.
    private func isOnlyBlankBefore(_ run: TextRun) -> Bool {
        guard !run.isEmpty else { return false }
        var index = reader.leaf.sourceOffset(of: run.origin(0)) - 1
        while index >= 0, source[index].isBlank { index -= 1 }
        return index < 0 || source[index].isLineEnd
    }
}
