extension Migration {
    /// A project's count of open issues leaves out the confidential ones for most readers.
    static let confidentialIssues = Migration(
        number: 12, name: "confidential_issues",
        sqlite: """
            CREATE INDEX issues_confidential ON issues (project_id, state) WHERE is_confidential = 1;
            """)
}
