extension Migration {
    /// Snippets and imports of gists.
    static let snippets = Migration(
        number: 6, name: "snippets",
        sqlite: """
            SELECT 1;
            """)
}
