public import Model

/// Answers many merge-base questions over one graph; its working space, a byte a commit, is made once.
///
/// Both sides are walked back from the newest commit on. Since parents always stand before their children in the
/// graph, a commit comes up only after all its descendants in the walk: the first common one is the best.
public struct MergeBaseFinder: Sendable {
    private static let fromOne: UInt8 = 1
    private static let fromOther: UInt8 = 2
    private static let fromBoth: UInt8 = 3
    /// Stays from question to question.
    private static let ofAnchor: UInt8 = 4

    private let graph: CommitGraph
    private var marks: [UInt8]
    private var touched: [Int32] = []
    private var queue = PositionQueue()
    private var latest: Int32?
    private var anchor: Int32?

    /// Prepares the working space.
    public init(_ graph: CommitGraph) {
        self.graph = graph
        marks = [UInt8](repeating: 0, count: graph.count)
    }

    /// See ``CommitGraph/mergeBase(_:_:)``. Questions with the same first commit, asked one after the other, cost only
    /// the way from the second to the answer.
    public mutating func mergeBase(_ one: ObjectHash, _ other: ObjectHash) -> ObjectHash? {
        guard let first = graph.position(of: one), let second = graph.position(of: other) else { return nil }
        if first == latest, first != anchor { drop(anchorAt: first) }
        latest = first
        let found = first == anchor ? walk(from: second) : walk(between: first, and: second)
        reset()
        return found.flatMap(graph.id)
    }

    private mutating func walk(between first: Int32, and second: Int32) -> Int32? {
        reach(first, Self.fromOne)
        reach(second, Self.fromOther)
        while let position = queue.popLargest() {
            let mark = marks[Int(position)] & Self.fromBoth
            if mark == Self.fromBoth { return position }
            graph.forEachParent(of: position) { reach($0, mark) }
        }
        return nil
    }

    /// Walks back from one side alone until it meets an ancestor of the anchor.
    private mutating func walk(from start: Int32) -> Int32? {
        reach(start, Self.fromOther)
        while let position = queue.popLargest() {
            if marks[Int(position)] & Self.ofAnchor != 0 { return position }
            graph.forEachParent(of: position) { reach($0, Self.fromOther) }
        }
        return nil
    }

    /// Marks all ancestors of a commit that is asked for again and again.
    private mutating func drop(anchorAt position: Int32) {
        for index in marks.indices { marks[index] = 0 }
        marks[Int(position)] = Self.ofAnchor
        // Parents stand before their children, so one pass from the commit downwards finds them all.
        for ancestor in stride(from: position, through: 0, by: -1) where marks[Int(ancestor)] != 0 {
            graph.forEachParent(of: ancestor) { marks[Int($0)] = Self.ofAnchor }
        }
        anchor = position
    }

    /// Whether the first commit is the second or one of its ancestors; nil when one of them is unknown.
    public mutating func isAncestor(_ ancestor: ObjectHash, of descendant: ObjectHash) -> Bool? {
        guard graph.contains(ancestor), graph.contains(descendant) else { return nil }
        return mergeBase(ancestor, descendant) == ancestor
    }

    private mutating func reach(_ position: Int32, _ mark: UInt8) {
        let old = marks[Int(position)]
        marks[Int(position)] = old | mark
        guard old & Self.fromBoth == 0 else { return }
        touched.append(position)
        queue.insert(position)
    }

    private mutating func reset() {
        for position in touched { marks[Int(position)] &= Self.ofAnchor }
        touched.removeAll(keepingCapacity: true)
        queue.removeAll()
    }
}

/// A heap of positions, the largest first.
struct PositionQueue: Sendable {
    private var heap: [Int32] = []

    mutating func insert(_ position: Int32) {
        heap.append(position)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[parent] < heap[child] else { return }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    mutating func popLargest() -> Int32? {
        guard let largest = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return largest }
        heap[0] = last
        var parent = 0
        while true {
            var child = parent * 2 + 1
            guard child < heap.count else { return largest }
            if child + 1 < heap.count, heap[child + 1] > heap[child] { child += 1 }
            guard heap[parent] < heap[child] else { return largest }
            heap.swapAt(parent, child)
            parent = child
        }
    }

    mutating func removeAll() {
        heap.removeAll(keepingCapacity: true)
    }
}
