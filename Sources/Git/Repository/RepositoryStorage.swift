import Foundation
public import Model

/// Where the bare repositories of projects lie under the data directory: by the project's number, so that renaming a
/// project moves nothing and no name from outside becomes a path.
public struct RepositoryStorage: Sendable {
    private let root: String
    private var runner: GitRunner

    /// - Parameter root: absolute path of the folder that holds all repositories.
    public init(root: String, runner: GitRunner) {
        self.root = root
        self.runner = runner
    }

    /// The same repositories, for those who ask while others do: each git waits for its turn.
    public func serving(through turnstile: Turnstile) -> RepositoryStorage {
        var storage = self
        storage.runner.turnstile = turnstile
        return storage
    }

    /// The project's own repository; it may not exist yet.
    public func project(_ id: ProjectID) -> GitRepository {
        GitRepository(directory: "\(root)/\(id.rawValue).git", runner: runner)
    }

    /// The repository of the project's wiki; it may not exist.
    public func wiki(_ id: ProjectID) -> GitRepository {
        GitRepository(directory: "\(root)/\(id.rawValue).wiki.git", runner: runner)
    }

    /// The repository of a snippet; it may not exist.
    public func snippet(_ id: SnippetID) -> GitRepository {
        GitRepository(directory: "\(root)/snippets/\(id.rawValue).git", runner: runner)
    }

    /// Where a snippet's repository is fetched to before it is anybody's.
    public func incomingSnippet(_ number: Int64) -> GitRepository {
        GitRepository(directory: "\(root)/incoming/snippet-\(number).git", runner: runner)
    }

    /// The snippets that have a repository, whether or not there still is such a snippet.
    public var snippets: [SnippetID] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/snippets")) ?? []
        return names.compactMap { $0.hasSuffix(".git") ? Int64($0.dropLast(4)).map { SnippetID($0) } : nil }
    }

    /// The projects that have a repository or a wiki, whether or not there still is such a project.
    public var projects: Set<ProjectID> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return Set(
            names.compactMap { name in
                guard name.hasSuffix(".git") else { return nil }
                return Int64(name.dropLast(name.hasSuffix(".wiki.git") ? 9 : 4)).map { ProjectID($0) }
            })
    }

    /// The numbers of ``incomingSnippet(_:)`` that are there.
    public var incomingSnippets: [Int64] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/incoming")) ?? []
        return names.compactMap { name in
            name.hasPrefix("snippet-") && name.hasSuffix(".git") ? Int64(name.dropFirst(8).dropLast(4)) : nil
        }
    }

    /// A folder beside the repositories.
    func folder(named name: String) -> String { "\(root)/\(name)" }
}
