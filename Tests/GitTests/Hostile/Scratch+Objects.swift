import Foundation
import Model
import TestSupport

extension Scratch {
    /// Writes an object as it is, whatever git thinks of it.
    func object(_ kind: String, _ content: [UInt8]) async throws -> String {
        let child = try await Child.run(
            "git", ["-C", source, "hash-object", "-t", kind, "-w", "--literally", "--stdin"], input: Data(content))
        guard child.status == 0 else { throw ScratchError(arguments: [kind], message: child.errors) }
        return child.text.trimmingCharacters(in: .newlines)
    }

    /// A directory's entry in a tree.
    struct Entry {
        var mode = "100644"
        var name: String
        var object: String
    }

    /// A tree of these entries, in this order.
    func tree(_ entries: [Entry]) async throws -> String {
        try await object(
            "tree",
            entries.flatMap { entry in
                Array("\(entry.mode) \(entry.name)".utf8) + [0] + Self.bytes(entry.object)
            })
    }

    /// Lets a branch lead to a commit of this tree.
    func publish(tree: String, as branch: String = "evil") async throws {
        try await publish(commit: try await git("commit-tree", tree, "-m", "m"), as: branch)
    }

    func publish(commit: String, as branch: String = "evil") async throws {
        // Written by hand: git looks at what a ref leads to.
        let file = URL(fileURLWithPath: "\(source)/.git/refs/heads/\(branch)")
        try Data("\(commit)\n".utf8).write(to: file)
    }

    /// A pack with a commit and all it leads to.
    func pack(_ commit: ObjectHash) async throws -> [UInt8] {
        let child = try await Child.run(
            "git", ["-C", source, "pack-objects", "--revs", "--stdout", "-q"], input: Data("\(commit.hex)\n".utf8))
        guard child.status == 0 else { throw ScratchError(arguments: ["pack"], message: child.errors) }
        return [UInt8](child.output)
    }

    private static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = Array(hexadecimal)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }
}
