import Foundation

/// A bare repository in the data directory, and the git that works on it. Holds no process and no open file.
public struct GitRepository: Sendable {
    /// The path of the bare repository.
    public let directory: String
    /// What runs git.
    public let runner: GitRunner

    /// Names a repository; nothing is read or made.
    public init(directory: String, runner: GitRunner) {
        self.directory = directory
        self.runner = runner
    }

    /// Whether the directory looks like a repository; no git is started.
    public var exists: Bool {
        let files = FileManager.default
        return files.fileExists(atPath: directory + "/HEAD") && files.fileExists(atPath: directory + "/objects")
    }

    /// Makes the bare repository, or brings the settings of an existing one up to date.
    ///
    /// - Parameter defaultBranch: where HEAD points to in a new repository.
    /// - Throws: ``GitError``; `invalidInput` for an impossible branch name.
    public func create(defaultBranch: String = "main") async throws {
        guard RefName(branch: defaultBranch) != nil else {
            throw GitError(verb: "init", cause: .invalidInput("this is no branch name"))
        }
        let arguments = ["--bare", "--quiet", "--template=", "--initial-branch=\(defaultBranch)", "--", directory]
        _ = try await runner.run(GitCommand("init", arguments, deadline: .seconds(30)), limit: 65_536)
        do {
            try Data(Self.configuration.utf8).write(to: URL(fileURLWithPath: directory + "/config"), options: .atomic)
        } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
            throw GitError(verb: "init", cause: .diskFull)
        } catch {
            throw GitError(verb: "init", cause: .notWritable)
        }
    }

    /// Removes the repository with all its objects; nothing happens when it isn't there. Where a process that was killed
    /// may have worked on it, within ``outlastingWriters(_:)``.
    ///
    /// - Throws: ``GitError`` with cause `notWritable`.
    public func delete() throws {
        guard FileManager.default.fileExists(atPath: directory) else { return }
        do {
            try FileManager.default.removeItem(atPath: directory)
        } catch {
            throw GitError(verb: Self.deletion, cause: .notWritable)
        }
    }

    /// Repeats a removal of repositories for a second while it fails: the git of a process that was killed writes on
    /// until it notices, and what appeared meanwhile goes with the next attempt.
    ///
    /// - Throws: what the last attempt throws; anything but a failed ``delete()`` at once; `CancellationError`.
    public static func outlastingWriters<Value>(_ removal: () async throws -> Value) async throws -> Value {
        for _ in 1..<50 {
            do {
                return try await removal()
            } catch let error as GitError where error.verb == deletion && error.cause == .notWritable {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        return try await removal()
    }

    private static let deletion = "delete"

    /// Moves the repository to another place, over what is there.
    ///
    /// - Throws: ``GitError`` with cause `notWritable`.
    public func move(to place: GitRepository) throws {
        let files = FileManager.default
        do {
            let folder = (place.directory as NSString).deletingLastPathComponent
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try place.delete()
            try files.moveItem(atPath: directory, toPath: place.directory)
        } catch let error as GitError {
            throw error
        } catch {
            throw GitError(verb: "move", cause: .notWritable)
        }
    }

    /// Bytes of all objects on disk, packed and loose.
    public func size() async throws -> Int64 {
        let bytes = try await runner.run(command("count-objects", ["-v"], deadline: .seconds(60)), limit: 65_536)
        var kibibytes: Int64 = 0
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 2, ["size:", "size-pack:", "size-garbage:"].contains(parts[0]) else { continue }
            kibibytes += Int64(parts[1]) ?? 0
        }
        return kibibytes * 1024
    }

    /// Clones may be partial and may ask for any object by name, as GitLab's may; internal refs stay out of sight.
    private static let configuration = """
        [core]
        \trepositoryformatversion = 0
        \tfilemode = true
        \tbare = true
        \thooksPath = /dev/null
        [gc]
        \tauto = 0
        [uploadpack]
        \tallowFilter = true
        \tallowAnySHA1InWant = true
        [transfer]
        \thideRefs = refs/landfall
        \thideRefs = refs/keep-around

        """

    func command(_ verb: String, _ arguments: [String], deadline: Duration? = .seconds(120)) -> GitCommand {
        GitCommand(verb, arguments, directory: directory, deadline: deadline)
    }
}
