extension Migration {
    /// What happened to issues and merge requests, and how they are linked.
    static let timeline = Migration(
        number: 2, name: "timeline",
        sqlite: """
            SELECT 1;
            """)
}
