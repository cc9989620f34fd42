extension Migration {
    /// What a later look at the source found.
    static let proof = Migration(
        number: 9, name: "proof",
        sqlite: """
            SELECT 1;
            """)
}
