extension Migration {
    /// LFS objects.
    static let lfs = Migration(
        number: 5, name: "lfs",
        sqlite: """
            SELECT 1;
            """)
}
