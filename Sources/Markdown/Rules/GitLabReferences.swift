/// What GitHub shows as it is written and GitLab would make a link of. A backslash before the sign is shown by neither,
/// and GitLab's reference patterns don't see an escaped sign (nor an escaped colon).
///
/// Not covered, because no escape hides them from GitLab: `GL-12`, `namespace/project>`, and bare commit hashes, which
/// are links at both.
extension RunRules {
    mutating func gitLabReference(at index: Int) -> Int {
        switch run.bytes[index] {
        case UInt8(ascii: "!"): mergeRequest(at: index)
        case UInt8(ascii: "$"): return snippet(at: index)
        case UInt8(ascii: "&"): if isDigit(index + 1), mayRefer(index) { escape(index) }
        case UInt8(ascii: "%"): if isName(at: index + 1), mayRefer(index) { escape(index) }
        case UInt8(ascii: "~"): return label(at: index)
        case UInt8(ascii: "["): return bracketed(at: index)
        default: iteration(at: index)
        }
        return index + 1
    }

    private func isDigit(_ index: Int) -> Bool { run.byte(index)?.isDigit ?? false }

    /// A word, or something in double quotes.
    private mutating func isName(at index: Int) -> Bool {
        guard let first = run.byte(index) else { return false }
        if first.isWord || first.isNonASCII { return true }
        guard first == UInt8(ascii: "\""), let second = run.byte(index + 1), second != first else { return false }
        return quotes.next(from: index + 2, in: run).map { $0 - index <= Self.reach } ?? false
    }

    /// A sign behind a single word belongs to a price, a percentage or prose; behind a path it names a project's item.
    private func mayRefer(_ index: Int) -> Bool {
        guard let before = before(index), before.isPathCharacter else { return true }
        return run.bytes[pathStart(before: index)..<index].contains(UInt8(ascii: "/"))
    }

    /// `!12`, wherever: GitLab's pattern asks for no boundary.
    private mutating func mergeRequest(at index: Int) {
        if isDigit(index + 1) { escape(index) }
    }

    /// `$12`, unless it begins a formula, which both show as one.
    private mutating func snippet(at index: Int) -> Int {
        if let closer = mathCloser.closer(of: index, in: run) { return closer + 1 }
        if isDigit(index + 1), mayRefer(index) { escape(index) }
        return index + 1
    }

    /// `~bug`, `~"two words"`, `~12`. Of several tildes all are escaped, lest those left over strike something through.
    private mutating func label(at index: Int) -> Int {
        let end = run.end(from: index, while: { $0 == UInt8(ascii: "~") })
        if isName(at: end), mayRefer(index) {
            for tilde in index..<end { escape(tilde) }
        }
        return end
    }

    private static let bracketedKinds: [[UInt8]] = [
        "cadence", "contact", "epic", "feature_flag", "issue", "vulnerability", "wiki_page", "work_item",
    ].map { Array($0.utf8) }

    /// `[vulnerability:12]` and its kin, and `[[Page]]`.
    private mutating func bracketed(at index: Int) -> Int {
        if run.byte(index + 1) == UInt8(ascii: "[") {
            if let end = brackets.next(from: index + 2, in: run), end - index <= Self.reach,
                run.byte(end + 1) == UInt8(ascii: "]")
            {
                escape(index)
            }
            return index + 1
        }
        let end = run.end(from: index + 1, while: \.isWord)
        if run.plainByte(end) == UInt8(ascii: ":"), Self.bracketedKinds.contains(Array(run.bytes[(index + 1)..<end])) {
            escape(end)
        }
        return end
    }

    /// `*iteration:12`.
    private mutating func iteration(at index: Int) {
        let end = run.end(from: index + 1, while: \.isLetter)
        if run.plainByte(end) == UInt8(ascii: ":"), run.bytes[(index + 1)..<end].elementsEqual("iteration".utf8) {
            escape(end)
        }
    }
}

/// Finds a byte again and again, from places that never go back: all searches together read the text once.
struct ForwardSearch {
    private let byte: UInt8
    private var found = -1

    init(for byte: UInt8) { self.byte = byte }

    mutating func next(from start: Int, in run: TextRun) -> Int? {
        if found < start {
            found = start < run.count ? run.bytes[start...].firstIndex(of: byte) ?? Int.max : Int.max
        }
        return found == Int.max ? nil : found
    }
}
