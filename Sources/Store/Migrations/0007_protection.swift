extension Migration {
    /// Protected branches and tags, members to be, settings.
    static let protection = Migration(
        number: 7, name: "protection",
        sqlite: """
            SELECT 1;
            """)
}
