public import Model

/// Where the bare repositories of projects lie under the data directory: by the project's number, so that renaming a
/// project moves nothing and no name from outside becomes a path.
public struct RepositoryStorage: Sendable {
    private let root: String
    private let runner: GitRunner

    /// - Parameter root: absolute path of the folder that holds all repositories.
    public init(root: String, runner: GitRunner) {
        self.root = root
        self.runner = runner
    }

    /// The project's own repository; it may not exist yet.
    public func project(_ id: ProjectID) -> GitRepository {
        GitRepository(directory: "\(root)/\(id.rawValue).git", runner: runner)
    }

    /// The repository of the project's wiki; it may not exist.
    public func wiki(_ id: ProjectID) -> GitRepository {
        GitRepository(directory: "\(root)/\(id.rawValue).wiki.git", runner: runner)
    }
}
