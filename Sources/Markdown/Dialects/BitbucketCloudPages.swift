/// The pages GitLab has for those of a repository of Bitbucket Cloud.
enum BitbucketCloudPages {
    /// The path below the project's address, with its query and fragment; `nil` when there is no such page.
    static func path(of url: SourceURL, in project: TargetProject) -> String? {
        guard let page = url.path.first else { return url.query == nil && url.fragment == nil ? "" : nil }
        let rest = Array(url.path.dropFirst())
        switch page {
        case "issues": return issue(rest, url, in: project)
        case "pull-requests": return pullRequest(rest, url, in: project)
        case "commits": return commits(rest, url)
        case "src", "raw", "annotate": return file(page, rest, url)
        case "branch": return rest.isEmpty ? nil : "/-/tree/" + GitLabPath.ref(rest.joined(separator: "/"))
        case "branches": return rest.isEmpty && url.query == nil ? "/-/branches" : nil
        case "wiki": return wiki(rest, url)
        default: return nil
        }
    }

    /// `issues/12/title-of-it#comment-34`.
    private static func issue(_ rest: [String], _ url: SourceURL, in project: TargetProject) -> String? {
        guard let first = rest.first else { return url.query == nil ? "/-/issues" : nil }
        guard rest.count <= 2, GitLabPath.isNumber(first), let number = Int64(first), project.has(.issue, number) else {
            return nil
        }
        // Comments on issues and on pull requests have numbers of their own.
        let fragment = url.fragment.flatMap { $0.hasPrefix("comment-") ? "issue_" + $0 : nil }
        return GitLabPath.item(.issue, number) + GitLabPath.note(fragment, in: project)
    }

    /// `pull-requests/12/title-of-it/diff#comment-34`; titles may be missing.
    private static func pullRequest(_ rest: [String], _ url: SourceURL, in project: TargetProject) -> String? {
        guard let first = rest.first else { return url.query == nil ? "/-/merge_requests" : nil }
        guard GitLabPath.isNumber(first), let number = Int64(first), project.has(.mergeRequest, number) else {
            return nil
        }
        let base = GitLabPath.item(.mergeRequest, number)
        let note = GitLabPath.note(url.fragment, in: project)
        guard note.isEmpty, rest.count > 1 else { return rest.count <= 3 ? base + note : nil }
        switch (rest.last, rest.count) {
        case ("diff", _): return base + "/diffs"
        case ("commits", _): return base + "/commits"
        case (_, 2), ("activity", 3), ("overview", 3): return base
        default: return nil
        }
    }

    private static func commits(_ rest: [String], _ url: SourceURL) -> String? {
        switch (rest.first, rest.count) {
        case (let hash?, 1) where GitLabPath.isHash(hash): "/-/commit/" + hash
        case ("branch", 2...), ("tag", 2...):
            "/-/commits/" + GitLabPath.ref(rest.dropFirst().joined(separator: "/"))
        default: nil
        }
    }

    /// `src/REF/PATH#lines-12:14`; a ref with slashes is written with `%2F`.
    private static func file(_ page: String, _ rest: [String], _ url: SourceURL) -> String? {
        guard let ref = rest.first.map({ GitLabPath.ref($0) }), !ref.isEmpty else {
            return page == "src" && rest.isEmpty && url.query == nil ? "/-/tree/HEAD" : nil
        }
        let path = rest.dropFirst().joined(separator: "/")
        switch page {
        case "src": return path.isEmpty ? "/-/tree/" + ref : "/-/blob/\(ref)/\(path)" + lines(url.fragment)
        case "annotate": return path.isEmpty ? nil : "/-/blame/\(ref)/\(path)" + lines(url.fragment)
        default: return path.isEmpty ? nil : "/-/raw/\(ref)/\(path)"
        }
    }

    /// `lines-12:14`, and the older `file.md-12:14`. Other fragments name headings, and stay.
    private static func lines(_ fragment: String?) -> String {
        guard let fragment, !fragment.isEmpty else { return "" }
        let numbers = fragment.split(separator: "-", omittingEmptySubsequences: false).last ?? ""
        let isOfLines = fragment.hasPrefix("lines-") || fragment.dropLast(numbers.count).contains(".")
        guard isOfLines, let lines = GitLabPath.lines(numbers, separator: ":") else { return "#" + fragment }
        return lines
    }

    private static func wiki(_ rest: [String], _ url: SourceURL) -> String? {
        guard !["browse", "history", "edit", "create", "compare"].contains(rest.first) else { return nil }
        let fragment = url.fragment.map { "#" + $0 } ?? ""
        return rest.isEmpty ? "/-/wikis" : "/-/wikis/" + rest.joined(separator: "/") + fragment
    }
}
