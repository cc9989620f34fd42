/// The pages GitLab has for those of a repository of Bitbucket Server.
enum BitbucketServerPages {
    /// The path below the project's address, with its query and fragment; `nil` when there is no such page.
    static func path(of url: SourceURL, in project: TargetProject) -> String? {
        guard let page = url.path.first else { return url.query == nil && url.fragment == nil ? "" : nil }
        let rest = Array(url.path.dropFirst())
        switch page {
        case "pull-requests": return pullRequest(rest, url, in: project)
        case "commits":
            guard let first = rest.first, GitLabPath.isHash(first) else { return nil }
            return "/-/commit/" + first
        case "browse": return file("blob", rest, url)
        case "raw": return file("raw", rest, url)
        case "branches": return rest.isEmpty && url.query == nil ? "/-/branches" : nil
        default: return nil
        }
    }

    private static func pullRequest(_ rest: [String], _ url: SourceURL, in project: TargetProject) -> String? {
        guard let first = rest.first else { return url.query == nil ? "/-/merge_requests" : nil }
        guard GitLabPath.isNumber(first), let number = Int64(first), project.has(.mergeRequest, number) else {
            return nil
        }
        let base = GitLabPath.item(.mergeRequest, number)
        let note = GitLabPath.note(url.value(of: "commentId").map { "comment-" + $0 }, in: project)
        switch (rest.dropFirst().first, rest.count) {
        case (nil, _), ("overview", 2), ("activity", 2): return base + note
        case ("diff", _): return note.isEmpty ? base + "/diffs" : base + note
        case ("commits", 2): return base + "/commits"
        case ("commits", 3...): return GitLabPath.isHash(rest[2]) ? "/-/commit/" + rest[2] : nil
        case ("builds", 2): return base + "/pipelines"
        default: return nil
        }
    }

    /// `browse/PATH?at=REF#12-14`. Without a ref it is the default branch, which GitLab knows as HEAD.
    private static func file(_ page: String, _ rest: [String], _ url: SourceURL) -> String? {
        let ref = (url.value(of: "at") ?? url.value(of: "until")).map { GitLabPath.ref($0) }
        guard ref?.isEmpty != true else { return nil }
        guard !rest.isEmpty else {
            guard page == "blob" else { return nil }
            return ref.map { "/-/tree/" + $0 } ?? (url.query == nil && url.fragment == nil ? "" : nil)
        }
        let address = "/-/\(page)/\(ref ?? "HEAD")/" + rest.joined(separator: "/")
        guard page == "blob", let fragment = url.fragment, !fragment.isEmpty else { return address }
        return address + (GitLabPath.lines(fragment, separator: "-") ?? "#" + fragment)
    }
}
