extension Migration {
    /// Source users and what is reassigned.
    static let reassignment = Migration(
        number: 8, name: "reassignment",
        sqlite: """
            SELECT 1;
            """)
}
