import Git
import Model

/// A branch (GitLab's `Branch`).
struct BranchAnswer: Entity {
    var branch: GitBranch
    var isMerged: Bool
    var isDefault: Bool
    var protection: RefProtection.OfBranch
    /// Address of the project's pages.
    var webURL: String

    func write(_ object: inout JSONObject) {
        object.add("name", branch.name)
        object.add("commit", CommitAnswer(commit: branch.commit, webURL: webURL))
        object.add("merged", isMerged)
        object.add("protected", protection.isProtected)
        object.add("developers_can_push", protection.developersCanPush)
        object.add("developers_can_merge", protection.developersCanMerge)
        object.add("can_push", protection.canPush)
        object.add("default", isDefault)
        let path = branch.name.split(separator: "/", omittingEmptySubsequences: false)
            .map { NestedForm.escape(String($0)) }.joined(separator: "/")
        object.add("web_url", "\(webURL)/-/tree/\(path)")
    }
}

/// A tag (GitLab's `Tag`).
struct TagAnswer: Entity {
    var tag: GitTag
    var release: Release?
    var isProtected: Bool
    /// Address of the project's pages.
    var webURL: String

    func write(_ object: inout JSONObject) {
        object.add("name", tag.name)
        object.add("message", tag.message)
        object.add("target", tag.target.hex)
        object.add("commit", tag.commit.map { CommitAnswer(commit: $0, webURL: webURL) })
        object.add("release", release.map(TagReleaseAnswer.init))
        object.add("protected", isProtected)
        object.add("created_at", tag.tagger?.time.iso8601)
    }
}

private struct TagReleaseAnswer: Entity {
    var release: Release

    func write(_ object: inout JSONObject) {
        object.add("tag_name", release.tag)
        object.add("description", release.description)
    }
}

/// A branch or tag in few words (GitLab's `BasicRef`).
struct BasicRefAnswer: Entity {
    var ref: RefName

    func write(_ object: inout JSONObject) {
        object.add("type", ref.isTag ? "tag" : "branch")
        object.add("name", ref.short)
    }
}
