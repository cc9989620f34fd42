import Git
import Model
import Remote
import Store

/// Settings that the source told with the repository, and the licence that its files say.
struct ProjectSettingsStage: Sendable {
    let run: ImportRun

    func perform() async throws {
        let details = run.facts.details
        let license = try await license(named: details?.license)
        let (method, squash) = ProjectSettings.merging(
            byMergeCommit: details?.allowsMergeCommit, bySquash: details?.allowsSquashMerge,
            byRebase: details?.allowsRebaseMerge)
        let project = run.record.projectID
        try await run.services.store.write { connection in
            try Projects.setMerging(
                method, squash: squash, removesSourceBranch: details?.deletesBranchOnMerge ?? false, license: license,
                project: project, in: connection)
        }
    }

    /// The source's word for the licence goes before what can be told from the text alone.
    private func license(named fact: RepositoryDetails.License?) async throws -> ProjectSettings.License? {
        let repository = run.services.repositories.project(run.record.projectID)
        let known = fact.flatMap { $0.key == LicenseFile.other ? nil : $0 }
        guard try await repository.resolve(.head) != nil,
            let entry = LicenseFile.entry(among: try await repository.tree(.head).entries)
        else { return fact.map { ProjectSettings.License(key: $0.key, name: $0.name, path: nil) } }
        if let known { return ProjectSettings.License(key: known.key, name: known.name, path: entry.path) }
        let text = try? await repository.blob(entry.id, limit: LicenseFile.largestText)
        let key = LicenseFile.key(of: String(decoding: text ?? [], as: UTF8.self))
        return ProjectSettings.License(key: key, name: LicenseFile.name(of: key), path: entry.path)
    }
}

extension ProjectSettings {
    /// GitHub offers up to three ways of merging at once, GitLab has one and a choice about squashing. Where the source
    /// does not tell, GitLab's own defaults hold.
    static func merging(
        byMergeCommit: Bool?, bySquash: Bool?, byRebase: Bool?
    ) -> (MergeMethod, SquashOption) {
        guard let byMergeCommit, let bySquash, let byRebase, byMergeCommit || bySquash || byRebase else {
            return (.merge, .defaultOff)
        }
        let squash: SquashOption = !bySquash ? .never : byMergeCommit || byRebase ? .defaultOff : .always
        return (byMergeCommit ? .merge : .fastForward, squash)
    }
}
