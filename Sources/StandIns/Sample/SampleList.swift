/// A list whose elements may be computed from their position, so that a project of 100,000 objects costs no more memory
/// than one page of it. Elements can still be replaced, removed and appended one by one.
public struct SampleList<Element: Sendable>: Sendable, RandomAccessCollection, MutableCollection {
    private let compute: @Sendable (Int) -> Element
    /// Positions of the computed elements that are still there; nil as long as none was removed.
    private var kept: [Int]?
    private let computedCount: Int
    private var replaced: [Int: Element] = [:]
    private var appended: [Element] = []

    /// A list of `count` elements, each made by `element` when it is asked for. `element` must be a pure function.
    public init(count: Int, element: @escaping @Sendable (Int) -> Element) {
        self.compute = element
        self.computedCount = count
    }

    /// A list of these elements.
    public init(_ elements: [Element] = []) {
        self.init(count: elements.count) { elements[$0] }
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { keptCount + appended.count }

    /// The element at `position`; setting one keeps the new value instead of the computed one.
    public subscript(position: Int) -> Element {
        get {
            guard position < keptCount else { return appended[position - keptCount] }
            let original = kept?[position] ?? position
            return replaced[original] ?? compute(original)
        }
        set {
            guard position < keptCount else {
                appended[position - keptCount] = newValue
                return
            }
            replaced[kept?[position] ?? position] = newValue
        }
    }

    /// Adds an element at the end.
    public mutating func append(_ element: Element) {
        appended.append(element)
    }

    /// Removes and returns the element at `position`.
    @discardableResult
    public mutating func remove(at position: Int) -> Element {
        let element = self[position]
        guard position < keptCount else { return appended.remove(at: position - keptCount) }
        var positions = kept ?? Array(0..<computedCount)
        replaced[positions.remove(at: position)] = nil
        kept = positions
        return element
    }

    private var keptCount: Int { kept?.count ?? computedCount }
}

extension SampleList: Encodable where Element: Encodable {
    /// Writes an array.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        for element in self { try container.encode(element) }
    }
}

extension SampleList: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: Element...) {
        self.init(elements)
    }
}
