extension GitRunner {
    /// The oldest git that takes its settings from the environment: an older one would run without those that keep it
    /// from hooks and from other protocols.
    public static let oldestVersion = "2.31"

    /// Sees that there is a git to run, and that it is new enough.
    ///
    /// - Returns: its version, such as `2.39.5`.
    /// - Throws: ``GitError`` with cause `gitMissing` or `gitTooOld`.
    @discardableResult
    public func checkedVersion() async throws -> String {
        let found = try await version()
        guard !Self.numbers(of: found).lexicographicallyPrecedes(Self.numbers(of: Self.oldestVersion)) else {
            throw GitError(verb: "version", cause: .gitTooOld(found: found))
        }
        return found
    }

    private static func numbers(of version: String) -> [Int] {
        version.split(separator: ".").prefix { $0.allSatisfy(\.isNumber) }.compactMap { Int($0) }
    }
}
