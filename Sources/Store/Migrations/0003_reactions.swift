extension Migration {
    /// Award emoji, and what is said of comments.
    static let reactions = Migration(
        number: 3, name: "reactions",
        sqlite: """
            SELECT 1;
            """)
}
