import Git
import Model
import Store

/// A merge request with its diffs (GitLab's `MergeRequestChanges`).
struct MergeRequestChangesAnswer: Entity {
    var mergeRequest: MergeRequestAnswer
    /// Nil where the commits are not at hand.
    var diffs: FileDiffs?
    var isUnidiff: Bool

    func write(_ object: inout JSONObject) {
        mergeRequest.write(&object)
        object.add("changes", (diffs?.files ?? []).map { DiffAnswer(file: $0, isUnidiff: isUnidiff) })
        object.add("overflow", diffs?.overflow ?? false)
    }
}

/// One state of a merge request's diff with what it holds (GitLab's `MergeRequestDiffFull`).
struct MergeRequestVersionFullAnswer: Entity {
    var version: MergeRequestVersion
    var commits: [GitCommit]
    var diffs: [FileDiff]
    var isUnidiff: Bool
    /// Address of the project's pages.
    var webURL: String

    func write(_ object: inout JSONObject) {
        MergeRequestVersionAnswer(version: version).write(&object)
        object.add("commits", commits.map { CommitAnswer(commit: $0, webURL: webURL) })
        object.add("diffs", diffs.map { DiffAnswer(file: $0, isUnidiff: isUnidiff) })
    }
}
