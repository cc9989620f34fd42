/// The pages GitLab has for those of a GitHub repository.
enum GitHubPages {
    /// The path below the project's address, with its query and fragment; `nil` when there is no such page.
    static func path(of url: SourceURL, in project: TargetProject) -> String? {
        guard let page = url.path.first else { return url.query == nil && url.fragment == nil ? "" : nil }
        let rest = Array(url.path.dropFirst())
        switch page {
        case "issues", "pull", "pulls": return item(page, rest, url, in: project)
        case "commit":
            guard rest.count == 1, GitLabPath.isHash(rest[0]) else { return nil }
            return "/-/commit/" + rest[0]
        case "blob", "tree", "blame", "raw", "commits", "edit": return file(page, rest, url)
        case "compare": return rest.isEmpty ? nil : "/-/compare/" + rest.joined(separator: "/")
        case "releases", "tags": return release(page, rest)
        case "milestone": return rest.count == 1 && GitLabPath.isNumber(rest[0]) ? "/-/milestones/" + rest[0] : nil
        case "milestones": return rest.isEmpty && url.query == nil ? "/-/milestones" : nil
        case "labels": return rest.isEmpty && url.query == nil ? "/-/labels" : nil
        case "wiki": return wiki(rest, url)
        default: return nil
        }
    }

    private static func item(_ page: String, _ rest: [String], _ url: SourceURL, in project: TargetProject) -> String? {
        guard let first = rest.first else {
            guard url.query == nil, page != "pull" else { return nil }
            return page == "issues" ? "/-/issues" : "/-/merge_requests"
        }
        guard page != "pulls", GitLabPath.isNumber(first), let number = Int64(first),
            let kind = project.itemKind(number)
        else { return nil }
        let base = GitLabPath.item(kind, number)
        let note = GitLabPath.note(url.fragment, in: project)
        switch (rest.dropFirst().first, rest.count) {
        case (nil, _): return base + note
        case ("files", _), ("changes", _): return kind == .issue ? nil : note.isEmpty ? base + "/diffs" : base + note
        case ("commits", 2): return kind == .issue ? nil : base + "/commits"
        case ("commits", 3): return GitLabPath.isHash(rest[2]) ? "/-/commit/" + rest[2] : nil
        case ("checks", 2): return kind == .issue ? nil : base + "/pipelines"
        default: return nil
        }
    }

    private static func file(_ page: String, _ rest: [String], _ url: SourceURL) -> String? {
        guard !rest.isEmpty, page == "tree" || page == "commits" || rest.count > 1 else { return nil }
        let wantsBytes = page == "blob" && url.query?.split(separator: "&").contains("raw=true") == true
        let suffix = page == "blob" && url.query == "plain=1" ? "?plain=1" : ""
        let lines = page == "blob" || page == "blame" || page == "tree" ? lineRange(url.fragment) : ""
        return "/-/\(wantsBytes ? "raw" : page)/" + rest.joined(separator: "/") + suffix + (wantsBytes ? "" : lines)
    }

    /// `#L10-L20` is `#L10-20` in GitLab; columns are not known there. Headings keep their fragment.
    private static func lineRange(_ fragment: String?) -> String {
        guard let fragment, !fragment.isEmpty else { return "" }
        let ends = fragment.split(separator: "-").map { $0.prefix { $0 != "C" } }
        let areLines = ends.count <= 2 && ends.allSatisfy { $0.first == "L" && GitLabPath.isNumber($0.dropFirst()) }
        guard areLines else { return "#" + fragment }
        return "#"
            + ends.enumerated().map { $0.offset == 0 ? String($0.element) : String($0.element.dropFirst()) }
            .joined(separator: "-")
    }

    private static func release(_ page: String, _ rest: [String]) -> String? {
        switch (rest.first, rest.count) {
        case (nil, _): return page == "tags" ? "/-/tags" : "/-/releases"
        case ("latest", 1) where page == "releases": return "/-/releases/permalink/latest"
        case ("tag", 2...) where page == "releases": return "/-/releases/" + rest.dropFirst().joined(separator: "%2F")
        case ("download", 3...) where page == "releases":
            return "/-/releases/" + rest.dropFirst().dropLast().joined(separator: "%2F") + "/downloads/"
                + rest[rest.count - 1]
        default: return nil
        }
    }

    private static func wiki(_ rest: [String], _ url: SourceURL) -> String? {
        guard rest.first?.hasPrefix("_") != true else { return nil }
        let fragment = url.fragment.map { "#" + $0 } ?? ""
        return rest.isEmpty ? "/-/wikis" : "/-/wikis/" + rest.joined(separator: "/") + fragment
    }
}
