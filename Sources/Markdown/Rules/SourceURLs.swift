/// A repository's name; upper and lower case make no difference to the forge.
struct Repository: Equatable {
    let owner: String
    let name: String

    /// `owner/name`, and nothing else.
    init?(path: ArraySlice<UInt8>) {
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, GitHubName.isLogin(parts[0]), GitHubName.isRepository(parts[1]) else { return nil }
        owner = String(decoding: parts[0], as: UTF8.self)
        name = String(decoding: parts[1], as: UTF8.self)
    }

    static func == (one: Repository, other: Repository) -> Bool {
        one.owner.lowercased() == other.owner.lowercased() && one.name.lowercased() == other.name.lowercased()
    }
}

/// The repository the texts come from.
struct SourceRepository: Sendable {
    /// Without a slash at the end.
    let webOrigin: String
    /// The origin's host and port, in lower case.
    let host: String
    /// `nil` when the name isn't one of GitHub's: then no reference is taken for one of the same repository.
    let repository: Repository?

    init(webOrigin: String, repository: String) {
        let origin = webOrigin.hasSuffix("/") ? String(webOrigin.dropLast()) : webOrigin
        self.webOrigin = origin
        // "https:", the host, and what nobody should have written behind it.
        let parts = origin.split(separator: "/", omittingEmptySubsequences: true)
        host = (parts.count > 1 ? String(parts[1]) : origin).lowercased()
        self.repository = Repository(path: Array(repository.utf8)[...])
    }
}

extension Repository: Sendable {}

/// Addresses of the source's web pages, and what they are in the project a repository was imported into.
extension TextPass {
    /// The address of a file that has arrived, or of a page in the imported project.
    func newAddress(for address: some Collection<UInt8>) -> [UInt8]? {
        file(for: address)?.address ?? self.address(for: address)
    }

    /// The address in the imported project; `nil` for every address that stays as it is.
    func address(for address: some Collection<UInt8>) -> [UInt8]? {
        guard address.count <= 8_192, address.first.map({ $0.lowercased == UInt8(ascii: "h") }) ?? false,
            let url = SourceURL(address, host: source.host)
        else { return nil }
        let project: TargetProject? =
            source.repository == url.repository
            ? target : importedRepository(url.repository.owner, url.repository.name)
        guard let project, let path = GitLabPath.of(url, in: project) else { return nil }
        let bytes = Array((project.webURL + path).utf8)
        return bytes.allSatisfy({ $0 > 0x20 && !"<>\\`\"()".utf8.contains($0) }) ? bytes : nil
    }
}

/// A page of a repository, taken apart.
struct SourceURL {
    let repository: Repository
    /// What follows `owner/name`.
    let path: [String]
    let query: String?
    let fragment: String?

    init?(_ address: some Collection<UInt8>, host: String) {
        var rest = String(decoding: address, as: UTF8.self)[...]
        let scheme = rest.prefix(8).lowercased()
        guard scheme == "https://" || scheme.hasPrefix("http://") else { return nil }
        rest = rest.dropFirst(scheme == "https://" ? 8 : 7)
        guard rest.utf8.count > host.utf8.count, rest.prefix(host.count).lowercased() == host else { return nil }
        rest = rest.dropFirst(host.count)
        guard rest.first == "/" else { return nil }
        rest = rest.dropFirst()
        fragment = Self.cut(&rest, at: "#")
        query = Self.cut(&rest, at: "?")
        var parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count > 2, parts.last?.isEmpty == true { parts.removeLast() }
        guard parts.count >= 2, let found = Repository(path: Array("\(parts[0])/\(parts[1])".utf8)[...]),
            !parts.dropFirst(2).contains(where: { $0.isEmpty || $0 == "." || $0 == ".." })
        else { return nil }
        repository = found
        path = parts.dropFirst(2).map(String.init)
    }

    private static func cut(_ rest: inout Substring, at separator: Character) -> String? {
        guard let index = rest.firstIndex(of: separator) else { return nil }
        defer { rest = rest[..<index] }
        return String(rest[rest.index(after: index)...])
    }
}

/// The pages GitLab has for those of a GitHub repository.
enum GitLabPath {
    /// The path below the project's address, with its query and fragment; `nil` when there is no such page.
    static func of(_ url: SourceURL, in project: TargetProject) -> String? {
        guard let page = url.path.first else { return url.query == nil && url.fragment == nil ? "" : nil }
        let rest = Array(url.path.dropFirst())
        switch page {
        case "issues", "pull", "pulls": return item(page, rest, url, in: project)
        case "commit":
            guard rest.count == 1, isHash(rest[0]) else { return nil }
            return "/-/commit/" + rest[0]
        case "blob", "tree", "blame", "raw", "commits", "edit": return file(page, rest, url)
        case "compare": return rest.isEmpty ? nil : "/-/compare/" + rest.joined(separator: "/")
        case "releases", "tags": return release(page, rest)
        case "milestone": return rest.count == 1 && isNumber(rest[0]) ? "/-/milestones/" + rest[0] : nil
        case "milestones": return rest.isEmpty && url.query == nil ? "/-/milestones" : nil
        case "labels": return rest.isEmpty && url.query == nil ? "/-/labels" : nil
        case "wiki": return wiki(rest, url)
        default: return nil
        }
    }

    private static func isNumber(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count < 19 && text.utf8.allSatisfy { $0.isDigit }
    }

    private static func isHash(_ text: String) -> Bool {
        (7...64).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isHexDigit }
    }

    private static func item(_ page: String, _ rest: [String], _ url: SourceURL, in project: TargetProject) -> String? {
        guard let first = rest.first else {
            guard url.query == nil, page != "pull" else { return nil }
            return page == "issues" ? "/-/issues" : "/-/merge_requests"
        }
        guard page != "pulls", isNumber(first), let number = Int64(first), let kind = project.itemKind(number) else {
            return nil
        }
        let base = kind == .issue ? "/-/issues/\(number)" : "/-/merge_requests/\(number)"
        let note = url.fragment.flatMap { project.note($0) }.map { "#note_\($0)" } ?? ""
        switch (rest.dropFirst().first, rest.count) {
        case (nil, _): return base + note
        case ("files", _), ("changes", _): return kind == .issue ? nil : note.isEmpty ? base + "/diffs" : base + note
        case ("commits", 2): return kind == .issue ? nil : base + "/commits"
        case ("commits", 3): return isHash(rest[2]) ? "/-/commit/" + rest[2] : nil
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
        let areLines = ends.count <= 2 && ends.allSatisfy { $0.first == "L" && isNumber(String($0.dropFirst())) }
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
