import Model

/// Times as GitHub takes them in addresses.
enum GitHubDate {
    /// Whole seconds.
    static func text(_ moment: Timestamp) -> String {
        String(moment.iso8601.prefix { $0 != "." }) + "Z"
    }
}
