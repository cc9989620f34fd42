import Foundation
public import Model

extension GitRepository {
    /// The branch HEAD points to, whether it has commits or not; nil when HEAD is detached or unreadable.
    public func defaultBranch() -> RefName? {
        guard let head = try? String(contentsOfFile: directory + "/HEAD", encoding: .utf8) else { return nil }
        guard head.hasPrefix("ref: ") else { return nil }
        return RefName(head.dropFirst("ref: ".count).trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// Makes HEAD point to a branch.
    ///
    /// - Throws: ``GitError``; `invalidInput` when the ref is no branch.
    public func setDefaultBranch(_ branch: RefName) async throws {
        guard branch.isBranch else {
            throw GitError(verb: "symbolic-ref", cause: .invalidInput("the default branch must lie under refs/heads/"))
        }
        let command = command("symbolic-ref", ["HEAD", branch.full], deadline: .seconds(30))
        _ = try await runner.run(command, limit: 65_536)
    }

    /// The commit, tree or other object a revision names.
    ///
    /// - Parameter kind: `commit` follows tags to the commit.
    /// - Returns: nil when the repository has no such object.
    public func resolve(_ revision: Revision, as kind: ObjectKind = .commit) async throws -> ObjectHash? {
        let expression = "\(revision.text)^{\(kind.rawValue)}"
        var command = command(
            "rev-parse", ["--verify", "--quiet", "--end-of-options", expression], deadline: .seconds(30))
        // 1 with --quiet and an unknown name; 128 where the object is of another kind.
        command.acceptedStatuses = [0, 1]
        do {
            let bytes = try await runner.run(command, limit: 4096)
            return ObjectHash(bytes: bytes.prefix { $0 != UInt8(ascii: "\n") })
        } catch let error as GitError where error.cause == .unknownRevision {
            return nil
        }
    }
}

/// The kinds of git objects; `object` stands for any.
public enum ObjectKind: String, Sendable, Hashable {
    /// A commit.
    case commit
    /// A directory.
    case tree
    /// A file.
    case blob
    /// An annotated tag.
    case tag
    /// Any of them.
    case object
}
