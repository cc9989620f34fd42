import Access
import Git
import Model
import Store

/// What a merge request changes: its commits and diffs, read from git by the commits the store knows.
struct MergeRequestDiffRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        let path = "projects/:id/merge_requests/:iid"
        router.get("\(path)/commits", .everyone, use: commits)
        router.get("\(path)/changes", .everyone, use: changes)
        router.get("\(path)/diffs", .everyone, use: diffs)
        router.get("\(path)/versions/:version_id", .everyone, use: version)
    }

    @Sendable private func commits(_ request: APIRequest) async throws -> Answer {
        let page = try request.read { $0.page() }
        let changes = try await changes(of: request) { $0.diffRefs }
        let commits = try await changes?.commits() ?? []
        return .page(PagedRows(commits, page), page, of: request) {
            CommitAnswer(commit: $0, webURL: changes?.repository.webURL ?? "")
        }
    }

    @Sendable private func diffs(_ request: APIRequest) async throws -> Answer {
        let (page, isUnidiff) = try request.read { ($0.page(), $0.optional("unidiff", Bool.self) ?? false) }
        let changes = try await changes(of: request) { $0.diffRefs }
        let files = try await changes?.diffs().files ?? []
        return .page(PagedRows(files, page), page, of: request) { DiffAnswer(file: $0, isUnidiff: isUnidiff) }
    }

    @Sendable private func changes(_ request: APIRequest) async throws -> Answer {
        let isUnidiff = try request.read { $0.optional("unidiff", Bool.self) ?? false }
        let (mergeRequest, shown) = try await api.read(request) { lookup in
            let mergeRequest = try lookup.mergeRequest()
            return (mergeRequest, try ShownMergeRequests([mergeRequest], showsLabelDetails: false, lookup))
        }
        let changes = try await changes(of: request) { $0.diffRefs }
        let diffs = try await changes?.diffs()
        var answer = shown.answer(mergeRequest, externalURL: api.externalURL)
        answer.detail = MergeRequestAnswer.Detail(changesCount: diffs.map(\.countText))
        return Answer(MergeRequestChangesAnswer(mergeRequest: answer, diffs: diffs, isUnidiff: isUnidiff))
    }

    @Sendable private func version(_ request: APIRequest) async throws -> Answer {
        let isUnidiff = try request.read { $0.optional("unidiff", Bool.self) ?? false }
        guard let id = Int64(request.path("version_id")) else {
            throw APIError.invalidParameters(["version_id is invalid"])
        }
        let version = try await api.read(request) { lookup in
            let mergeRequest = try lookup.mergeRequest()
            let found = try MergeRequestVersions.find(mergeRequest: mergeRequest.id, id: id, in: lookup.connection)
            guard let found else { throw APIError.recordNotFound }
            return found
        }
        let changes = try await changes(of: request) { _ in version.diffRefs }
        return Answer(
            MergeRequestVersionFullAnswer(
                version: version, commits: try await changes?.commits() ?? [],
                diffs: try await changes?.diffs().files ?? [], isUnidiff: isUnidiff,
                webURL: changes?.repository.webURL ?? ""))
    }

    /// The merge request's commits in git; nil where they are not at hand.
    private func changes(
        of request: APIRequest, _ diffRefs: @escaping @Sendable (MergeRequest) -> DiffRefs?
    ) async throws -> MergeRequestChanges? {
        let (project, refs) = try await api.read(request) { lookup in
            (try lookup.projectWithCode(), diffRefs(try lookup.mergeRequest()))
        }
        guard let refs, let repository = try? api.repository(of: project) else { return nil }
        return try await MergeRequestChanges(refs, in: repository)
    }
}

/// The commits of a merge request's diff, all of them there.
struct MergeRequestChanges: Sendable {
    let repository: ProjectRepository
    private let base: ObjectHash
    private let head: ObjectHash
    /// Tip of the target branch; nil where it is gone.
    private let start: ObjectHash?

    /// Nil where the repository lacks the head or the base.
    init?(_ refs: DiffRefs, in repository: ProjectRepository) async throws {
        func present(_ hash: ObjectHash) async throws -> ObjectHash? {
            try await repository.git.resolve(Revision(hash))
        }
        guard let base = try await present(refs.base), let head = try await present(refs.head) else { return nil }
        self.repository = repository
        self.base = base
        self.head = head
        start = try await present(refs.start)
    }

    /// Those of the head that the target branch lacked, the latest first; as many as a diff has files.
    func commits() async throws -> [GitCommit] {
        var query = CommitQuery()
        query.revision = Revision(head)
        query.excluding = [base, start].compactMap { $0 }.map { Revision($0) }
        query.limit = DiffLimits().files
        return try await repository.reading(orNotFound: "Commit") {
            try await repository.git.commits(query).commits
        }
    }

    func diffs() async throws -> FileDiffs {
        try await repository.reading(orNotFound: "Commit") {
            try await repository.git.diff(from: Revision(base), to: Revision(head), straight: true)
        }
    }
}

extension FileDiffs {
    /// GitLab's `changes_count`: a text, with `+` where there are more.
    var countText: String {
        files.count >= DiffLimits().files && overflow ? "\(files.count)+" : "\(files.count)"
    }
}
