/// Changes inputs in the ways in which they go wrong, or are made to.
public struct Mutator: Sendable {
    /// What inputs are made of.
    public enum Form: Sendable {
        case bytes
        /// Mostly changed value by value, so that what comes out is JSON; now and then byte by byte.
        case json
    }

    private let form: Form
    /// Words that mean something to what reads the input.
    private let words: [[UInt8]]
    private let seeds: [[UInt8]]
    private let trees: [JSONTree]
    private let maximumBytes: Int

    public init(_ form: Form, seeds: [[UInt8]], words: [String], maximumBytes: Int) {
        self.form = form
        self.seeds = seeds
        self.words = words.map { Array($0.utf8) } + Self.hostileWords.map { Array($0.utf8) }
        self.maximumBytes = maximumBytes
        trees = form == .json ? seeds.compactMap { JSONTree($0) } : []
    }

    /// One more input.
    public func input(_ random: inout SeededGenerator) -> [UInt8] {
        if form == .json, !random.once(in: 8), let tree = random.pick(trees) {
            return Array(changed(tree, &random).bytes.prefix(maximumBytes))
        }
        if seeds.isEmpty || random.once(in: 12) { return noise(&random) }
        var bytes = random.pick(seeds) ?? []
        for _ in 0...random.number(below: 6) { change(&bytes, &random) }
        return Array(bytes.prefix(maximumBytes))
    }

    private func noise(_ random: inout SeededGenerator) -> [UInt8] {
        let count = random.number(below: 1 << random.number(below: 11))
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    // MARK: Bytes

    private func change(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let place = random.number(below: bytes.count + 1)
        switch random.number(below: 9) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(random.number(below: 8))
        case 1: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.number(below: 16)))
        case 3: bytes = Array(bytes.prefix(place))
        case 4:
            let piece = bytes[place..<min(bytes.count, place + 1 + random.number(below: 64))]
            let times = 1 + random.number(below: 1 << random.number(below: 9))
            bytes.insert(contentsOf: repeatElement(piece, count: times).joined(), at: place)
        case 5: bytes = Array(bytes.prefix(place)) + (random.pick(seeds) ?? []).suffix(from: &random)
        case 6:
            let word = random.pick(words) ?? []
            let times = random.once(in: 6) ? 1 + random.number(below: 3_000) : 1
            bytes.insert(contentsOf: repeatElement(word, count: times).joined(), at: place)
        default: bytes.insert(contentsOf: random.pick(words) ?? [], at: place)
        }
        if bytes.count > maximumBytes { bytes.removeLast(bytes.count - maximumBytes) }
    }

    // MARK: Values

    private func changed(_ tree: JSONTree, _ random: inout SeededGenerator) -> JSONTree {
        var tree = tree
        for _ in 0...random.number(below: 4) {
            let index = random.number(below: tree.count)
            tree = tree.changing(index) { changedValue($0, &random) } ?? .word("null")
        }
        return tree
    }

    private func changedValue(_ value: JSONTree, _ random: inout SeededGenerator) -> JSONTree? {
        switch random.number(below: 12) {
        case 0: return nil
        case 1...3: return Self.hostileValues[random.number(below: Self.hostileValues.count)]
        case 4: return .array([value])
        case 5: return random.pick(trees).map { Self.part(of: $0, &random) }
        case 6: return nested(value, &random)
        default: break
        }
        switch value {
        case .string(let text): return .string(changed(text, &random))
        case .word(let word): return .word(Self.changed(number: word, &random))
        case .array(let elements): return .array(changed(elements, &random))
        case .object(let members): return .object(changed(members, &random))
        }
    }

    private static func part(of tree: JSONTree, _ random: inout SeededGenerator) -> JSONTree {
        var part = tree
        _ = tree.changing(random.number(below: tree.count)) { value in
            part = value
            return value
        }
        return part
    }

    private func nested(_ value: JSONTree, _ random: inout SeededGenerator) -> JSONTree {
        var nested = value
        for _ in 0..<(1 << random.number(below: 7)) {
            nested = random.once(in: 2) ? .array([nested]) : .object([JSONTree.Member("comments", nested)])
        }
        return nested
    }

    private func changed(_ elements: [JSONTree], _ random: inout SeededGenerator) -> [JSONTree] {
        var elements = elements
        let place = random.number(below: elements.count + 1)
        switch random.number(below: 4) {
        case 0: elements.reverse()
        case 1: elements.insert(.word("null"), at: place)
        case 2: elements = Array(elements.prefix(place))
        default: elements += elements.prefix(place)
        }
        return elements
    }

    private func changed(_ members: [JSONTree.Member], _ random: inout SeededGenerator) -> [JSONTree.Member] {
        guard let member = random.pick(members) else { return [JSONTree.Member("id", .word("1"))] }
        switch random.number(below: 3) {
        // The same name twice.
        case 0: return members + [JSONTree.Member(member.name, random.pick(members)?.value ?? .word("null"))]
        case 1:
            return members.map { $0.name == member.name ? JSONTree.Member(changed($0.name, &random), $0.value) : $0 }
        default: return members.shuffled(using: &random)
        }
    }

    /// What stands between quotes, changed so that the JSON around it stays whole, mostly.
    private func changed(_ text: String, _ random: inout SeededGenerator) -> String {
        var bytes = Array(text.utf8)
        change(&bytes, &random)
        let isLeftRaw = random.once(in: 20)
        let safe = bytes.prefix(20_000).filter { isLeftRaw || ($0 >= 0x20 && $0 != UInt8(ascii: "\"")) }
        let whole = String(decoding: safe, as: UTF8.self)
        return whole.hasSuffix("\\") ? whole + "\\" : whole
    }

    private static func changed(number word: String, _ random: inout SeededGenerator) -> String {
        guard let number = Int64(word) else { return ["null", "true", "false", "0", "\"\""][random.number(below: 5)] }
        switch random.number(below: 5) {
        case 0: return String(number &+ 1)
        case 1: return String(0 &- number)
        case 2: return word + word
        case 3: return word + ".5"
        default: return "\"\(word)\""
        }
    }

    private static let hostileValues: [JSONTree] =
        [
            "null", "true", "false", "0", "-1", "1", "-0", "1.5", "1e3", "1e999", "-1e-7", "2147483648", "4294967296",
            "9007199254740993", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
            "100000000000000000000000000000", "253402300800000", "NaN",
        ].map { .word($0) }
        + [
            "", " ", "0", "-1", "NaN", "null", "9223372036854775807", "\\u0000", "a\\u0000b", "\\ud800", "\\udc00x",
            "\\ud83d\\ude00", "\\u202e", "\\uFFFF", "\\uFEFF", "\\r\\n", "..", "../../etc/passwd", "/", "a/b/c", "-x",
            "javascript:alert(1)", "https://example.org:99999/", "0000-01-01T00:00:00Z", "9999-12-31T23:59:60Z",
            "2020-02-30T00:00:00Z", "2020-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "refs/heads/",
            "@@ -1 +1 @@", "@@ -9223372036854775807 +9223372036854775807 @@\\n a\\n-b\\n+c",
            String(repeating: "x", count: 5_000), String(repeating: "\\ud83d\\ude00", count: 700),
            String(repeating: "a", count: 40), String(repeating: "0", count: 40),
        ].map { .string($0) } + [.array([]), .object([]), .array([.word("null")]), .array([.array([])])]

    private static let hostileWords = [
        "\0", "\u{FFFD}", "\u{202E}", "\u{301}", "🙂", "\r\n", "\n", "\t", " ", "%00", "%", "%2", "%zz", "%C3%28", "-",
        "9223372036854775807", "-9223372036854775808", "9223372036854775808", "99999999999999999999", "1e999", "NaN",
        "..", "../", "/", "//", "\\", "\"", "'", "<", ">", "&", "javascript:", "null", "[", "]", "{", "}", "\u{1B}[2J",
    ]
}

extension [UInt8] {
    /// What stands behind a place.
    fileprivate func suffix(from random: inout SeededGenerator) -> ArraySlice<UInt8> {
        dropFirst(random.number(below: count + 1))
    }
}
