extension Migration {
    /// Uploads and release assets.
    static let files = Migration(
        number: 4, name: "files",
        sqlite: """
            SELECT 1;
            """)
}
