import Git
import Model

/// Two revisions set side by side (GitLab's `Compare`).
struct ComparisonAnswer: Entity {
    var comparison: Comparison
    var from: ObjectHash
    var to: ObjectHash
    var isStraight: Bool
    var isUnidiff: Bool
    /// Address of the project's pages.
    var webURL: String

    func write(_ object: inout JSONObject) {
        let commits = comparison.commits.map { CommitAnswer(commit: $0, webURL: webURL) }
        object.add("commit", commits.last)
        object.add("commits", commits)
        object.add("diffs", comparison.diffs.files.map { DiffAnswer(file: $0, isUnidiff: isUnidiff) })
        object.add("compare_timeout", comparison.diffs.overflow)
        object.add("compare_same_ref", from == to)
        object.add("web_url", "\(webURL)/-/compare/\(from)\(isStraight ? ".." : "...")\(to)")
    }
}

/// Somebody who wrote commits (GitLab's `Contributor`). Lines are not counted, as in GitLab since 13.4.
struct ContributorAnswer: Entity {
    var contributor: GitContributor

    func write(_ object: inout JSONObject) {
        object.add("name", contributor.name)
        object.add("email", contributor.email)
        object.add("commits", contributor.commits)
        object.add("additions", contributor.additions)
        object.add("deletions", contributor.deletions)
    }
}
