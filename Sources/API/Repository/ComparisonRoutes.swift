import Access
import Git
import Model
import Store

/// What lies between revisions, and who wrote it.
struct ComparisonRoutes: ResourceRoutes {
    private enum ContributorOrder: String {
        case name, email, commits
    }

    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    func register(on router: APIRouter) {
        router.get("projects/:id/repository/compare", .everyone, use: compare)
        router.get("projects/:id/repository/merge_base", .everyone, use: mergeBase)
        router.get("projects/:id/repository/contributors", .everyone, use: contributors)
    }

    @Sendable private func compare(_ request: APIRequest) async throws -> Answer {
        let (from, to, isStraight, isUnidiff) = try request.read { reader in
            (
                reader.required("from", String.self), reader.required("to", String.self),
                reader.optional("straight", Bool.self) ?? false, reader.optional("unidiff", Bool.self) ?? false
            )
        }
        let repository = try await api.repository(request)
        let (old, new) = (try await ref(from, repository), try await ref(to, repository))
        let comparison = try await repository.reading(orNotFound: "Ref") {
            try await repository.git.compare(from: Revision(old), to: Revision(new), straight: isStraight)
        }
        return Answer(
            ComparisonAnswer(
                comparison: comparison, from: old, to: new, isStraight: isStraight, isUnidiff: isUnidiff,
                webURL: repository.webURL))
    }

    private func ref(_ name: String, _ repository: ProjectRepository) async throws -> ObjectHash {
        guard !name.isEmpty, let id = try await known(name, repository) else { throw APIError.notFound("Ref") }
        return id
    }

    private func known(_ name: String, _ repository: ProjectRepository) async throws -> ObjectHash? {
        guard let revision = try? Revision(name) else { return nil }
        return try await repository.git.resolve(revision)
    }

    @Sendable private func mergeBase(_ request: APIRequest) async throws -> Answer {
        let refs = try request.read { $0.required("refs", [String].self) }
        guard refs.count >= 2 else { throw APIError.badRequest("Provide at least 2 refs") }
        let repository = try await api.repository(request)
        var ids: [ObjectHash] = []
        var unknown: [String] = []
        for name in refs {
            if let id = try await known(name, repository) { ids.append(id) } else { unknown.append(name) }
        }
        guard unknown.isEmpty else {
            let noun = unknown.count == 1 ? "ref" : "refs"
            throw APIError.badRequest("Could not find \(noun): \(unknown.joined(separator: ", "))")
        }
        guard let base = try await repository.git.mergeBase(of: ids.map { Revision($0) }) else {
            throw APIError.notFound("Merge Base")
        }
        return Answer(CommitAnswer(commit: try await repository.commit(base.hex), webURL: repository.webURL))
    }

    @Sendable private func contributors(_ request: APIRequest) async throws -> Answer {
        let (ref, order, isDescending, page) = try request.read { reader in
            (
                reader.optional("ref", String.self),
                reader.optional("order_by", among: ContributorOrder.self) ?? .commits,
                reader.optional("sort", among: SortDirection.self) == .descending, reader.page()
            )
        }
        let repository = try await api.repository(request)
        guard let start = try await known(ref.flatMap { $0.isEmpty ? nil : $0 } ?? "HEAD", repository) else {
            guard ref == nil else { throw APIError.notFound }
            return .page(PagedRows<ContributorAnswer>(elements: [], total: 0), page, of: request) { $0 }
        }
        var people = try await repository.reading(orNotFound: "Commit") {
            try await repository.git.contributors(Revision(start))
        }
        people.sort { left, right in
            let (first, second) = isDescending ? (right, left) : (left, right)
            switch order {
            case .name: return (first.name, first.email) < (second.name, second.email)
            case .email: return first.email < second.email
            case .commits: return (first.commits, first.email) < (second.commits, second.email)
            }
        }
        return .page(PagedRows(people, page), page, of: request) { ContributorAnswer(contributor: $0) }
    }
}
