import Git
import Model

/// A page of a wiki: a file of its repository with the ending of a markup language.
struct WikiPage: Sendable {
    /// GitLab's name of the markup language.
    let format: String
    /// Path without the ending, blanks as hyphens.
    let slug: String
    let blob: ObjectHash

    /// The last part of the slug with blanks for hyphens.
    var title: String {
        let name = slug.split(separator: "/").last.map(String.init) ?? slug
        return name.split(separator: "-").joined(separator: " ")
    }

    /// Nil for files that are no pages.
    init?(_ entry: TreeEntry) {
        guard entry.kind == .blob, !entry.isSymbolicLink, let dot = entry.name.lastIndex(of: "."),
            dot != entry.name.startIndex, let format = Self.formats[entry.name[dot...].dropFirst().lowercased()]
        else { return nil }
        let ending = entry.name.distance(from: dot, to: entry.name.endIndex)
        self.format = format
        slug = String(entry.path.dropLast(ending)).replacing(" ", with: "-")
        blob = entry.id
    }

    /// The languages wikis elsewhere are written in, with GitLab's names (those of Gollum, where GitLab has none).
    private static let formats: [String: String] = [
        "md": "markdown", "mkd": "markdown", "mkdn": "markdown", "mdown": "markdown", "markdown": "markdown",
        "rdoc": "rdoc", "adoc": "asciidoc", "asciidoc": "asciidoc", "asc": "asciidoc", "org": "org",
        "textile": "textile", "rst": "rest", "rest": "rest", "creole": "creole", "mediawiki": "mediawiki",
        "wiki": "mediawiki", "pod": "pod", "txt": "plaintext",
    ]
}
