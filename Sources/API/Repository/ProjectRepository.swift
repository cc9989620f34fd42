import Access
import Foundation
import Git
import Model

/// A project's git repository as its routes work with it: names out of requests are looked up here, and what git says
/// about them becomes GitLab's answers.
struct ProjectRepository: Sendable {
    let project: Project
    let git: GitRepository
    /// Address of the project's pages: `https://forge.example.org/group/project`.
    let webURL: String

    /// The revision a request names; the default branch where it names none.
    /// - Throws: `404 … Not Found` for a text that can be no revision.
    func revision(_ name: String?, orNotFound what: String = "Commit") throws(APIError) -> Revision {
        guard let name, !name.isEmpty else { return .head }
        do {
            return try Revision(name)
        } catch {
            throw .notFound(what)
        }
    }

    /// The commit a request names.
    /// - Throws: `404 … Not Found` where the repository has none of that name.
    func commit(_ name: String?, stats: Bool = false, orNotFound what: String = "Commit") async throws -> GitCommit {
        let revision = try revision(name, orNotFound: what)
        let commit = try await reading(orNotFound: what) { try await git.commit(revision, stats: stats) }
        guard let commit else { throw APIError.notFound(what) }
        return commit
    }

    /// Runs git; a name it doesn't know is answered with `404 … Not Found`.
    func reading<Result>(orNotFound what: String, _ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as GitError {
            switch error.cause {
            case .unknownRevision, .unknownPath, .invalidInput: throw APIError.notFound(what)
            case .notARepository: throw APIError.notFound("Repository")
            case .timedOut: throw APIError.unavailable
            case .outputTooLarge, .memoryExceeded: throw APIError.tooLarge
            default: throw error
            }
        }
    }
}

extension APIContext {
    /// The repository of the project named by `:id`, whose code the caller may read.
    /// - Throws: `404 Project Not Found`, `403 Forbidden`, and `404 Repository Not Found` before there is one.
    func repository(_ request: APIRequest) async throws -> ProjectRepository {
        try repository(of: try await read(request) { try $0.projectWithCode() })
    }

    /// - Throws: `404 Repository Not Found` before there is one.
    func repository(of project: Project) throws(APIError) -> ProjectRepository {
        let git = repositories.project(project.id)
        guard git.exists else { throw .notFound("Repository") }
        return ProjectRepository(project: project, git: git, webURL: "\(externalURL)/\(project.fullPath)")
    }
}
