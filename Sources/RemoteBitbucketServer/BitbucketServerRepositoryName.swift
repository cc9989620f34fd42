/// `KEY/slug`: a repository by its project's key (`~user` for somebody's own) and its slug.
struct BitbucketServerRepositoryName: Sendable, Hashable, CustomStringConvertible {
    let key: String
    let slug: String

    /// `nil` for what names no repository, or would lead elsewhere as a part of an address.
    init?(_ fullName: String) {
        let parts = fullName.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
        guard parts.count == 2, parts.allSatisfy(Self.isName) else { return nil }
        key = parts[0]
        slug = parts[1]
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text != "." && text != ".." && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
    }

    /// Somebody's own project.
    var isPersonal: Bool { key.hasPrefix("~") }

    var description: String { "\(key)/\(slug)" }
}
