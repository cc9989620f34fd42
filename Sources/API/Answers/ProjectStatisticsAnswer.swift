import Git
import Model
import Store

/// How much room a project takes (GitLab's `ProjectStatistics`), in bytes.
struct ProjectStatistics: Sendable {
    var commitCount: Int
    var repositorySize: Int64
    var wikiSize: Int64
    var lfsObjectsSize: Int64

    /// Asks git and the store; a repository that is not there takes no room.
    init(of project: ProjectID, lfsObjectsSize: Int64, in repositories: RepositoryStorage) async throws {
        let (code, wiki) = (repositories.project(project), repositories.wiki(project))
        repositorySize = code.exists ? try await code.size() : 0
        do {
            commitCount = code.exists ? try await code.countCommits(CommitQuery()) : 0
        } catch is GitError {
            commitCount = 0
        }
        wikiSize = wiki.exists ? try await wiki.size() : 0
        self.lfsObjectsSize = lfsObjectsSize
    }
}

/// A project with its statistics, which are told from Reporter up where they are asked for.
struct ProjectWithStatistics: Entity {
    var shown: ProjectShown
    var statistics: ProjectStatistics

    func write(_ object: inout JSONObject) {
        switch shown {
        case .basic(let answer): answer.write(&object)
        case .full(let answer): answer.write(&object)
        }
        object.add("statistics") { object in
            object.add("commit_count", statistics.commitCount)
            object.add(
                "storage_size", statistics.repositorySize + statistics.wikiSize + statistics.lfsObjectsSize)
            object.add("repository_size", statistics.repositorySize)
            object.add("wiki_size", statistics.wikiSize)
            object.add("lfs_objects_size", statistics.lfsObjectsSize)
            for key in [
                "job_artifacts_size", "pipeline_artifacts_size", "packages_size", "snippets_size", "uploads_size",
                "container_registry_size",
            ] {
                object.add(key, 0)
            }
        }
    }
}
