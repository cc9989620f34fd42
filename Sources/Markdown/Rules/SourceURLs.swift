/// Addresses of the source's web pages, and what they are in the project a repository was imported into.
extension TextPass {
    /// The address of a file that has arrived, or of a page in the imported project.
    func newAddress(for address: some Collection<UInt8>) -> [UInt8]? {
        file(for: address)?.address ?? self.address(for: address)
    }

    /// The address in the imported project; `nil` for every address that stays as it is.
    func address(for address: some Collection<UInt8>) -> [UInt8]? {
        guard address.count <= 8_192, address.first.map({ $0.lowercased == UInt8(ascii: "h") }) ?? false,
            let url = SourceURL(address, of: dialect)
        else { return nil }
        let project: TargetProject? =
            dialect.repository == url.repository
            ? target : importedRepository(url.repository.owner, url.repository.name)
        guard let project, let path = dialect.gitLabPath(of: url, in: project) else { return nil }
        let bytes = Array((project.webURL + path).utf8)
        return bytes.allSatisfy({ $0 > 0x20 && !"<>\\`\"()".utf8.contains($0) }) ? bytes : nil
    }
}

/// A page of a repository, taken apart.
struct SourceURL {
    let repository: Repository
    /// What follows the repository's own address.
    let path: [String]
    let query: String?
    let fragment: String?

    init?(_ address: some Collection<UInt8>, of dialect: any SourceDialect) {
        var rest = String(decoding: address, as: UTF8.self)[...]
        let scheme = rest.prefix(8).lowercased()
        guard scheme == "https://" || scheme.hasPrefix("http://") else { return nil }
        rest = rest.dropFirst(scheme == "https://" ? 8 : 7)
        let (host, base) = (dialect.origin.host, dialect.origin.path)
        guard rest.utf8.count > host.utf8.count, rest.prefix(host.count).lowercased() == host else { return nil }
        rest = rest.dropFirst(host.count)
        guard rest.hasPrefix(base), rest.dropFirst(base.count).first == "/" else { return nil }
        rest = rest.dropFirst(base.count + 1)
        fragment = Self.cut(&rest, at: "#")
        query = Self.cut(&rest, at: "?")
        var parts = rest.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count > 2, parts.last?.isEmpty == true { parts.removeLast() }
        guard let found = dialect.locate(parts), !found.rest.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." })
        else { return nil }
        (repository, path) = found
    }

    /// The value of the query's first parameter with a name, as it is written.
    func value(of name: String) -> String? {
        query?.split(separator: "&").first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
    }

    private static func cut(_ rest: inout Substring, at separator: Character) -> String? {
        guard let index = rest.firstIndex(of: separator) else { return nil }
        defer { rest = rest[..<index] }
        return String(rest[rest.index(after: index)...])
    }
}

/// Parts of GitLab's addresses that are made of the same parts in every dialect.
enum GitLabPath {
    static func isNumber(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.count < 19 && text.utf8.allSatisfy { $0.isDigit }
    }

    static func isHash(_ text: some StringProtocol) -> Bool {
        (7...64).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isHexDigit }
    }

    /// The page of an item, with the place of a note on it.
    static func item(_ kind: TextPass.ItemKind, _ number: Int64) -> String {
        kind == .issue ? "/-/issues/\(number)" : "/-/merge_requests/\(number)"
    }

    static func note(_ fragment: String?, in project: TargetProject) -> String {
        fragment.flatMap { project.note($0) }.map { "#note_\($0)" } ?? ""
    }

    /// The name of a branch, tag or commit, written as it stands in a path.
    static func ref(_ name: String) -> String {
        let slashed = name.replacing("%2F", with: "/").replacing("%2f", with: "/")
        for prefix in ["refs/heads/", "refs/tags/"] where slashed.hasPrefix(prefix) {
            return String(slashed.dropFirst(prefix.count))
        }
        return slashed
    }

    /// `#L12-14` for `12-14` or `12:14`: the first of several ranges. Other fragments name headings, and stay.
    static func lines(_ text: some StringProtocol, separator: Character) -> String? {
        let first = text.prefix { $0 != "," }
        let ends = first.split(separator: separator, omittingEmptySubsequences: false)
        guard ends.count <= 2, ends.allSatisfy({ isNumber($0) }) else { return nil }
        return "#L" + ends.joined(separator: "-")
    }
}
