public import Model

/// The history of a repository in memory: at most about 40 bytes a commit, for questions asked tens of thousands of
/// times, such as the merge base of every merge request.
///
/// It shows the repository as it was when it was loaded.
public struct CommitGraph: Sendable {
    private static let none: Int32 = -1
    private var width = 0
    /// Object names, one after the other. Parents stand before their children: a larger position is never an ancestor
    /// of a smaller one.
    private var names: [UInt8] = []
    private var firstParents: [Int32] = []
    /// Of a merge, where in `moreParents` its other parents begin; -1 for any other commit.
    private var moreParentsStart: [Int32] = []
    /// Positions of further parents; each list ends with -1.
    private var moreParents: [Int32] = []
    /// Hash table with open addressing: positions by name, -1 where free; its size is a power of two.
    private var slots: [Int32] = [Int32](repeating: none, count: 1024)

    init() {}

    /// The number of commits.
    public var count: Int { firstParents.count }

    /// Whether the commit was reachable when the graph was loaded.
    public func contains(_ id: ObjectHash) -> Bool { position(of: id) != nil }

    /// The best common ancestor of two commits, as `git merge-base` finds it: nil when one of them is unknown or they
    /// share no history. Where several are equally good it is one of them.
    ///
    /// For many questions make one ``MergeBaseFinder``: it keeps its working space.
    public func mergeBase(_ one: ObjectHash, _ other: ObjectHash) -> ObjectHash? {
        var finder = MergeBaseFinder(self)
        return finder.mergeBase(one, other)
    }

    func position(of id: ObjectHash) -> Int32? {
        guard let name = RawName(id.hex.utf8), name.bytes.count == width else { return nil }
        let found = slots[slot(of: name.bytes)]
        return found == Self.none ? nil : found
    }

    func id(at position: Int32) -> ObjectHash? {
        let start = Int(position) * width
        let digits = names[start..<start + width].flatMap { [hexDigits[Int($0 >> 4)], hexDigits[Int($0 & 15)]] }
        return ObjectHash(bytes: digits)
    }

    /// Calls `body` with each parent's position.
    @inline(__always)
    func forEachParent(of position: Int32, _ body: (Int32) -> Void) {
        let first = firstParents[Int(position)]
        guard first != Self.none else { return }
        body(first)
        var next = Int(moreParentsStart[Int(position)])
        guard next >= 0 else { return }
        while moreParents[next] != Self.none {
            body(moreParents[next])
            next += 1
        }
    }

    /// Adds a commit after all its parents; a parent that isn't there (a shallow history) is left out.
    mutating func append(_ name: RawName, parents: [RawName]) {
        if width == 0 { width = name.bytes.count }
        guard name.bytes.count == width, count < Int(Int32.max) else { return }
        if count * 4 >= slots.count * 3 { grow() }
        let slot = slot(of: name.bytes)
        guard slots[slot] == Self.none else { return }
        let known = parents.map { slots[self.slot(of: $0.bytes)] }.filter { $0 != Self.none }
        slots[slot] = Int32(count)
        names.append(contentsOf: name.bytes)
        firstParents.append(known.first ?? Self.none)
        moreParentsStart.append(known.count > 1 ? Int32(moreParents.count) : Self.none)
        if known.count > 1 { moreParents += known.dropFirst() + [Self.none] }
    }

    /// Gives back what the arrays hold in reserve.
    mutating func compact() {
        names = names.withUnsafeBufferPointer { Array($0) }
        firstParents = firstParents.withUnsafeBufferPointer { Array($0) }
        moreParentsStart = moreParentsStart.withUnsafeBufferPointer { Array($0) }
        moreParents = moreParents.withUnsafeBufferPointer { Array($0) }
    }

    private mutating func grow() {
        slots = [Int32](repeating: Self.none, count: slots.count * 2)
        for position in 0..<count {
            let start = position * width
            slots[slot(of: names[start..<start + width])] = Int32(position)
        }
    }

    /// The slot that holds the name, or the free one where it belongs.
    private func slot(of name: some Collection<UInt8>) -> Int {
        // Object names are hashes already; their first bytes are as good as any.
        var index = name.prefix(6).reduce(0) { $0 << 8 | Int($1) } & (slots.count - 1)
        while slots[index] != Self.none {
            let start = Int(slots[index]) * width
            if names[start..<start + width].elementsEqual(name) { return index }
            index = (index + 1) & (slots.count - 1)
        }
        return index
    }
}

private let hexDigits = Array("0123456789abcdef".utf8)

/// An object name in half the bytes.
struct RawName: Sendable {
    let bytes: [UInt8]

    init?(_ digits: some Collection<UInt8>) {
        guard digits.count == 40 || digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        var high: UInt8?
        for digit in digits {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        self.bytes = bytes
    }
}
