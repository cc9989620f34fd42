import Model

extension String {
    /// The text without NUL characters: no store can hold them, and GitLab's importer leaves them out too
    /// (`lib/gitlab/github_import/markdown_text.rb`).
    var withoutNUL: String {
        utf8.contains(0) ? String(decoding: utf8.filter { $0 != 0 }, as: UTF8.self) : self
    }

    /// The number at the end of an address, as `…/issues/12` has it.
    var trailingNumber: Int64? {
        split(separator: "/").last.flatMap { Int64($0) }
    }
}
