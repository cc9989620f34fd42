/// Makes an input that fails smaller, as long as it fails.
struct Shrinker {
    private let form: Mutator.Form
    private static let mostAttempts = 600

    init(_ form: Mutator.Form) {
        self.form = form
    }

    func smallest(
        _ input: [UInt8], failing error: any Error, _ check: ([UInt8]) throws -> Void
    ) -> [UInt8] {
        var attempts = Self.mostAttempts
        // What is wrong begins in the same words, and goes on with what the input says.
        let kind = { (error: any Error) in "\(error)".prefix { $0 != ":" }.filter(\.isLetter).prefix(12) }
        let stillFails = { (candidate: [UInt8]) -> Bool in
            attempts -= 1
            do {
                try check(candidate)
                return false
            } catch let other {
                return kind(other) == kind(error)
            }
        }
        var smallest = input
        if form == .json, let tree = JSONTree(input) {
            smallest = shrunk(tree, whileTrue: stillFails, isOver: { attempts <= 0 }).bytes
        }
        attempts = Self.mostAttempts
        return shrunk(smallest, whileTrue: stillFails, isOver: { attempts <= 0 })
    }

    private func shrunk(
        _ tree: JSONTree, whileTrue holds: ([UInt8]) -> Bool, isOver: () -> Bool
    ) -> JSONTree {
        var tree = tree
        var index = 1
        while index < tree.count, !isOver() {
            if let smaller = tree.changing(index, { _ in nil }), smaller.count < tree.count, holds(smaller.bytes) {
                tree = smaller
            } else {
                index += 1
            }
        }
        return tree
    }

    private func shrunk(_ input: [UInt8], whileTrue holds: ([UInt8]) -> Bool, isOver: () -> Bool) -> [UInt8] {
        var input = input
        var length = max(1, input.count / 2)
        while length >= 1, !isOver() {
            var start = 0
            while start < input.count, !isOver() {
                let smaller = Array(input[..<start]) + input[min(input.count, start + length)...]
                if holds(smaller) { input = smaller } else { start += length }
            }
            if length == 1 { break }
            length /= 2
        }
        return input
    }
}
